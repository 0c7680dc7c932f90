#include "daemon/service/given_sockets.hpp"

#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/config/config_folder.hpp"

namespace lic {
namespace {

constexpr int kFirstGiven = 3;  // as systemd counts

// A process that was handed sockets: whatever has their numbers is put aside meanwhile.
class Handed {
public:
  explicit Handed(int count) : count_(count) {
    for (int at = kFirstGiven; at < kFirstGiven + count; ++at) aside_[at - kFirstGiven] = ::fcntl(at, F_DUPFD, 100);
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
    ::setenv("LISTEN_FDS", std::to_string(count).c_str(), 1);
  }
  Handed(const Handed&) = delete;
  Handed& operator=(const Handed&) = delete;
  ~Handed() {
    for (int index = 0; index < count_; ++index) {
      ::close(kFirstGiven + index);
      if (aside_[index] < 0) continue;
      ::dup2(aside_[index], kFirstGiven + index);
      ::close(aside_[index]);
    }
    ::unsetenv("LISTEN_PID");
    ::unsetenv("LISTEN_FDS");
  }

  static void listen_at(int index, const std::string& path) {
    const int made = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    ASSERT_EQ(::bind(made, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    ASSERT_EQ(::listen(made, 8), 0);
    put(index, made);
  }
  static void put(int index, int descriptor) {
    if (descriptor == kFirstGiven + index) return;
    ::dup2(descriptor, kFirstGiven + index);
    ::close(descriptor);
  }

private:
  int count_;
  int aside_[4] = {-1, -1, -1, -1};
};

TEST(GivenSockets, AreFoundByTheirPathOnce) {
  const ConfigFolder folder;
  const Handed handed(2);
  Handed::listen_at(0, folder.path("control.sock"));
  Handed::listen_at(1, folder.path("product.sock"));
  GivenSockets given = GivenSockets::take();
  EXPECT_EQ(given.claim(folder.path("product.sock")), kFirstGiven + 1);
  EXPECT_EQ(given.claim(folder.path("product.sock")), std::nullopt);
  EXPECT_EQ(given.claim(folder.path("elsewhere.sock")), std::nullopt);
  EXPECT_EQ(given.unclaimed(), std::vector<std::string>{folder.path("control.sock")});
}

TEST(GivenSockets, NobodysAreClosed) {
  const ConfigFolder folder;
  const Handed handed(1);
  Handed::listen_at(0, folder.path("control.sock"));
  { const GivenSockets given = GivenSockets::take(); }
  EXPECT_EQ(::fcntl(kFirstGiven, F_GETFD), -1);
}

TEST(GivenSockets, AnythingElseIsNoSocketOfOurs) {
  const ConfigFolder folder;
  const Handed handed(1);
  Handed::put(0, ::open("/dev/null", O_RDONLY));
  GivenSockets given = GivenSockets::take();
  EXPECT_EQ(given.claim("/dev/null"), std::nullopt);
  EXPECT_EQ(given.unclaimed(), std::vector<std::string>{"descriptor 3"});
}

TEST(GivenSockets, WithoutSystemdThereAreNone) {
  GivenSockets given = GivenSockets::take();
  EXPECT_EQ(given.claim("/run/smart-agent/control.sock"), std::nullopt);
  EXPECT_TRUE(given.unclaimed().empty());
}

}  // namespace
}  // namespace lic
