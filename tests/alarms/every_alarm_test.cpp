// Interfaces section 4: every alarm is raised and cleared by a real cause, and told in the documented form.
#include <gtest/gtest.h>

#include <algorithm>

#include "daemon/log/alarm_line.hpp"
#include "tests/alarms/alarm_causes.hpp"
#include "tests/alarms/alarm_page.hpp"

namespace lic::test {

void PrintTo(const AlarmCause& cause, std::ostream* stream) { *stream << kind_of(cause.code).mnemonic; }

namespace {

const AlarmOrigin kOrigin{"Cisco Unified CCX Cluster View Daemon", "", "uccx1"};

Policy policy_for(const AlarmCause& cause) {
  Policy policy = policy_with_types();
  if (cause.shape != nullptr) cause.shape(policy);
  return policy;
}

// What was told of this alarm, of this kind.
std::vector<AlarmNotice> told_of(const Rig& rig, AlarmCode code, AlarmNews news) {
  std::vector<AlarmNotice> notices;
  for (const Effect& effect : rig.effects)
    if (const auto* tell = std::get_if<TellAlarm>(&effect);
        tell != nullptr && tell->notice.code == code && tell->notice.news == news)
      notices.push_back(tell->notice);
  return notices;
}

std::string line(SyslogForm form, const AlarmNotice& notice) {
  return alarm_line(form, kind_of(notice.code), notice, kOrigin);
}

void expect_documented(const AlarmNotice& notice) {
  const AlarmPatterns patterns = documented_patterns(kind_of(notice.code).mnemonic);
  const std::string system = line(SyslogForm::system, notice);
  const std::string daemon = line(SyslogForm::daemon, notice);
  EXPECT_TRUE(std::regex_match(system, patterns.system)) << system;
  EXPECT_TRUE(std::regex_match(daemon, patterns.daemon)) << daemon;
}

void expect_cleared_form(const AlarmNotice& notice) {
  const std::string mnemonic(kind_of(notice.code).mnemonic);
  const std::string system = line(SyslogForm::system, notice);
  const std::string daemon = line(SyslogForm::daemon, notice);
  const std::string length = notice.news == AlarmNews::cleared ? "Cleared after=" : "Superseded after=";
  EXPECT_TRUE(system.starts_with("%UC_LIB_LICENSE-6-" + mnemonic + ": %[" + length)) << system;
  EXPECT_TRUE(daemon.starts_with("%MCVD-LIB_LICENSE-6-" + mnemonic + ": [")) << daemon;
  EXPECT_NE(daemon.find(": " + length), std::string::npos) << daemon;
}

class EveryAlarm : public ::testing::TestWithParam<AlarmCause> {};

TEST_P(EveryAlarm, IsRaisedOnceAndClearedByARealCause) {
  const AlarmCause& cause = GetParam();
  Site site(policy_for(cause));
  cause.raise(site);
  if (cause.clear == nullptr) {
    EXPECT_EQ(told_of(site.rig, cause.code, AlarmNews::noticed).size(), 1U);
    return expect_documented(told_of(site.rig, cause.code, AlarmNews::noticed).front());
  }
  ASSERT_TRUE(site.rig.alarm(cause.code));
  const auto raised = told_of(site.rig, cause.code, AlarmNews::raised);
  ASSERT_EQ(raised.size(), 1U);
  expect_documented(raised.front());
  for (const AlarmNotice& reminded : told_of(site.rig, cause.code, AlarmNews::reminded)) expect_documented(reminded);
  cause.clear(site);
  EXPECT_FALSE(site.rig.alarm(cause.code));
  const auto cleared = told_of(site.rig, cause.code, AlarmNews::cleared);
  ASSERT_EQ(cleared.size(), 1U);
  expect_cleared_form(cleared.front());
}

INSTANTIATE_TEST_SUITE_P(Alarms, EveryAlarm, ::testing::ValuesIn(alarm_causes().begin(), alarm_causes().end()),
                         [](const auto& row) { return std::string(kind_of(row.param.code).mnemonic); });

TEST(AlarmCauses, HaveARowForEachCode) {
  for (std::size_t index = 0; index < kAlarmCodeCount; ++index) {
    const auto code = static_cast<AlarmCode>(index);
    const auto in_core = std::ranges::count(alarm_causes(), code, &AlarmCause::code);
    const auto in_shell = std::ranges::count(shell_alarms(), code);
    EXPECT_EQ(in_core + in_shell, 1) << kind_of(code).mnemonic;
  }
}

TEST(AlarmStages, ALaterOneTakesOver) {  // R-OOC-1: the stages of one danger are not cleared by each other
  Site site(policy_with_types());
  site.pool = {0, 0};
  site.rig.register_now();
  sign_in(site.rig, "p", Capability::chat);
  site.rig.advance(61 * kMinute);
  for (const AlarmCode code : {AlarmCode::system_to_enter_ooc_state, AlarmCode::system_to_enter_ooc_state_shortly}) {
    const auto superseded = told_of(site.rig, code, AlarmNews::superseded);
    ASSERT_EQ(superseded.size(), 1U);
    expect_cleared_form(superseded.front());
  }
}

TEST(ShellAlarms, HaveTheDocumentedForm) {
  for (const AlarmCode code : shell_alarms())
    expect_documented({AlarmNews::raised, code, std::nullopt, "a reason", std::nullopt});
}

}  // namespace
}  // namespace lic::test
