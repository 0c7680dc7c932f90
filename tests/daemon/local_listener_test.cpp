#include "daemon/api/local_listener.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "tests/config/config_folder.hpp"

namespace lic::api {
namespace {

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  return address;
}

// Who opened the socket before us and keeps it: systemd.
class Keeper {
public:
  explicit Keeper(const std::string& path) : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const sockaddr_un address = address_of(path);
    EXPECT_EQ(::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(descriptor_, 8), 0);
  }
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;
  ~Keeper() { ::close(descriptor_); }
  [[nodiscard]] int handed_over() const { return ::fcntl(descriptor_, F_DUPFD_CLOEXEC, 0); }

private:
  int descriptor_;
};

class Caller {
public:
  explicit Caller(const std::string& path) : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const sockaddr_un address = address_of(path);
    is_connected_ = ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  Caller(const Caller&) = delete;
  Caller& operator=(const Caller&) = delete;
  ~Caller() { ::close(descriptor_); }
  [[nodiscard]] bool is_connected() const { return is_connected_; }

private:
  int descriptor_;
  bool is_connected_ = false;
};

class LocalListenerTest : public testing::Test {
protected:
  [[nodiscard]] LocalListener::Welcome counting() {
    return [this](LocalListener::Socket) { ++welcomed; };
  }
  ConfigFolder folder;
  std::string path = folder.path("control.sock");
  boost::asio::io_context io;
  int welcomed = 0;
};

TEST_F(LocalListenerTest, WhoCameBeforeAndBetweenTwoRunsIsWelcomedByTheNext) {
  const Keeper keeper(path);
  const Caller early(path);
  ASSERT_TRUE(early.is_connected());
  {
    LocalListener first(io, "API socket", counting());
    ASSERT_TRUE(first.adopt(keeper.handed_over()).has_value());
    io.run_one();
    EXPECT_EQ(welcomed, 1);
    first.stop();
    io.poll();
  }
  EXPECT_TRUE(std::filesystem::exists(path));
  const Caller between(path);
  ASSERT_TRUE(between.is_connected());
  LocalListener second(io, "API socket", counting());
  ASSERT_TRUE(second.adopt(keeper.handed_over()).has_value());
  io.restart();
  io.run_one();
  EXPECT_EQ(welcomed, 2);
}

TEST_F(LocalListenerTest, ItsOwnSocketGoesWithIt) {
  LocalListener listener(io, "API socket", counting());
  ASSERT_TRUE(listener.listen(path).has_value());
  EXPECT_TRUE(std::filesystem::exists(path));
  listener.stop();
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(LocalListenerTest, ADescriptorThatIsGoneIsAnError) {
  const int descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::close(descriptor);
  LocalListener listener(io, "API socket", counting());
  const auto adopted = listener.adopt(descriptor);
  ASSERT_TRUE(adopted.has_error());
  EXPECT_EQ(adopted.error().code, ErrorCode::storage);
  EXPECT_FALSE(adopted.error().remedy.empty());
}

}  // namespace
}  // namespace lic::api
