#include "daemon/cli/trace_file.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "agent/time_text.hpp"

namespace lic::cli {
namespace {

constexpr std::string_view kHeader = "time,event,seat,detail";
constexpr std::array<std::string_view, 8> kCapabilities{
    "inbound_voice", "outbound_direct_preview", "outbound_progressive", "outbound_predictive", "chat", "email",
    "supervisor",    "digital_third_party"};
constexpr std::array<std::string_view, 4> kPorts{"inbound", "outbound", "ivr", "outbound_seats"};
constexpr std::int64_t kPortsMax = 1'000'000;

struct EventName {
  std::string_view name;
  TraceEvent event;
};
constexpr std::array<EventName, 4> kEvents{{{"sign_in", TraceEvent::sign_in},
                                            {"sign_out", TraceEvent::sign_out},
                                            {"used", TraceEvent::used},
                                            {"ports", TraceEvent::ports}}};

// What is wrong with a row; empty = nothing.
using Fault = std::string;

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

Fault read_capabilities(std::string_view detail, TraceRow& row) {
  for (const std::string_view name : parts_of(detail, ';')) {
    if (!is_one_of(kCapabilities, name)) return "'" + std::string{name} + "' is no capability";
    row.capabilities.emplace_back(name);
  }
  return {};
}

Fault read_ports(std::string_view detail, TraceRow& row) {
  for (const std::string_view part : parts_of(detail, ';')) {
    const std::size_t equals = part.find('=');
    const std::string_view name = part.substr(0, equals);
    if (equals == std::string_view::npos || !is_one_of(kPorts, name)) {
      return "'" + std::string{part} + "' is not inbound, outbound, ivr or outbound_seats with '=' and a count";
    }
    const std::string_view digits = part.substr(equals + 1);
    std::int64_t count = -1;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (failure != std::errc{} || end != digits.data() + digits.size() || count < 0 || count > kPortsMax) {
      return "'" + std::string{digits} + "' is no count from 0 to " + std::to_string(kPortsMax);
    }
    row.ports.emplace_back(name, count);
  }
  return {};
}

Fault check_seat(std::string_view seat, TraceEvent event) {
  if (event == TraceEvent::ports) return seat.empty() ? Fault{} : Fault{"a ports row names no seat"};
  const bool is_printable = std::ranges::all_of(seat, [](char c) { return c > 0x20 && c < 0x7f; });
  if (seat.empty() || seat.size() > kSeatIdMax || !is_printable) {
    return "a seat is 1 to " + std::to_string(kSeatIdMax) + " printable bytes";
  }
  return {};
}

Fault read_detail(std::string_view detail, TraceRow& row) {
  switch (row.event) {
    case TraceEvent::sign_in:
    case TraceEvent::used: return read_capabilities(detail, row);
    case TraceEvent::sign_out: return detail.empty() ? Fault{} : Fault{"a sign_out row has no detail"};
    case TraceEvent::ports: return read_ports(detail, row);
  }
  return {};
}

Fault read_row(std::string_view line, TraceRow& row) {
  if (line.size() > kTraceLineMax) return "the line is longer than " + std::to_string(kTraceLineMax) + " bytes";
  const std::vector<std::string_view> fields = parts_of(line, ',');
  if (fields.size() != 4)
    return "a row has 4 fields (" + std::string{kHeader} + "), not " + std::to_string(fields.size());
  const auto time = from_rfc3339(fields[0]);
  if (!time) return "'" + std::string{fields[0]} + "' is no date like 2026-03-02T07:00:00Z";
  row.time = *time;
  const auto event = std::ranges::find(kEvents, fields[1], &EventName::name);
  if (event == kEvents.end()) return "'" + std::string{fields[1]} + "' is not sign_in, sign_out, used or ports";
  row.event = event->event;
  row.seat = fields[2];
  Fault fault = check_seat(fields[2], row.event);
  return fault.empty() ? read_detail(fields[3], row) : fault;
}

Problem trace_problem(const std::string& name, int line, const Fault& fault) {
  return Problem{kExitUsage, "invalid_argument", name + ":" + std::to_string(line) + ": " + fault,
                 "correct the file; nothing was applied"};
}

}  // namespace

Outcome<std::vector<TraceRow>> parse_trace(const std::string& name, std::string_view text) {
  std::vector<TraceRow> rows;
  int line_number = 0;
  while (!text.empty()) {
    ++line_number;
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line_number == 1) {
      if (line != kHeader) return trace_problem(name, 1, "the first line is not '" + std::string{kHeader} + "'");
      continue;
    }
    TraceRow row;
    row.line = line_number;
    Fault fault = read_row(line, row);
    if (fault.empty() && !rows.empty() && row.time < rows.back().time)
      fault = "the time is earlier than the row before";
    if (!fault.empty()) return trace_problem(name, line_number, fault);
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return trace_problem(name, line_number, "the file holds no rows");
  return rows;
}

}  // namespace lic::cli
