// R-REG-4: the window that SSM names for the next renewal (wire P13).
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/agent/rig.hpp"

namespace lic::test {
namespace {

// An SSM that names `window` with each answer of status OK.
struct Office {
  Office() : rig(quiet()), start(rig.now.wall) {
    rig.ssm = [this](const SsmRequest& request) -> std::optional<SsmAnswer> {
      requests.push_back(request);
      return std::nullopt;
    };
    rig.feed(RegisterCommand{TokenRef{"token-1"}, "abcdef012345", false, false});
    serve();
  }
  static Policy quiet() {
    Policy policy = flex_policy();
    policy.report_unchanged = false;
    return policy;
  }
  void serve() {
    while (!requests.empty()) {
      const SsmRequest request = requests.front();
      requests.erase(requests.begin());
      SsmReply reply{request.id, rig.now.wall + skew, Deregistered{}};
      if (const auto* body = std::get_if<AuthorizationRequest>(&request.body))
        reply.answer = Pool{}.judge(*body, rig.now.wall);
      else
        reply = rig.identity_reply(request);
      if (std::holds_alternative<RenewalRequest>(request.body)) renewed_at.push_back(rig.now.wall);
      reply.renew_window = window;
      rig.feed(SsmReplied{reply});
    }
  }
  void live(Millis length) {
    const WallTime end = rig.now.wall + length;
    while (rig.now.wall < end) {
      const auto next = next_deadline(rig.state, rig.policy);
      rig.sleep(std::min(end - rig.now.wall, next ? std::max(next->at - rig.now.boot, Millis{0}) : length));
      rig.feed(TimerFired{});
      serve();
    }
  }
  // SSM tells it with the next answer.
  void tell(WallTime from, WallTime to) {
    window = RenewWindow{from, to};
    rig.feed(RenewAuthorizationCommand{false});
    serve();
  }
  [[nodiscard]] WallTime renew_at() const { return *rig.status().renew_at; }

  Rig rig;
  WallTime start;
  Millis skew{0};
  std::optional<RenewWindow> window;
  std::vector<SsmRequest> requests;
  std::vector<WallTime> renewed_at;
};

TEST(RenewWindow, TheRenewalIsDrawnInIt) {
  Office office;
  office.tell(office.start + 20 * kDay, office.start + 30 * kDay);
  EXPECT_GE(office.renew_at(), office.start + 20 * kDay);
  EXPECT_LE(office.renew_at(), office.start + 30 * kDay);
  office.live(31 * kDay);
  ASSERT_EQ(office.renewed_at.size(), 1U);
  EXPECT_GE(office.renewed_at[0], office.start + 20 * kDay);
  EXPECT_LE(office.renewed_at[0], office.start + 30 * kDay);
}

TEST(RenewWindow, IsDrawnFromOnceAndAgainOnlyWhenItIsAnother) {  // R-TIME-6
  Office office;
  office.tell(office.start + 20 * kDay, office.start + 30 * kDay);
  const WallTime drawn = office.renew_at();
  office.tell(office.start + 20 * kDay, office.start + 30 * kDay);
  office.live(kDay);
  EXPECT_EQ(office.renew_at(), drawn);
  office.tell(office.start + 200 * kDay, office.start + 210 * kDay);
  EXPECT_GE(office.renew_at(), office.start + 200 * kDay);
  office.window.reset();
  office.live(100 * kDay);
  EXPECT_GE(office.renew_at(), office.start + 200 * kDay) << "an SSM that no longer names one changes nothing";
}

TEST(RenewWindow, IsOnSsmsClock) {
  Office office;
  office.skew = 30 * kMinute;  // SSM's clock is ahead
  const WallTime there = office.start + 50 * kDay;
  office.tell(there, there + kSecond);
  const WallTime here = there - office.skew;
  EXPECT_GE(office.renew_at(), here);
  EXPECT_LE(office.renew_at(), here + kSecond);
}

TEST(RenewWindow, ThatIsOverMeansNowSpreadABit) {
  Office office;
  office.live(60 * kDay);
  const WallTime now = office.rig.now.wall;
  office.tell(office.start + 20 * kDay, office.start + 30 * kDay);
  EXPECT_GE(office.renew_at(), now);
  EXPECT_LE(office.renew_at(), now + kHour);
  office.live(2 * kHour);
  EXPECT_EQ(office.renewed_at.size(), 1U);
}

TEST(RenewWindow, NeverPutsTheRenewalBehindTheCertificatesEnd) {
  Office office;
  office.tell(office.start + 364 * kDay, office.start + 900 * kDay);
  EXPECT_LE(office.renew_at(), *office.rig.status().expires_at);
  EXPECT_GE(office.renew_at(), office.start + 364 * kDay);
}

TEST(RenewWindow, OutsideTheCertificatesLifeIsNotUsed) {
  Office office;
  const WallTime before = office.renew_at();
  office.tell(office.start + 400 * kDay, office.start + 410 * kDay);
  EXPECT_EQ(office.renew_at(), before);
  office.tell(office.start - 40 * kDay, office.start - 30 * kDay);
  EXPECT_EQ(office.renew_at(), before);
  office.tell(office.start + 20 * kDay, office.start + 20 * kDay);
  EXPECT_EQ(office.renew_at(), before);
}

TEST(RenewWindow, OneForAWholeFleetRenewsEachCertificateOnce) {
  Office office;
  office.tell(office.start + 20 * kDay, office.start + 30 * kDay);
  office.live(120 * kDay);  // SSM goes on naming it, long after
  EXPECT_EQ(office.renewed_at.size(), 1U);
}

TEST(RenewWindow, HoweverHastyRenewsAtMostOnceAnHour) {
  Office office;
  for (int minute = 0; minute < 180; ++minute) {
    office.tell(office.rig.now.wall, office.rig.now.wall + kSecond);
    office.live(kMinute);
  }
  EXPECT_LE(office.renewed_at.size(), 3U);
}

TEST(RenewWindow, ToldWithTheNewCertificateBelongsToThat) {  // R-REG-5
  Office office;
  office.live(10 * kDay);
  office.window = RenewWindow{office.start + 100 * kDay, office.start + 101 * kDay};
  office.rig.feed(RenewRegistrationCommand{false});
  office.serve();
  ASSERT_EQ(office.renewed_at.size(), 1U);
  EXPECT_GE(office.renew_at(), office.start + 100 * kDay);
  EXPECT_LE(office.renew_at(), office.start + 101 * kDay);
}

}  // namespace
}  // namespace lic::test
