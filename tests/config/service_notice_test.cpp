#include "daemon/service/service_notice.hpp"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "tests/config/notify_socket.hpp"

namespace lic {
namespace {

TEST(ServiceNotice, TellsSystemdOnceEach) {
  const NotifySocket socket;
  ASSERT_TRUE(socket.bound());
  ServiceNotice notice;
  notice.ready("unregistered");
  EXPECT_EQ(socket.next(), "READY=1\nSTATUS=unregistered");
  notice.status("unregistered");
  EXPECT_EQ(socket.next(), "");
  notice.status("registered\nREADY=0");
  EXPECT_EQ(socket.next(), "STATUS=registered READY=0");
  notice.stopping();
  EXPECT_EQ(socket.next(), "STOPPING=1");
}

TEST(ServiceNotice, ARemarkStandsBehindTheStatusUntilItIsTakenBack) {
  const NotifySocket socket;
  ServiceNotice notice;
  notice.ready("unregistered");
  EXPECT_EQ(socket.next(), "READY=1\nSTATUS=unregistered");
  notice.remark("reload refused");
  EXPECT_EQ(socket.next(), "STATUS=unregistered; reload refused");
  notice.status("registered");
  EXPECT_EQ(socket.next(), "STATUS=registered; reload refused");
  notice.remark("");
  EXPECT_EQ(socket.next(), "STATUS=registered");
}

TEST(ServiceNotice, AReloadBeginsAndEnds) {
  const NotifySocket socket;
  ServiceNotice notice;
  notice.reloading(std::chrono::microseconds(4711));
  EXPECT_EQ(socket.next(), "RELOADING=1\nMONOTONIC_USEC=4711");
  notice.reloaded();
  EXPECT_EQ(socket.next(), "READY=1");
}

TEST(ServiceNotice, WithoutSystemdDoesNothing) {
  ServiceNotice notice;
  notice.ready("x");
  notice.alive();
  notice.stopping();
}

}  // namespace
}  // namespace lic
