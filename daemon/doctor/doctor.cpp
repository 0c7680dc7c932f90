#include "daemon/doctor/doctor.hpp"

#include <iterator>
#include <utility>

#include "daemon/doctor/found.hpp"

namespace lic::doctor {
namespace {

void append(std::vector<DiagnosisStep>& all, std::vector<DiagnosisStep>& some) {
  all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

}  // namespace

Doctor::Doctor(Parts parts) : parts_(std::move(parts)), worker_(parts_.post) {}
Doctor::~Doctor() = default;

bool Doctor::examine(const Question& question, Done done) {
  if (findings_) return false;
  findings_ = std::make_unique<Findings>();
  findings_->awaited = question.no_exchange.empty() ? 3 : 1;
  findings_->done = std::move(done);
  // The worker alone touches `local` until it is done.
  worker_.run([this, local = question.local, &found = findings_->local] { found = parts_.check_locally(local); },
              [this] {
                if (findings_->local.empty())
                  findings_->local.push_back(skipped("disk", "the system gave no thread to look"));
                finish_one();
              });
  if (!question.no_exchange.empty()) {
    findings_->transport.push_back(skipped("transport", "not tried: " + question.no_exchange));
    return true;
  }
  parts_.try_transport(question.transport, [this](Diagnosis diagnosis) {
    findings_->transport = std::move(diagnosis.steps);
    finish_one();
  });
  parts_.try_port_80(question.transport, [this](DiagnosisStep step) {
    findings_->port_80.push_back(std::move(step));
    finish_one();
  });
  return true;
}

bool Doctor::test_transport(const TransportSettings& settings, Done done) {
  if (findings_) return false;
  findings_ = std::make_unique<Findings>();
  findings_->awaited = 1;
  findings_->done = std::move(done);
  parts_.try_transport(settings, [this](Diagnosis diagnosis) {
    findings_->transport = std::move(diagnosis.steps);
    finish_one();
  });
  return true;
}

// The last one answers; `done` may ask the next question.
void Doctor::finish_one() {
  if (--findings_->awaited > 0) return;
  const std::unique_ptr<Findings> found = std::move(findings_);
  Diagnosis all;
  append(all.steps, found->transport);
  append(all.steps, found->local);
  append(all.steps, found->port_80);
  found->done(all);
}

}  // namespace lic::doctor
