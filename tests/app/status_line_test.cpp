// The line that `systemctl status` shows.
#include "daemon/app/status_line.hpp"

#include <gtest/gtest.h>

#include "agent/time_text.hpp"

namespace lic {
namespace {

StatusView view_with_report_at(const char* at) {
  StatusView view;
  view.now = *from_rfc3339("2026-03-02T10:30:00Z");
  view.registration = RegistrationAxis::registered;
  view.authorization = AuthorizationAxis::authorized;
  view.standard_seats = 12;
  view.premium_seats = 3;
  view.upcoming.push_back({"report", *from_rfc3339(at)});
  return view;
}

TEST(StatusLine, SaysHowItStandsAndWhatComesNext) {
  EXPECT_EQ(status_line(view_with_report_at("2026-03-02T10:45:00Z")),
            "Registered, authorized; 12 standard, 3 premium seats; next report 10:45Z");
}

TEST(StatusLine, NamesTheDayOfWhatComesLater) {
  EXPECT_TRUE(status_line(view_with_report_at("2026-03-03T10:45:00Z")).ends_with("; next report 2026-03-03 10:45Z"));
}

TEST(StatusLine, MillisecondsEarlyIsTheSameMinute) {
  EXPECT_TRUE(status_line(view_with_report_at("2026-03-02T16:14:59.997Z")).ends_with("; next report 16:15Z"));
  EXPECT_TRUE(status_line(view_with_report_at("2026-03-02T16:14:59Z")).ends_with("; next report 16:14Z"));
  EXPECT_TRUE(
      status_line(view_with_report_at("2026-03-02T23:59:59.997Z")).ends_with("; next report 2026-03-03 00:00Z"));
}

TEST(StatusLine, ClassicModeReportsNothing) {
  StatusView view = view_with_report_at("2026-03-02T10:45:00Z");
  view.licensing_mode = LicensingMode::classic;
  view.upcoming.clear();
  EXPECT_EQ(status_line(view), "Classic mode, nothing is reported; 12 standard, 3 premium seats");
}

}  // namespace
}  // namespace lic
