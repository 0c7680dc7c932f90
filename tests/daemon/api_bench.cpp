#include "tests/daemon/api_bench.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <future>
#include <thread>
#include <utility>

#include "daemon/api/api_server.hpp"
#include "daemon/loop/asio_wake.hpp"
#include "tests/daemon/loop_fakes.hpp"

namespace lic::test {
namespace {

namespace asio = boost::asio;

std::string fresh_directory() {
  std::string path = "/tmp/lic-api-XXXXXX";
  return ::mkdtemp(path.data()) == nullptr ? std::string{} : path;
}

std::size_t content_length(const std::string& head) {
  constexpr std::string_view kName = "Content-Length: ";
  const auto at = head.find(kName);
  if (at == std::string::npos) return 0;
  std::size_t length = 0;
  std::from_chars(head.data() + at + kName.size(), head.data() + head.size(), length);
  return length;
}

class StandingLab final : public LabTime {
public:
  [[nodiscard]] LabView view() const override {
    return {.now = kFirstMoment, .next_due = std::nullopt, .settled = true};
  }
  void move(const LabMove& move, Done done) override {
    const auto* advance = std::get_if<AdvanceTo>(&move);
    if (advance != nullptr && advance->to < kFirstMoment) return done(Error(ErrorCode::failed_precondition, "passed"));
    done(LabView{.now = advance != nullptr ? advance->to : kFirstMoment, .next_due = std::nullopt, .settled = true});
  }
};

}  // namespace

ApiClient::ApiClient(const std::string& socket_path) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket_path.copy(address.sun_path, sizeof address.sun_path - 1);
  const timeval limit{.tv_sec = 5, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0) << std::strerror(errno);
}

ApiClient::~ApiClient() { ::close(socket_); }

void ApiClient::send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return;  // the server may refuse before it has read everything
    sent += static_cast<std::size_t>(count);
  }
}

bool ApiClient::read_more() {
  std::array<char, 4096> chunk{};
  const auto count = ::recv(socket_, chunk.data(), chunk.size(), 0);
  if (count <= 0) return false;
  received_.append(chunk.data(), static_cast<std::size_t>(count));
  return true;
}

std::string ApiClient::receive_until(const std::string& text) {
  while (true) {
    const auto at = received_.find(text);
    if (at != std::string::npos) {
      std::string result = received_.substr(0, at + text.size());
      received_.erase(0, at + text.size());
      return result;
    }
    if (!read_more()) return {};
  }
}

HttpAnswer ApiClient::receive() {
  HttpAnswer answer;
  answer.head = receive_until("\r\n\r\n");
  if (answer.head.size() < 12) return answer;
  std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
  const std::size_t length = content_length(answer.head);
  while (received_.size() < length && read_more()) {
  }
  answer.body = received_.substr(0, length);
  received_.erase(0, length);
  return answer;
}

bool ApiClient::is_closed_by_peer() {
  char byte = 0;
  return ::recv(socket_, &byte, 1, 0) == 0;
}

std::string http_request(const std::string& method, const std::string& target, const std::string& body,
                         const std::string& headers) {
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers;
  if (!body.empty())
    text += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + body;
}

struct ApiBench::Inner {
  Inner()
      : loop({.policy = config.policy,
              .clock = clock,
              .lab = nullptr,
              .dice = dice,
              .store = disk,
              .outside = {.channel = channel, .keys = keys, .key_maker = key_maker, .alarms = alarms},
              .wake = wake},
             LoadedState{}),
        context{.loop = loop, .store = disk, .keys = keys, .config = config, .lab = &lab, .node_id = "host"},
        server(io, context, api::resolve_access(config.api)) {}

  static Config make_config() {
    Config config;
    config.policy = small_policy();
    config.policy.max_seats = 3;
    config.license_type = "flex";
    config.transport.total_timeout = 500 * Millis{1};
    return config;
  }

  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  Config config = make_config();
  MemoryStore disk;
  LabClock clock{LabClock::first_position(kFirstMoment)};
  LabDice dice{1};
  AsioWake wake{io, Timers::lab};
  FakeChannel channel;
  MemoryKeyStore keys;
  FakeKeyMaker key_maker;
  HeardAlarms alarms;
  StandingLab lab;
  AgentLoop loop;
  api::ApiContext context;
  api::ApiServer server;
  std::thread thread;
};

ApiBench::ApiBench()
    : directory_(fresh_directory()), socket_path_(directory_ + "/control.sock"), inner_(std::make_unique<Inner>()) {
  Inner& inner = *inner_;
  EXPECT_TRUE(inner.loop.start({.pid = "SMALL", .serial = "S1", .uuid = "U1"}).has_value());
  inner.loop.observe([&inner](const Reading&, const std::vector<DomainEvent>& events) {
    if (!events.empty()) inner.server.wake_streams();
  });
  EXPECT_TRUE(inner.server.listen(socket_path_).has_value());
  inner.thread = std::thread([&inner] { inner.io.run(); });
}

ApiBench::~ApiBench() {
  on_loop([this] {
    inner_->server.stop_accepting();
    inner_->loop.stop();
  });
  inner_->io.stop();
  inner_->thread.join();
  inner_.reset();
  ::rmdir(directory_.c_str());
}

HttpAnswer ApiBench::ask(const std::string& method, const std::string& target, const std::string& body) {
  ApiClient client(socket_path_);
  client.send(http_request(method, target, body));
  return client.receive();
}

void ApiBench::on_loop(const std::function<void()>& work) {
  // What the work posts itself runs before the second call, and is done when that has come.
  for (const std::function<void()>& one : {work, std::function<void()>([] {})}) {
    std::promise<void> done;
    asio::post(inner_->io, [&one, &done] {
      one();
      done.set_value();
    });
    done.get_future().wait();
  }
}

void ApiBench::refuse_commits(bool refuse) {
  on_loop([this, refuse] { inner_->disk.refuse_commits(refuse); });
}

bool ApiBench::can_listen_at(const std::string& path) {
  bool is_listening = false;
  on_loop([this, &path, &is_listening] {
    api::ApiServer second(inner_->io, inner_->context, api::resolve_access(inner_->config.api));
    is_listening = second.listen(path).has_value();
  });
  return is_listening;
}

void ApiBench::ssm_replies(SsmAnswer answer) {
  on_loop([this, &answer] { inner_->channel.reply(std::move(answer)); });
}

void ApiBench::key_is_ready() {
  on_loop([this] { inner_->key_maker.finish(); });
}

std::size_t ApiBench::tokens_kept() {
  const auto tokens = inner_->keys.tokens();
  return tokens.has_value() ? tokens->size() : 0;
}

}  // namespace lic::test
