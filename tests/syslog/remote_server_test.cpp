// When a server is tried, and what happens to what it is owed: with a connection and a timer of the test.
#include "daemon/syslog/remote_server.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <utility>
#include <vector>

namespace lic {
namespace {

class HandTimer final : public OneTimer {
public:
  explicit HandTimer(HandTimer** place) { *place = this; }
  void set(Millis delay, std::function<void()> due) override {
    delay_ = delay;
    due_ = std::move(due);
  }
  void cancel() override { due_ = nullptr; }
  [[nodiscard]] bool is_set() const { return static_cast<bool>(due_); }
  [[nodiscard]] Millis delay() const { return delay_; }
  void fire() { std::exchange(due_, nullptr)(); }

private:
  Millis delay_{0};
  std::function<void()> due_;
};

class HandLink final : public SyslogLink {
public:
  HandLink(SyslogLinkEvents told, HandLink** place, std::vector<std::string>* got)
      : events(std::move(told)), place_(place), got_(got) {
    *place_ = this;
  }
  ~HandLink() override { *place_ = nullptr; }
  void open() override {}
  void write(std::string_view message) override { got_->emplace_back(message); }
  void close() override { is_closing = true; }

  SyslogLinkEvents events;
  bool is_closing = false;

private:
  HandLink** place_;
  std::vector<std::string>* got_;
};

class RemoteServerTest : public ::testing::Test {
protected:
  // Copies: the link may be gone before the call returns.
  void opened() {
    const auto event = link->events.opened;
    event();
  }
  void written() {
    const auto event = link->events.written;
    event();
  }
  void closed() {
    const auto event = link->events.closed;
    event();
  }
  void failed() {
    const auto event = link->events.failed;
    event("it refuses");
  }
  void write_all() {
    for (std::size_t before = 0; before != got.size();) {
      before = got.size();
      written();
    }
  }

  HandTimer* timer = nullptr;
  HandLink* link = nullptr;
  std::vector<std::string> got;
  std::vector<std::string> news;
  RemoteServer server{
      {.timer = std::make_unique<HandTimer>(&timer),
       .make_link =
           [this](SyslogLinkEvents events) { return std::make_unique<HandLink>(std::move(events), &link, &got); },
       .lost_note = [](std::int64_t lost) { return std::to_string(lost) + " lost"; },
       .away = [this](const std::string& reason) { news.push_back("away: " + reason); },
       .back = [this] { news.emplace_back("back"); },
       .gave_up = [this](std::size_t messages) { news.push_back("gave up " + std::to_string(messages)); }}};
};

TEST_F(RemoteServerTest, WithNothingToTellNothingIsDone) {
  EXPECT_EQ(link, nullptr);
  EXPECT_FALSE(timer->is_set());
}

TEST_F(RemoteServerTest, ConnectsTellsLingersAndEndsInOrder) {
  server.send("one");
  EXPECT_EQ(timer->delay(), RemoteServer::kOpenMax);
  opened();
  EXPECT_EQ(got, std::vector<std::string>{"one"});
  written();
  EXPECT_EQ(timer->delay(), RemoteServer::kLinger);
  server.send("two");
  written();
  timer->fire();
  EXPECT_TRUE(link->is_closing);
  EXPECT_EQ(server.queue().size(), 2U) << "not known to have arrived yet";
  closed();
  EXPECT_EQ(got, (std::vector<std::string>{"one", "two"}));
  EXPECT_FALSE(server.queue().has_anything());
  EXPECT_EQ(link, nullptr);
  EXPECT_FALSE(timer->is_set());
  EXPECT_TRUE(news.empty());
}

TEST_F(RemoteServerTest, WhatComesDuringTheGoodbyeGoesByTheNextConnection) {
  server.send("one");
  opened();
  written();
  timer->fire();
  server.send("two");
  EXPECT_EQ(got.size(), 1U);
  closed();
  opened();
  EXPECT_EQ(got, (std::vector<std::string>{"one", "two"}));
}

TEST_F(RemoteServerTest, AConnectionThatBreaksTellsEverythingAnew) {
  server.send("one");
  opened();
  written();
  server.send("two");
  failed();
  EXPECT_EQ(news, std::vector<std::string>{"away: it refuses"});
  EXPECT_EQ(server.away_because(), "it refuses");
  EXPECT_EQ(timer->delay(), RemoteServer::kRetryFirst);
  timer->fire();
  opened();
  write_all();
  EXPECT_EQ(got, (std::vector<std::string>{"one", "two", "one", "two"}));
  timer->fire();
  closed();
  EXPECT_EQ(news, (std::vector<std::string>{"away: it refuses", "back"}));
}

// A server that takes everything and breaks each connection is not told the same for ever.
TEST_F(RemoteServerTest, AMessageIsResentThreeTimesAtMost) {
  server.send("one");
  for (int round = 0; round < 4; ++round) {
    opened();
    written();
    failed();
    if (round < 3) timer->fire();
  }
  EXPECT_EQ(got, (std::vector<std::string>{"one", "one", "one", "one"}));
  EXPECT_EQ(news, (std::vector<std::string>{"away: it refuses", "gave up 1"}));
  EXPECT_FALSE(timer->is_set()) << "there is nothing to tell";
  EXPECT_EQ(server.away_because(), "it refuses");
  server.send("two");
  opened();
  EXPECT_EQ(got.back(), "two");
}

TEST_F(RemoteServerTest, WaitsLongerEachTimeAndSaysItOnce) {
  server.send("one");
  std::vector<std::int64_t> seconds;
  for (int attempt = 0; attempt < 8; ++attempt) {
    failed();
    seconds.push_back(timer->delay() / kSecond);
    timer->fire();
  }
  EXPECT_EQ(seconds, (std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 60, 60}));
  EXPECT_EQ(news.size(), 1U);
}

TEST_F(RemoteServerTest, OnlyAnOrderlyEndMakesTheNextWaitShortAgain) {
  server.send("one");
  failed();
  timer->fire();
  opened();
  written();
  failed();  // accepts and closes: a relay whose server is gone
  EXPECT_EQ(timer->delay(), 2 * RemoteServer::kRetryFirst);
  timer->fire();
  opened();
  written();
  timer->fire();
  closed();
  server.send("two");
  failed();
  EXPECT_EQ(timer->delay(), RemoteServer::kRetryFirst);
}

TEST_F(RemoteServerTest, EveryWaitHasAnEnd) {
  server.send("one");
  timer->fire();  // opening
  EXPECT_EQ(news, std::vector<std::string>{"away: no connection within 15 seconds"});
  timer->fire();
  opened();
  EXPECT_EQ(timer->delay(), RemoteServer::kWriteMax);
  timer->fire();  // writing
  EXPECT_EQ(server.queue().size(), 1U);
  timer->fire();
  opened();
  written();
  timer->fire();
  EXPECT_EQ(timer->delay(), RemoteServer::kCloseMax);
  timer->fire();  // closing: a server that never closes is not told everything for ever
  EXPECT_FALSE(server.queue().has_anything());
}

TEST_F(RemoteServerTest, SaysHowManyWereLostWhenItIsBack) {
  server.send("0");
  failed();
  for (std::size_t number = 1; number < MessageQueue::kMessagesMax + 2; ++number) server.send(std::to_string(number));
  timer->fire();
  opened();
  written();
  EXPECT_EQ(got, (std::vector<std::string>{"2 lost", "2"}));
  EXPECT_EQ(server.queue().lost(), 0);
}

}  // namespace
}  // namespace lic
