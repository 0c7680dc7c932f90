// Who may do what on the local API: interfaces.md section 3.
#include "daemon/api/access.hpp"

#include <gtest/gtest.h>

#include <cerrno>

#include "daemon/api/admission.hpp"

namespace lic::api {
namespace {

const AccessRules kRules{.own_user = 900, .admin_group = 910, .monitor_group = 920, .product_users = {930}};

Roles roles(uid_t user, std::vector<gid_t> groups = {}) {
  return roles_of({.user = user, .groups = std::move(groups)}, kRules);
}

TEST(Access, RootOwnUserAndOperatorsMayDoEverything) {
  for (const Roles& who : {roles(0), roles(900), roles(5, {1, 910})}) {
    EXPECT_TRUE(is_allowed(Permission::read, who));
    EXPECT_TRUE(is_allowed(Permission::write, who));
    EXPECT_TRUE(is_allowed(Permission::use, who));
    EXPECT_TRUE(is_allowed(Permission::read_usage, who));
  }
}

TEST(Access, MonitorsReadOnly) {
  const Roles who = roles(5, {920});
  EXPECT_TRUE(is_allowed(Permission::read, who));
  EXPECT_TRUE(is_allowed(Permission::read_usage, who));
  EXPECT_FALSE(is_allowed(Permission::write, who));
  EXPECT_FALSE(is_allowed(Permission::use, who));
}

TEST(Access, TheProductUsesSeatsAndSeesProvisioning) {
  const Roles who = roles(930);
  EXPECT_TRUE(is_allowed(Permission::use, who));
  EXPECT_TRUE(is_allowed(Permission::read_usage, who));
  EXPECT_FALSE(is_allowed(Permission::read, who));
  EXPECT_FALSE(is_allowed(Permission::write, who));
}

TEST(Access, StrangersSeeHealthOnly) {
  const Roles who = roles(5, {5});
  EXPECT_TRUE(who.none());
  EXPECT_TRUE(is_allowed(Permission::open, who));
  for (const Permission needed : {Permission::read, Permission::write, Permission::use, Permission::read_usage}) {
    EXPECT_FALSE(is_allowed(needed, who));
  }
}

const ApiConfig kNamed{
    .socket = {}, .product_socket = {}, .admin_group = "staff", .monitor_group = "", .product_users = {"uccx", "x"}};

TEST(Access, UnknownNamesGrantNothingAndAreNamed) {
  const ResolvedAccess resolved = resolve_access({.socket = {},
                                                  .product_socket = {},
                                                  .admin_group = "no-such-group",
                                                  .monitor_group = "",
                                                  .product_users = {"no-such-user"}});
  EXPECT_FALSE(resolved.rules.admin_group.has_value());
  EXPECT_FALSE(resolved.rules.monitor_group.has_value());
  EXPECT_TRUE(resolved.rules.product_users.empty());
  EXPECT_EQ(listed(resolved.unknown), "group no-such-group, user no-such-user");
  EXPECT_TRUE(check(resolved).has_value());
}

TEST(Access, NamesOfThisMachineAreFound) {
  const ResolvedAccess resolved = resolve_access(
      {.socket = {}, .product_socket = {}, .admin_group = "root", .monitor_group = "root", .product_users = {"root"}});
  EXPECT_EQ(resolved.rules.admin_group, 0U);
  EXPECT_EQ(resolved.rules.monitor_group, 0U);
  EXPECT_EQ(resolved.rules.product_users, std::vector<uid_t>{0});
  EXPECT_TRUE(resolved.unknown.empty() && resolved.unlooked.empty());
}

TEST(Access, ANameServiceThatFailsIsNoAbsence) {
  const AccountNames names{
      .group = [](const std::string&) { return NameAnswer{.id = std::nullopt, .error = EIO}; },
      .user = [](const std::string& name) { return name == "x" ? NameAnswer{} : NameAnswer{.id = 930, .error = 0}; }};
  const ResolvedAccess resolved = resolve_access(kNamed, names);
  EXPECT_EQ(resolved.rules.product_users, std::vector<uid_t>{930}) << "the start goes on with what was found";
  EXPECT_EQ(listed(resolved.unknown), "user x");
  EXPECT_EQ(listed(resolved.unlooked), "group staff (Input/output error)");
  const auto refused = check(resolved);
  ASSERT_TRUE(refused.has_error()) << "a reload must not take the group's rights away";
  EXPECT_EQ(refused.error().what, "this machine's name service cannot look up group staff (Input/output error)");
}

TEST(Access, WebPagesAndOtherHostsAreNotLocal) {
  EXPECT_TRUE(is_local({.has_origin = false, .has_referer = false, .host = ""}));
  EXPECT_TRUE(is_local({.has_origin = false, .has_referer = false, .host = "LocalHost"}));
  EXPECT_TRUE(is_local({.has_origin = false, .has_referer = false, .host = "smart-agent"}));
  EXPECT_FALSE(is_local({.has_origin = false, .has_referer = false, .host = "evil.example"}));
  EXPECT_FALSE(is_local({.has_origin = true, .has_referer = false, .host = "localhost"}));
  EXPECT_FALSE(is_local({.has_origin = false, .has_referer = true, .host = "localhost"}));
}

int admitted_status(Method method, std::string_view target, const Roles& who) {
  const auto decision = admit({.method = method, .target = target, .origin = {}}, who, plain_routes());
  const auto* refused = std::get_if<ApiResponse>(&decision);
  return refused == nullptr ? 0 : refused->status;
}

TEST(Admission, RefusesStrangersWithoutSayingWhatExists) {
  EXPECT_EQ(admitted_status(Method::get, "/v1/status", roles(5)), 403);
  EXPECT_EQ(admitted_status(Method::get, "/nowhere", roles(5)), 403);
  EXPECT_EQ(admitted_status(Method::get, "/healthz", roles(5)), 0);
  EXPECT_EQ(admitted_status(Method::get, "/readyz", roles(5)), 0);
}

TEST(Admission, JudgesEachRouteByItsPermission) {
  EXPECT_EQ(admitted_status(Method::post, "/v1/registration", roles(5, {920})), 403);
  EXPECT_EQ(admitted_status(Method::post, "/v1/registration?wait=1", roles(5, {910})), 0);
  EXPECT_EQ(admitted_status(Method::del, "/v1/seats/a", roles(930)), 0);
  EXPECT_EQ(admitted_status(Method::get, "/v1/history", roles(930)), 403);
}

TEST(Admission, TellsNoSuchPathFromNoSuchMethod) {
  EXPECT_EQ(admitted_status(Method::get, "/v1/nothing", roles(0)), 404);
  EXPECT_EQ(admitted_status(Method::get, "/v1/seats/a/b", roles(0)), 404);
  EXPECT_EQ(admitted_status(Method::del, "/v1/status", roles(0)), 405);
  EXPECT_EQ(find_route(plain_routes(), Method::del, "/v1/seats").allow, "GET, POST, PUT");
}

TEST(Admission, HasNoLabRoutesOutsideTheLab) {
  EXPECT_EQ(admitted_status(Method::get, "/v1/lab/clock", roles(0)), 404);
}

TEST(Router, DecodesTheIdOfAPath) {
  EXPECT_EQ(find_route(plain_routes(), Method::del, "/v1/seats/a%20b%2Fc").id, "a b/c");
  EXPECT_EQ(find_route(plain_routes(), Method::get, "/v1/seats/x/explain").id, "x");
  EXPECT_EQ(find_route(plain_routes(), Method::del, "/v1/seats/bad%zz").route, nullptr);
  EXPECT_EQ(find_route(plain_routes(), Method::del, "/v1/seats/nul%00").route, nullptr);
}

}  // namespace
}  // namespace lic::api
