#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <gtest/gtest.h>

#include "daemon/doctor/port_80.hpp"
#include "transport/name_lookup.hpp"

namespace lic::doctor {
namespace {

// Every name stands for an address of this machine that nobody listens on.
class NobodyThere final : public NameLookup {
public:
  explicit NobodyThere(boost::asio::io_context& loop) : loop_(loop) {}
  void begin(const LookupQuestion& question, Done done) override {
    asked = question.host;
    boost::asio::post(loop_, [done = std::move(done)] {
      done(LookupAnswer{{boost::asio::ip::make_address("127.99.99.99")}, 0, 0});
    });
  }
  void cancel() override {}
  std::string asked;

private:
  boost::asio::io_context& loop_;
};

struct Bench {
  boost::asio::io_context loop;
  NobodyThere lookup{loop};
  Port80 port{loop, lookup};

  DiagnosisStep step_for(const TransportSettings& settings) {
    std::vector<DiagnosisStep> steps;
    port.try_it(settings, [&steps](DiagnosisStep step) { steps.push_back(std::move(step)); });
    EXPECT_TRUE(steps.empty()) << "called back from inside the call";
    (void)loop.run_for(std::chrono::seconds{8});
    EXPECT_EQ(steps.size(), 1U);
    return steps.empty() ? DiagnosisStep{} : steps.front();
  }
};

TEST(DoctorPort80, IsLookedAtOnTheDirectRouteOnly) {
  TransportSettings settings;
  settings.route = TransportRoute::gateway;
  settings.url = "https://localhost/";
  Bench bench;
  EXPECT_TRUE(bench.step_for(settings).skipped);
  EXPECT_EQ(bench.lookup.asked, "");
}

TEST(DoctorPort80, WithoutAnAnswerIsAWarning) {
  Bench bench;
  const DiagnosisStep step = bench.step_for({});
  EXPECT_EQ(bench.lookup.asked, "smartreceiver.cisco.com");
  EXPECT_TRUE(step.ok);
  EXPECT_TRUE(step.warning);
  EXPECT_EQ(step.text, "smartreceiver.cisco.com:80 does not answer");
  EXPECT_FALSE(step.remedy.empty());
}

TEST(DoctorPort80, ThatGoesInTheMiddleCallsNobodyBack) {
  boost::asio::io_context loop;
  NobodyThere lookup{loop};
  {
    Port80 port{loop, lookup};
    TransportSettings gateway;
    gateway.route = TransportRoute::gateway;
    port.try_it(gateway, [](const DiagnosisStep&) { ADD_FAILURE(); });
  }
  (void)loop.run_for(std::chrono::seconds{8});
}

}  // namespace
}  // namespace lic::doctor
