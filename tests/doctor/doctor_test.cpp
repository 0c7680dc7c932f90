// One question at a time; the way first, then this machine, then port 80, whoever answers first.
#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "daemon/doctor/doctor.hpp"
#include "daemon/doctor/found.hpp"

namespace lic::doctor {
namespace {

// Keeps the callbacks, so that a test decides who answers when.
struct Bench {
  std::mutex mutex;
  std::condition_variable came;
  std::deque<std::function<void()>> posted;
  std::function<void(Diagnosis)> transport;
  std::function<void(DiagnosisStep)> port_80;
  std::vector<Diagnosis> answers;
  Doctor doctor{Doctor::Parts{[this](const TransportSettings& /*settings*/, std::function<void(Diagnosis)> done) {
                                transport = std::move(done);
                              },
                              [this](const TransportSettings& /*settings*/, std::function<void(DiagnosisStep)> done) {
                                port_80 = std::move(done);
                              },
                              [](const LocalQuestion& /*question*/) { return std::vector{good("disk", "it works")}; },
                              [this](std::function<void()> task) {
                                const std::lock_guard lock(mutex);
                                posted.push_back(std::move(task));
                                came.notify_one();
                              }}};

  Doctor::Done keep() {
    return [this](const Diagnosis& diagnosis) { answers.push_back(diagnosis); };
  }
  void run_one_posted() {
    std::unique_lock lock(mutex);
    came.wait(lock, [this] { return !posted.empty(); });
    const std::function<void()> task = std::move(posted.front());
    posted.pop_front();
    lock.unlock();
    task();
  }
};

std::string names(const Diagnosis& diagnosis) {
  std::string all;
  for (const DiagnosisStep& step : diagnosis.steps) all += (all.empty() ? "" : " ") + std::string{step.name};
  return all;
}

TEST(Doctor, PutsTheFindingsInOrderWhoeverAnswersFirst) {
  Bench bench;
  ASSERT_TRUE(bench.doctor.examine({}, bench.keep()));
  bench.port_80(good("port_80", "open"));
  bench.transport(Diagnosis{{good("dns", "a"), good("tcp", "b")}});
  EXPECT_TRUE(bench.answers.empty());
  bench.run_one_posted();
  ASSERT_EQ(bench.answers.size(), 1U);
  EXPECT_EQ(names(bench.answers[0]), "dns tcp disk port_80");
}

TEST(Doctor, DoesNotTryAWayOnWhichNothingIsExchanged) {  // R-SLR-6, R-LIFE-1
  Bench bench;
  Question question;
  question.no_exchange = "license reservation is enabled";
  ASSERT_TRUE(bench.doctor.examine(question, bench.keep()));
  bench.run_one_posted();
  ASSERT_EQ(bench.answers.size(), 1U);
  EXPECT_EQ(names(bench.answers[0]), "transport disk");
  EXPECT_TRUE(bench.answers[0].steps[0].skipped);
  EXPECT_EQ(bench.answers[0].steps[0].text, "not tried: license reservation is enabled");
  EXPECT_EQ(bench.answers[0].first_failure(), nullptr);
  EXPECT_FALSE(bench.transport);
  EXPECT_FALSE(bench.port_80);
}

TEST(Doctor, TestsTheWayAlone) {
  Bench bench;
  ASSERT_TRUE(bench.doctor.test_transport({}, bench.keep()));
  bench.transport(Diagnosis{{good("dns", "a")}});
  ASSERT_EQ(bench.answers.size(), 1U);
  EXPECT_EQ(names(bench.answers[0]), "dns");
}

TEST(Doctor, AnswersOneQuestionAtATime) {
  Bench bench;
  ASSERT_TRUE(bench.doctor.test_transport({}, bench.keep()));
  EXPECT_FALSE(bench.doctor.examine({}, bench.keep()));
  EXPECT_FALSE(bench.doctor.test_transport({}, bench.keep()));
  bench.transport(Diagnosis{});
  EXPECT_EQ(bench.answers.size(), 1U);
  EXPECT_TRUE(bench.doctor.test_transport({}, bench.keep()));
}

TEST(Doctor, ThatGoesInTheMiddleCallsNobodyBack) {
  std::deque<std::function<void()>> posted;
  bool called = false;
  {
    Doctor doctor{Doctor::Parts{[](const TransportSettings&, const std::function<void(Diagnosis)>&) {},
                                [](const TransportSettings&, const std::function<void(DiagnosisStep)>&) {},
                                [](const LocalQuestion&) { return std::vector<DiagnosisStep>{}; },
                                [&posted](std::function<void()> task) { posted.push_back(std::move(task)); }}};
    ASSERT_TRUE(doctor.examine({}, [&called](const Diagnosis&) { called = true; }));
  }  // waits for the worker
  for (const std::function<void()>& task : posted) task();
  EXPECT_FALSE(called);
}

}  // namespace
}  // namespace lic::doctor
