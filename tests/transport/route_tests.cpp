#include <gtest/gtest.h>

#include "transport/route.hpp"

namespace lic {
namespace {

TEST(Route, DirectGoesToTheVendorUnlessToldOtherwise) {
  EXPECT_EQ(*smart_transport_url(SsmRoute::direct, ""), "https://smartreceiver.cisco.com/licservice/license");
  EXPECT_EQ(*smart_transport_url(SsmRoute::direct, "https://ssm.example.com/licservice/license"),
            "https://ssm.example.com/licservice/license");
}

TEST(Route, GatewayGoesToItsUrl) {
  EXPECT_EQ(*smart_transport_url(SsmRoute::gateway, "https://ssm.example.com:8443/SmartTransport"),
            "https://ssm.example.com:8443/SmartTransport");
}

TEST(Route, RefusesWhatIsNoHttpsUrl) {
  for (const char* const url : {"", "http://ssm.example.com/", "ssm.example.com", "https://",
                                "https://user:secret@ssm.example.com/", "ftp://ssm.example.com/"}) {
    const auto refused = smart_transport_url(SsmRoute::gateway, url);
    ASSERT_TRUE(refused.has_error()) << url;
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    EXPECT_FALSE(refused.error().remedy.empty());
  }
}

}  // namespace
}  // namespace lic
