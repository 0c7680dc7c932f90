#include "daemon/config/syslog_server.hpp"

#include <gtest/gtest.h>

namespace lic {
namespace {

std::string understood(std::string_view text) {
  const auto server = read_syslog_server(text);
  return server.has_error() ? "error" : text_of(*server);
}

TEST(SyslogServer, IsSchemeHostAndPort) {
  EXPECT_EQ(understood("tls://logs.example.com:16514"), "tls://logs.example.com:16514");
  EXPECT_EQ(understood("tcp://192.0.2.7:1"), "tcp://192.0.2.7:1");
  const auto server = read_syslog_server("udp://[2001:db8::7]:65535");
  ASSERT_TRUE(server.has_value());
  EXPECT_EQ(*server, (SyslogServer{SyslogWay::udp, "2001:db8::7", 65535}));
  EXPECT_EQ(text_of(*server), "udp://[2001:db8::7]:65535");
}

TEST(SyslogServer, HasTheRegisteredPortOfItsScheme) {
  EXPECT_EQ(understood("udp://logs"), "udp://logs:514");
  EXPECT_EQ(understood("tcp://logs"), "tcp://logs:601");
  EXPECT_EQ(understood("tls://[::1]"), "tls://[::1]:6514");
}

TEST(SyslogServer, IsNothingElse) {
  for (const char* text : {"",
                           "logs",
                           "logs:514",
                           "https://logs:514",
                           "TLS://logs",
                           "tls://",
                           "tls://:6514",
                           "tls://logs:",
                           "tls://logs:0",
                           "tls://logs:65536",
                           "tls://logs:6514/",
                           "tls://logs:65 14",
                           "tls://user@logs:6514",
                           "tls://::1:6514",
                           "tls://[::1",
                           "tls://[logs]:6514",
                           "tls://[::1]6514",
                           "tls://[::1]:",
                           "tls://-logs",
                           "tls://l\xC3\xB6gs"})
    EXPECT_EQ(understood(text), "error") << text;
}

}  // namespace
}  // namespace lic
