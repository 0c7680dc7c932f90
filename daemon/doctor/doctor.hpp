#pragma once
// `doctor` and `transport test`: what is wrong on this machine and on its way to SSM, all looked at at once. Changes
// nothing. One question at a time; loop thread only.

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "agent/transport_settings.hpp"
#include "daemon/doctor/local_checks.hpp"
#include "daemon/doctor/worker.hpp"

namespace lic::doctor {

struct Question {
  TransportSettings transport;
  LocalQuestion local;
  // Why nothing is exchanged with SSM (a reservation, classic mode): its way is not tried then. Empty: it is.
  std::string no_exchange = {};
};

class Doctor {
public:
  // Each calls back once, not from inside the call, and not after it was destroyed.
  struct Parts {
    // One trial at a time.
    std::function<void(const TransportSettings&, std::function<void(Diagnosis)>)> try_transport;
    // Is the direct route's port 80 open? "port_80", never a failure.
    std::function<void(const TransportSettings&, std::function<void(DiagnosisStep)>)> try_port_80;
    std::function<std::vector<DiagnosisStep>(const LocalQuestion&)> check_locally;  // on a worker thread
    Worker::Post post;
  };
  explicit Doctor(Parts parts);
  ~Doctor();
  Doctor(const Doctor&) = delete;
  Doctor& operator=(const Doctor&) = delete;

  using Done = std::function<void(const Diagnosis&)>;
  // False if a question is under way; `done` is dropped then. Else it is called once, not from inside the call.
  // The way to SSM first, then this machine, then port 80.
  [[nodiscard]] bool examine(const Question& question, Done done);
  // The way to SSM alone.
  [[nodiscard]] bool test_transport(const TransportSettings& settings, Done done);

private:
  struct Findings {
    std::vector<DiagnosisStep> local;
    std::vector<DiagnosisStep> transport;
    std::vector<DiagnosisStep> port_80;
    int awaited = 0;
    Done done;
  };
  void finish_one();

  Parts parts_;
  std::unique_ptr<Findings> findings_;  // of the question under way
  Worker worker_;                       // goes first: it works on `findings_`
};

}  // namespace lic::doctor
