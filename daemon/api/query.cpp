#include "daemon/api/query.hpp"

#include <charconv>
#include <utility>

#include "agent/time_text.hpp"

namespace lic::api {
namespace {

Error bad_parameter(const std::string& name, const std::string& wanted) {
  return Error(ErrorCode::invalid_argument, "the parameter \"" + name + "\" is not " + wanted,
               "correct it or leave it out");
}

std::optional<unsigned char> hex_byte(std::string_view digits) {
  unsigned char value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.size() != 2) return std::nullopt;
  return value;
}

}  // namespace

Error bad_cursor() {
  return Error(ErrorCode::invalid_argument, "the parameter \"cursor\" is none that a page of this list gave",
               "start again without it");
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t index = 0; index < text.size(); ++index) {
    if (text[index] != '%') {
      decoded += text[index];
      continue;
    }
    const auto byte = hex_byte(text.substr(index + 1, 2));
    if (!byte || *byte == 0) return std::nullopt;
    decoded += static_cast<char>(*byte);
    index += 2;
  }
  return decoded;
}

Result<Query> Query::of(std::string_view target) {
  Query query;
  const auto mark = target.find('?');
  if (mark == std::string_view::npos) return query;
  std::string_view rest = target.substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto name = percent_decoded(pair.substr(0, equals));
    const auto value = equals == std::string_view::npos ? std::string{} : percent_decoded(pair.substr(equals + 1));
    if (!name || !value || !query.values_.emplace(*name, *value).second) {
      return Error(ErrorCode::invalid_argument, "the query of the request is broken or names a parameter twice",
                   "correct the query");
    }
  }
  return query;
}

std::optional<std::string> Query::text(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

bool Query::is_on(const std::string& name) const {
  const auto value = text(name);
  return value == "1" || value == "true";
}

Result<std::int64_t> Query::integer(const std::string& name, std::int64_t fallback, std::int64_t most) const {
  const auto value = text(name);
  if (!value) return fallback;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
  if (error != std::errc{} || end != value->data() + value->size() || number < 0 || number > most) {
    return bad_parameter(name, "a number from 0 to " + std::to_string(most));
  }
  return number;
}

Result<std::optional<WallTime>> Query::time(const std::string& name) const {
  const auto value = text(name);
  if (!value) return std::optional<WallTime>{};
  const auto moment = from_rfc3339(*value);
  if (!moment) return bad_parameter(name, "an RFC 3339 time such as 2026-03-02T10:30:00Z");
  return std::optional<WallTime>{*moment};
}

Result<Period> Query::period() const {
  constexpr WallTime kEndOfTime{Millis{253'402'300'799'000}};  // the last second of the year 9999
  const auto from = time("from");
  if (from.has_error()) return from.error();
  const auto to = time("to");
  if (to.has_error()) return to.error();
  return Period{from->value_or(WallTime{}), to->value_or(kEndOfTime)};
}

}  // namespace lic::api
