// `trust ...`: who vouches for the software manager.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/cli/fake_http.hpp"
#include "tests/cli/tiny_server.hpp"

namespace lic::cli {
namespace {

class Trust : public testing::Test {
protected:
  int run_it(std::vector<std::string> arguments) { return run_with(daemon, console, std::move(arguments)); }
  FakeDaemon daemon;
  FakeConsole console;
};

TEST_F(Trust, ListNamesSourcesAndWhatIsLeft) {
  daemon.will_answer(
      "GET /v1/trust", 200,
      R"({"anchors":[{"source":"import","name":"our-ca.pem","folder":"/var/lib/smart-agent/trust.d","role":"tls",)"
      R"("subject":"CN=Our CA","issuer":"CN=Our Root","not_before":"2026-01-01T00:00:00Z",)"
      R"("not_after":"2026-03-03T00:00:00Z","days_left":1},{"source":"in_band","name":null,"folder":null,)"
      R"("role":"message","subject":"CN=Root","issuer":"CN=Root","not_before":"2020-01-01T00:00:00Z",)"
      R"("not_after":"2025-01-01T00:00:00Z","days_left":-425}],)"
      R"("unreadable":[{"name":"x.pem","folder":"/etc/smart-agent/trust.d","role":"tls","problem":"it is empty"}],)"
      R"("system_store":{"used":true,"file":"/etc/ssl/certs.pem","certificates":140},"in_band_version":3})");
  EXPECT_EQ(run_it({"trust", "list"}), 0);
  EXPECT_EQ(console.out,
            "System Store: 140 authorities for TLS servers in /etc/ssl/certs.pem\n"
            "Not Read: /etc/smart-agent/trust.d/x.pem: it is empty\n"
            "\nAuthorities for TLS servers\n===========================\n"
            "CN=Our CA\n  From: imported as our-ca.pem\n  Issuer: CN=Our Root\n"
            "  Valid: Jan 01 00:00:00 2026 UTC to Mar 03 00:00:00 2026 UTC (1 day left)\n"
            "\nRoots for signers of answers\n============================\n"
            "CN=Root\n  From: told by the software manager\n"
            "  Valid: Jan 01 00:00:00 2020 UTC to Jan 01 00:00:00 2025 UTC (ended)\n"
            "\nSigners of authorization codes\n==============================\nNone\n");
}

TEST_F(Trust, ListSaysWhenThereIsNothing) {
  daemon.will_answer("GET /v1/trust", 200,
                     R"({"anchors":[],"unreadable":[],"system_store":{"used":false,"file":null,"certificates":null}})");
  EXPECT_EQ(run_it({"trust", "list"}), 0);
  EXPECT_NE(console.out.find("System Store: not used\n"), std::string::npos);
  EXPECT_NE(console.out.find("===\nNone\n"), std::string::npos);
}

TEST_F(Trust, ImportSendsTheFileUnderItsName) {
  const TemporaryFolder folder;
  std::ofstream{folder / "Our CA (new).crt"} << "PEM";
  daemon.will_answer("POST /v1/trust", 201, R"({"text":"Imported Our-CA--new-."})");
  EXPECT_EQ(run_it({"trust", "import", folder / "Our CA (new).crt"}), 0);
  EXPECT_EQ(daemon.asked.back(), R"(POST /v1/trust {"name":"Our-CA--new-","pem":"PEM","role":"tls"})");
  EXPECT_EQ(console.out, "Imported Our-CA--new-.\n");
  EXPECT_EQ(run_it({"trust", "import", folder / "Our CA (new).crt", "--message", "--name", "root-2"}), 0);
  EXPECT_EQ(daemon.asked.back(), R"(POST /v1/trust {"name":"root-2","pem":"PEM","role":"message"})");
}

TEST_F(Trust, ImportNeedsAFileThatFits) {
  const TemporaryFolder folder;
  std::ofstream{folder / "big.pem"} << std::string(300 * 1024, 'x');
  EXPECT_EQ(run_it({"trust", "import", folder / "nowhere.pem"}), 2);
  EXPECT_EQ(run_it({"trust", "import", folder / "big.pem"}), 2);
  EXPECT_TRUE(daemon.asked.empty());
}

TEST_F(Trust, RemoveNamesTheFile) {
  daemon.will_answer("DELETE /v1/trust/our-ca.pem", 204, "");
  EXPECT_EQ(run_it({"trust", "remove", "our-ca.pem"}), 0);
  EXPECT_EQ(console.out, "Removed our-ca.pem.\n");
  EXPECT_EQ(run_it({"trust", "remove", "by-hand"}), 3);
}

}  // namespace
}  // namespace lic::cli
