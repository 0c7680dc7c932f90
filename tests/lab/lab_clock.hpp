// The lab's clock: the machine's own, or one that stands until it is moved (interfaces.md section 8).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssm_lab {

// Unix milliseconds; nothing if the text is not a full RFC 3339 date-time between the years 1970 and 9999.
[[nodiscard]] std::optional<std::int64_t> parse_rfc3339(std::string_view text);
// UTC with `Z`; milliseconds only where they are not zero.
[[nodiscard]] std::string format_rfc3339(std::int64_t unix_ms);

class LabClock {
public:
  [[nodiscard]] static LabClock real() { return LabClock(std::nullopt); }
  [[nodiscard]] static LabClock manual(std::int64_t position_ms) { return LabClock(position_ms); }

  [[nodiscard]] bool is_manual() const { return position_ms_.has_value(); }
  [[nodiscard]] std::int64_t now_ms() const;
  // Only for a manual clock; it may go back, as a machine's clock may.
  void move_to(std::int64_t position_ms) { position_ms_ = position_ms; }

private:
  explicit LabClock(std::optional<std::int64_t> position_ms) : position_ms_(position_ms) {}
  std::optional<std::int64_t> position_ms_;
};

}  // namespace ssm_lab
