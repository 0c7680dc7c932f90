// Falsified header, status and echoes.
#include "tests/lab/falsify.hpp"

#include "tests/lab/random_names.hpp"

#include <array>
#include <charconv>

namespace ssm_lab {
namespace {

constexpr double kUsualClockSeconds = 7200;

void set_nonce(Draft& draft, const OrderedJson& nonce) {
  draft.response["header"]["nonce"] = nonce;
  set_if_present(draft.data, "nonce", nonce);
}

void stale_nonce(const Falsification& falsification) { set_nonce(falsification.draft, random_nonce()); }

void wrong_nonce_type(const Falsification& falsification) {
  const std::string& nonce = falsification.request.nonce;
  std::int64_t number = 0;
  std::from_chars(nonce.data(), nonce.data() + nonce.size(), number);
  set_nonce(falsification.draft, number);
}

void wrong_id(const Falsification& falsification) {
  const std::string other = random_uuid();
  falsification.draft.response["header"]["product_instance_identifier"] = other;
  set_if_present(falsification.draft.data, "product_instance_identifier", other);
}

void other_instance(const Falsification& falsification) {
  wrong_id(falsification);
  OrderedJson& header = falsification.draft.response["header"];
  header["sudi"]["udi_serial_number"] = "ANOTHER-DEVICE";
  header["sudi"]["uuid"] = random_uuid();
  header["id_cert_serial_number"] = "999999";
}

void wrong_type(const Falsification& falsification) {
  falsification.draft.response["header"]["request_type"] = "LICENSE_USAGE";
}

void missing_header(const Falsification& falsification) { falsification.draft.response.erase("header"); }

void unknown_status_code(const Falsification& falsification) {
  const std::string& text = falsification.fault.text;
  falsification.draft.response["status_code"] = text.empty() ? "OK_MAYBE" : text;
}

void wrong_member_types(const Falsification& falsification) {
  Draft& draft = falsification.draft;
  draft.response["status_message"] = 7;
  draft.response["retry_time_seconds"] = "soon";
  draft.response["response_data"] = draft.data;
  draft.data = nullptr;
}

void server_clock(const Falsification& falsification) {
  const double seconds = falsification.fault.seconds.value_or(kUsualClockSeconds);
  falsification.draft.response["header"]["timestamp"] =
      falsification.peer.now_ms() + static_cast<std::int64_t>(seconds * 1000);
}

void wrong_sequence_echo(const Falsification& falsification) {
  set_if_present(falsification.draft.data, "sequence", falsification.request.sequence.value_or(0) + 1);
}

constexpr std::array<Falsifier, 10> kTable = {{
    {FaultKind::stale_nonce, stale_nonce},
    {FaultKind::wrong_nonce_type, wrong_nonce_type},
    {FaultKind::wrong_id, wrong_id},
    {FaultKind::other_instance, other_instance},
    {FaultKind::wrong_type, wrong_type},
    {FaultKind::missing_header, missing_header},
    {FaultKind::unknown_status_code, unknown_status_code},
    {FaultKind::wrong_member_types, wrong_member_types},
    {FaultKind::server_clock, server_clock},
    {FaultKind::wrong_sequence_echo, wrong_sequence_echo},
}};

}  // namespace

std::span<const Falsifier> header_falsifiers() { return kTable; }

}  // namespace ssm_lab
