#include "daemon/cli/command_line.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "daemon/cli/vendor_spelling.hpp"

namespace lic::cli {
namespace {

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> words;
  std::size_t start = 0;
  while (start < text.size()) {
    std::size_t end = text.find(' ', start);
    if (end == std::string::npos) end = text.size();
    words.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return words;
}

Invocation parsed(const std::string& text) {
  const auto command_line = parse_command_line(split(text));
  EXPECT_TRUE(command_line) << text << ": " << command_line.error().what;
  if (!command_line) return Invocation{&verbs().front(), {}};
  return std::get<Invocation>(*command_line);
}

struct TwoSpellings {
  const char* vendor;
  const char* ours;
  const char* words;
};

class BothSpellings : public testing::TestWithParam<TwoSpellings> {};

TEST_P(BothSpellings, MeanTheSame) {
  const Invocation vendor = parsed(GetParam().vendor);
  const Invocation ours = parsed(GetParam().ours);
  EXPECT_EQ(vendor.verb, ours.verb);
  EXPECT_EQ(vendor.verb->words, GetParam().words);
  EXPECT_EQ(vendor.options, ours.options);
}

INSTANTIATE_TEST_SUITE_P(
    Table, BothSpellings,
    testing::Values(TwoSpellings{"license smart register idtoken ABC", "register ABC", "register"},
                    TwoSpellings{"license smart register idtoken ABC force", "register ABC --force", "register"},
                    TwoSpellings{"license smart register idtoken force", "register force", "register"},
                    TwoSpellings{"--json license smart register idtoken ABC", "register ABC --json", "register"},
                    TwoSpellings{"license smart deregister", "deregister", "deregister"},
                    TwoSpellings{"license smart deregister --yes", "deregister -y", "deregister"},
                    TwoSpellings{"license smart renew auth", "renew authorization", "renew authorization"},
                    TwoSpellings{"license smart renew ID", "renew registration", "renew registration"},
                    TwoSpellings{"renew id", "renew registration", "renew registration"},
                    TwoSpellings{"renew auth --no-wait", "renew authorization --no-wait", "renew authorization"},
                    TwoSpellings{"license smart transport direct", "transport direct", "transport direct"},
                    TwoSpellings{"license smart transport gateway https://ssm/x", "transport gateway https://ssm/x",
                                 "transport gateway"},
                    TwoSpellings{"license smart transport ssm-satellite https://ssm/x",
                                 "transport on-prem https://ssm/x", "transport on-prem"},
                    TwoSpellings{"license smart transport proxy 192.0.2.7 8080", "transport proxy 192.0.2.7 8080",
                                 "transport proxy"},
                    TwoSpellings{"license smart hostname enable", "privacy hostname on", "privacy hostname"},
                    TwoSpellings{"license smart hostname disable", "privacy hostname off", "privacy hostname"},
                    TwoSpellings{"license smart reservation enable", "reservation enable", "reservation enable"},
                    TwoSpellings{"license smart reservation disable", "reservation disable", "reservation disable"},
                    TwoSpellings{"license smart reservation request specific", "reservation request specific",
                                 "reservation request"},
                    TwoSpellings{"license smart reservation cancel", "reservation cancel", "reservation cancel"},
                    TwoSpellings{"license smart reservation install <specificPLR>", "reservation install <specificPLR>",
                                 "reservation install"},
                    TwoSpellings{"license smart reservation install-file /tmp/code",
                                 "reservation install-file /tmp/code", "reservation install-file"},
                    TwoSpellings{"license smart reservation return", "reservation return", "reservation return"},
                    TwoSpellings{"license smart reservation return-authorization <specificPLR>",
                                 "reservation return-authorization <specificPLR>", "reservation return-authorization"},
                    TwoSpellings{"license smart reservation return authorization <specificPLR>",
                                 "reservation return authorization <specificPLR>", "reservation return-authorization"},
                    TwoSpellings{"license smart factory reset", "factory-reset", "factory-reset"},
                    TwoSpellings{"show license all", "status", "status"},
                    TwoSpellings{"show license status", "status --no-usage", "status"},
                    TwoSpellings{"show license summary", "summary", "summary"},
                    TwoSpellings{"show license usage", "usage", "usage"},
                    TwoSpellings{"show license UDI", "udi", "udi"},
                    TwoSpellings{"show license events --since 7", "events --since 7", "events"},
                    TwoSpellings{"--socket /x show license all --json", "status --json --socket /x", "status"},
                    TwoSpellings{"seats", "seats", "seats"}));

class WrongCommandLine : public testing::TestWithParam<const char*> {};

TEST_P(WrongCommandLine, IsAUsageError) {
  const auto command_line = parse_command_line(split(GetParam()));
  ASSERT_FALSE(command_line);
  EXPECT_EQ(command_line.error().exit_code, kExitUsage);
  EXPECT_EQ(command_line.error().code, "usage");
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongCommandLine,
    testing::Values("", "frobnicate", "renew", "renew everything", "transport", "transport gateway",
                    "transport proxy p", "transport proxy p 0", "transport proxy p 70000",
                    "transport proxy p 1 --user a", "transport proxy p 1 --password-file f",
                    "transport proxy p 1 --scheme socks5", "transport mode classic", "privacy hostname",
                    "privacy hostname maybe", "trust import", "trust remove", "fly", "reservation",
                    "reservation request universal", "reservation install-file", "reservation install a --file b",
                    "reservation return code", "license smart factory", "lab", "lab advance", "lab advance 12",
                    "lab advance 0d", "lab step soon", "seats explain", "status --csv", "history --csv --json",
                    "history --from yesterday", "replay", "replay x.csv --until noon",
                    "replay x.csv --buy-at 2026-03-03T15:05:00Z", "replay x.csv --virtual-account A",
                    "replay x.csv --retry-seconds -1", "register A B", "show license"));

TEST(CommandLine, NamesTheUnknownVerb) {
  EXPECT_EQ(parse_command_line({"frobnicate"}).error().what, "there is no verb 'frobnicate'");
  EXPECT_EQ(parse_command_line({"license", "smart", "export", "cancel"}).error().what,
            "there is no verb 'license smart export'");
  EXPECT_EQ(parse_command_line({"license", "smart", "enroll", "SECRET"}).error().what,
            "there is no verb 'license smart enroll'");
  EXPECT_EQ(parse_command_line({"renew"}).error().what, "'renew' needs one of: authorization, registration");
}

TEST(CommandLine, NeverRepeatsAPasswordThatWasTyped) {
  const auto command_line = parse_command_line({"license", "smart", "transport", "proxy", "p", "1", "me", "geheim"});
  ASSERT_FALSE(command_line);
  EXPECT_EQ(error_line(command_line.error()),
            "error: usage: 'transport proxy' takes HOST and PORT; a password is not taken from the command line; give "
            "--user USER --password-file FILE");
}

TEST(CommandLine, TakesCommonOptionsBeforeAndAfterTheVerb) {
  EXPECT_TRUE(parsed("--json status").options.json);
  EXPECT_TRUE(parsed("status --json").options.json);
  EXPECT_TRUE(parsed("renew authorization --json").options.json);
}

TEST(CommandLine, ReadsNegativeSeconds) { EXPECT_EQ(parsed("lab step -3600").options.seconds, -3600); }

TEST(CommandLine, HelpIsNoError) {
  const auto command_line = parse_command_line({"--help"});
  ASSERT_TRUE(command_line);
  const std::string text = std::get<HelpText>(*command_line).text;
  EXPECT_NE(text.find("register"), std::string::npos);
}

TEST(CommandLine, VersionWorksAsOptionToo) {
  EXPECT_EQ(parsed("--version").verb->words, "version");
  const auto help = parse_command_line({"--help"});
  ASSERT_TRUE(help);
  EXPECT_NE(std::get<HelpText>(*help).text.find("--version"), std::string::npos);
}

TEST(VendorSpelling, LeavesOtherArgumentsAlone) {
  const std::vector<std::string> arguments{"history", "--from", "2026-03-02T00:00:00Z"};
  EXPECT_EQ(in_our_words(arguments), arguments);
}

}  // namespace
}  // namespace lic::cli
