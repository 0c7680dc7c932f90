#pragma once
// Reads the members of one JSON object with their types checked. Missing and null are the same (wire.md: rule for every
// parser). The first thing that is wrong is kept; what is read after that are empty values, so callers check once.

#include <cstdint>
#include <optional>
#include <string>

#include "agent/time.hpp"
#include "transport/codec/bounded_json.hpp"

namespace lic {

class ObjectReader {
public:
  // `object` must outlive the reader; `name` is how problems call it ("response.header"). Not an object = a problem.
  ObjectReader(const Json& object, std::string name);

  [[nodiscard]] std::optional<std::string> text(const char* member);
  [[nodiscard]] std::string text_or_empty(const char* member);
  [[nodiscard]] std::string required_text(const char* member);  // empty is a problem too
  [[nodiscard]] std::optional<std::int64_t> integer(const char* member);
  [[nodiscard]] std::optional<std::int64_t> quantity(const char* member);  // never below 0
  [[nodiscard]] std::optional<bool> flag(const char* member);
  // Milliseconds since 1970, up to the year 9999.
  [[nodiscard]] std::optional<WallTime> moment(const char* member);
  // Seconds above 0, at most `longest`; 0 is "not said".
  [[nodiscard]] std::optional<Millis> seconds(const char* member, Millis longest);
  // Null if it is not there.
  [[nodiscard]] const Json* array(const char* member);
  [[nodiscard]] const Json* object(const char* member);

  void blame(const std::string& text);  // keeps the first only
  [[nodiscard]] const std::optional<std::string>& problem() const { return problem_; }

private:
  const Json* find(const char* member) const;
  void blame_type(const char* member, const char* wanted);

  const Json* object_ = nullptr;
  std::string name_;
  std::optional<std::string> problem_;
};

}  // namespace lic
