#include "tests/lab/fault_answers.hpp"

#include "tests/lab/call_home.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace ssm_lab {
namespace {

using std::string_view_literals::operator""sv;

constexpr unsigned kUsualHttpStatus = 503;
// Longer than anybody wants to read, and still within the limit of a string.
constexpr std::int64_t kLongTextBytes = 60'000;
constexpr std::int64_t kHugeBytes = static_cast<std::int64_t>(kBodyBytesMax) + 1;

constexpr const char* kPortalPage = R"(<!DOCTYPE html>
<html><head><title>Welcome to the guest network</title></head>
<body><p>Please accept the terms of use.</p></body></html>
)";

// A cleared screen, a title, a bell, a forged line, a zero byte, C1 controls, and text that turns around.
constexpr std::string_view kControlCharacters =
    "refused\x1b[2J\x1b]0;owned\x07\r\nJan 01 00:00:00 host sshd: all is well\n\0\x7f\xc2\x9b"
    "31m\xe2\x80\xae\xe2\x80\xa8 end"sv;

HttpAnswer http_status(const Fault& fault) {
  HttpAnswer answer = plain_answer(fault.http_status.value_or(kUsualHttpStatus), "ordered by a fault\n");
  if (fault.retry_seconds) answer.headers.emplace_back("Retry-After", std::to_string(*fault.retry_seconds));
  return answer;
}

HttpAnswer html(const Fault&) {
  HttpAnswer answer;
  answer.content_type = "text/html; charset=utf-8";
  answer.body = kPortalPage;
  return answer;
}

HttpAnswer soap_fault(const Fault& fault) {
  HttpAnswer answer;
  answer.status = fault.http_status.value_or(200);
  answer.content_type = "text/xml; charset=utf-8";
  answer.body = write_soap_fault(FaultSide::receiver, fault.text.empty() ? "Ordered by a fault" : fault.text);
  return answer;
}

Outcome failed(const Peer&, const Fault& fault) {
  return refuse(fault.text.empty() ? "Ordered by a fault" : fault.text);
}

Outcome ok_try_again(const Peer& peer, const Fault& fault) {
  Outcome outcome = refuse(fault.text);
  outcome.status = StatusCode::ok_try_again;
  outcome.retry_seconds = fault.retry_seconds.value_or(peer.retry_seconds());
  return outcome;
}

Outcome version_too_high(const Peer&, const Fault&) { return refuse_version(); }

Outcome control_characters(const Peer&, const Fault&) { return refuse(std::string(kControlCharacters)); }

Outcome long_status_message(const Peer&, const Fault& fault) {
  return refuse(std::string(static_cast<std::size_t>(fault.bytes.value_or(kLongTextBytes)), 'x'));
}

void delay(const Fault& fault, const SentMessage&, HttpAnswer& answer) {
  answer.delay = std::chrono::milliseconds(static_cast<std::int64_t>(fault.seconds.value_or(0) * 1000));
}
void close(const Fault&, const SentMessage&, HttpAnswer& answer) { answer.ending = Ending::no_answer; }
void truncate(const Fault&, const SentMessage&, HttpAnswer& answer) { answer.ending = Ending::half; }
void empty(const Fault&, const SentMessage&, HttpAnswer& answer) { answer.body.clear(); }
void garbage(const Fault&, const SentMessage&, HttpAnswer& answer) {
  answer.body = "\x01\xFFgarbage{\"signature\":[ordered by a fault";
}
void huge(const Fault& fault, const SentMessage&, HttpAnswer& answer) {
  const auto wanted = fault.bytes.value_or(kHugeBytes) - static_cast<std::int64_t>(answer.body.size());
  answer.padding_bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(wanted, 0));
}
void soap_dtd(const Fault&, const SentMessage& message, HttpAnswer& answer) {
  answer.body = write_entity_bomb(message.text, message.now_ms);
}
void soap_no_attachment(const Fault&, const SentMessage& message, HttpAnswer& answer) {
  answer.body = write_envelope_without_attachment(message.now_ms);
}

template <class Function>
struct Row {
  FaultKind kind;
  Function function;
};

constexpr std::array<Row<HttpAnswer (*)(const Fault&)>, 3> kHttpAnswers = {{
    {FaultKind::http_status, http_status},
    {FaultKind::html, html},
    {FaultKind::soap_fault, soap_fault},
}};

constexpr std::array<Row<Outcome (*)(const Peer&, const Fault&)>, 5> kRefusals = {{
    {FaultKind::failed, failed},
    {FaultKind::ok_try_again, ok_try_again},
    {FaultKind::version_too_high, version_too_high},
    {FaultKind::control_characters, control_characters},
    {FaultKind::long_status_message, long_status_message},
}};

constexpr std::array<Row<void (*)(const Fault&, const SentMessage&, HttpAnswer&)>, 8> kOnTheWay = {{
    {FaultKind::delay, delay},
    {FaultKind::close, close},
    {FaultKind::truncate, truncate},
    {FaultKind::empty, empty},
    {FaultKind::garbage, garbage},
    {FaultKind::huge, huge},
    {FaultKind::soap_dtd, soap_dtd},
    {FaultKind::soap_no_attachment, soap_no_attachment},
}};

}  // namespace

std::optional<HttpAnswer> answer_http_fault(const Fault& fault) {
  for (const auto& row : kHttpAnswers) {
    if (row.kind == fault.kind) return row.function(fault);
  }
  return std::nullopt;
}

std::optional<Outcome> refuse_by_fault(const Peer& peer, const Fault& fault) {
  for (const auto& row : kRefusals) {
    if (row.kind == fault.kind) return row.function(peer, fault);
  }
  return std::nullopt;
}

Outcome refuse_version() {
  Outcome outcome = refuse("The highest version known here is 1.3");
  outcome.status = StatusCode::version_too_high;
  return outcome;
}

void spoil_http_answer(const Fault& fault, const SentMessage& message, HttpAnswer& answer) {
  for (const auto& row : kOnTheWay) {
    if (row.kind == fault.kind) row.function(fault, message, answer);
  }
}

}  // namespace ssm_lab
