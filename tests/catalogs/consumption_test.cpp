// R-USE-5: what each license type stores and what it reports, through the real step, its history and its requests.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/rig.hpp"
#include "tests/catalogs/facts.hpp"

namespace lic::test {
namespace {

const WallTime kStart = at("2026-03-02T00:00:00Z");

// An SSM that grants everything and keeps what it was asked.
class Ssm {
public:
  explicit Ssm(Rig& rig) {
    rig.ssm = [this, &rig](const SsmRequest& request) -> std::optional<SsmAnswer> {
      const auto* body = std::get_if<AuthorizationRequest>(&request.body);
      if (body == nullptr) return rig.identity_reply(request).answer;
      asked_.push_back(*body);
      return granted(*body, rig.now.wall);
    };
  }
  // The first request that carried a report.
  [[nodiscard]] const AuthorizationRequest& first_report() const {
    return *std::ranges::find_if(asked_, [](const AuthorizationRequest& request) { return !request.reports.empty(); });
  }
  [[nodiscard]] const AuthorizationRequest& first() const { return asked_.front(); }
  [[nodiscard]] bool has_report() const {
    return std::ranges::any_of(asked_, [](const AuthorizationRequest& request) { return !request.reports.empty(); });
  }

private:
  static AuthorizationGranted granted(const AuthorizationRequest& request, WallTime now) {
    AuthorizationGranted answer;
    answer.version = request.version + 1;
    answer.expires = now + 90 * kDay;
    answer.overall_in_compliance = true;
    answer.accepted_reports.emplace();
    for (const UsageReport& report : request.reports) answer.accepted_reports->push_back(report.id);
    for (const EntitlementCount& count : request.entitlements)
      answer.entitlements.push_back(
          {count.tag, count.count, EntitlementStatus::in_compliance, "InCompliance", "", 100});
    return answer;
  }
  std::vector<AuthorizationRequest> asked_;
};

void sign_in(Rig& rig, const char* seat, Capability capability, bool uses_it) {
  rig.feed(SignIn{.seat = SeatId{seat}, .capabilities = with(capability)});
  if (uses_it) rig.feed(SeatUpdate{SeatId{seat}, std::nullopt, with(capability)});
}

// Who changes class by use comes first, so that nobody is counted in a class that another one makes the peak of.
void work(Rig& rig) {
  sign_in(rig, "chat", Capability::chat, true);
  sign_in(rig, "idle-email", Capability::email, false);
  sign_in(rig, "supervisor", Capability::supervisor, false);
  sign_in(rig, "voice", Capability::inbound_voice, true);
  sign_in(rig, "preview", Capability::outbound_direct_preview, true);
  sign_in(rig, "third-party", Capability::digital_third_party, true);
  rig.feed(PortsInUse{.inbound = 3, .outbound = 5, .ivr = 7, .outbound_seats = 2});
}

std::string name_of_tag(const LicenseType& type, const EntitlementTag& tag) {
  const Entitlement* found = find_by_tag(type, tag);
  return found == nullptr ? "unknown " + tag.value : found->name.value;
}

Counts sent(const Rig& rig, const AuthorizationRequest& request) {
  Counts counts;
  for (const EntitlementCount& count : request.entitlements)
    counts[name_of_tag(rig.policy.license_type, count.tag)] = count.count;
  return counts;
}

Counts rows(const Rig& rig, const AuthorizationRequest& request) {
  Counts counts;
  for (const UsageReport& row : request.reports) counts[name_of_tag(rig.policy.license_type, row.tag)] = row.reported;
  return counts;
}

Counts history_of_first_interval(const Rig& rig) {
  Counts peaks;
  for (const HistoryAppend& append : rig.history)
    if (append.row.interval_start == kStart) peaks[append.row.entitlement] = append.row.peak;
  return peaks;
}

// Rows of a report are what is counted, and the version: nothing that is only owned.
Counts without_presence(const Counts& reported) {
  Counts counts = reported;
  counts.erase("server");
  return counts;
}

class Consumption : public testing::TestWithParam<TypeFacts> {};

TEST_P(Consumption, IsStoredAndReportedAsTheSourcesSay) {
  const TypeFacts& row = GetParam();
  Rig rig(policy_of(row), kStart);
  const Ssm ssm(rig);
  rig.register_now();
  work(rig);
  rig.advance(8 * kHour + kMinute);

  Counts stored = row.stored;
  stored["seats"] = 6;  // R-USE-3
  EXPECT_EQ(history_of_first_interval(rig), stored) << row.source;
  ASSERT_TRUE(ssm.has_report());
  EXPECT_EQ(sent(rig, ssm.first_report()), row.reported) << row.source;
  EXPECT_EQ(rows(rig, ssm.first_report()), without_presence(row.reported)) << row.source;
}

// R-AUTH-1: all entitlements from the first request on, 0 where none; but the version is 1 at once (R-USE-5).
TEST_P(Consumption, IsNothingButTheVersionBeforeTheFirstReport) {
  const TypeFacts& row = GetParam();
  Rig rig(policy_of(row), kStart);
  const Ssm ssm(rig);
  rig.register_now();
  Counts nothing;
  for (const auto& [name, count] : row.reported) nothing[name] = name == "version" ? 1 : 0;
  EXPECT_EQ(sent(rig, ssm.first()), nothing);
  EXPECT_EQ(rig.status().authorization, AuthorizationAxis::no_licenses_in_use);
}

TEST_P(Consumption, ReportTimesAreThoseOfTheRelease) {  // R-USE-6
  const TypeFacts& row = GetParam();
  Rig rig(policy_of(row), kStart);
  const Ssm ssm(rig);
  rig.register_now();
  work(rig);
  rig.advance(20 * kMinute);
  const bool every_quarter = std::string(row.catalog) == "uccx-12.5" || std::string(row.catalog) == "ucce-15";
  EXPECT_EQ(ssm.has_report(), every_quarter);
}

INSTANTIATE_TEST_SUITE_P(Catalogs, Consumption, testing::ValuesIn(facts()),
                         [](const auto& row) { return test_name(row.param); });

}  // namespace
}  // namespace lic::test
