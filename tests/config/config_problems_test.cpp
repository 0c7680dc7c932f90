#include <gtest/gtest.h>

#include "tests/config/config_folder.hpp"

namespace lic {
namespace {

using Lines = std::vector<std::string>;

// One bad file and what the operator reads about it. Line 1..3 are kGoodProduct unless `whole`.
struct BadFile {
  const char* name;
  const char* text;
  Lines expected;
  bool whole = false;
  bool lab = false;
};
void PrintTo(const BadFile& file, std::ostream* out) { *out << file.name; }

class ConfigProblems : public testing::TestWithParam<BadFile> {};

TEST_P(ConfigProblems, AreReportedWithPlaceCauseAndRemedy) {
  ConfigFolder folder;
  folder.places().lab = GetParam().lab;
  const std::string start = GetParam().whole ? "" : kGoodProduct;
  EXPECT_EQ(folder.complaints(start + GetParam().text), GetParam().expected);
}

const BadFile kBadFiles[] = {
    {"UnknownKey",
     "[transport]\nconect_timeout_seconds = 3\n",
     {"smart-agent.toml:5:1: error: unknown key \"conect_timeout_seconds\" in [transport]; did you mean "
      "connect_timeout_seconds?"}},
    {"UnknownPolicyKey",
     "[policy]\n  tolerence_minutes = 45\n",
     {"smart-agent.toml:5:3: error: unknown key \"tolerence_minutes\" in [policy]; did you mean tolerance_minutes?"}},
    {"KeyInTheWrongSection",
     "retention_days = 3\n",
     {"smart-agent.toml:4:1: error: unknown key \"retention_days\" in [product]; it belongs in [history]"}},
    {"KeyInNoSection",
     "max_seats = 3\n[product]\ncatalog = \"uccx-12.5\"\nlicense_type = \"flex\"\n",
     {"smart-agent.toml:1:1: error: unknown key \"max_seats\"; it belongs in [product]"},
     true},
    {"UnknownSection",
     "[transprot]\nroute = \"direct\"\n",
     {"smart-agent.toml:4:1: error: unknown section \"transprot\"; did you mean transport?"}},
    {"WrongType",
     "max_seats = \"many\"\nhostname_privacy = 1\n",
     {"smart-agent.toml:4:13: error: max_seats takes a whole number, not a string",
      "smart-agent.toml:5:20: error: hostname_privacy takes true or false, not a whole number"}},
    {"SectionThatIsNoTable",
     "trust = 1\n[product]\ncatalog = \"uccx-12.5\"\nlicense_type = \"flex\"\n",
     {"smart-agent.toml:1:1: error: trust must be a table, such as [trust], not a whole number"},
     true},
    {"OutOfRange",
     "[policy]\ntolerance_minutes = -1\n[history]\nretention_days = 9223372036854775807\n",
     {"smart-agent.toml:5:21: error: tolerance_minutes is out of range; it takes 0 to 1440",
      "smart-agent.toml:7:18: error: retention_days is out of range; it takes 1 to 3660"}},
    {"FractionOutOfRange",
     "[transport]\nconnect_timeout_seconds = 0.01\n[policy]\nevaluation_days = 0.5\n",
     {"smart-agent.toml:5:27: error: connect_timeout_seconds is out of range; it takes 1 to 300",
      "smart-agent.toml:7:19: error: evaluation_days takes a whole number, not a fraction"}},
    {"WrongWord",
     "[syslog]\nform = \"rfc5424\"\n",
     {"smart-agent.toml:5:8: error: form cannot be \"rfc5424\"; it takes \"system\", \"daemon\""}},
    {"GatewayWithoutUrl",
     "[transport]\nroute = \"gateway\"\n",
     {"smart-agent.toml:5:9: error: route = \"gateway\" needs url: the address of the on-prem SSM or transport "
      "gateway"}},
    {"UrlWithoutTls",
     "[transport]\nroute = \"gateway\"\nurl = \"http://ssm.example.com/\"\n",
     {"smart-agent.toml:6:7: error: url must be https://HOST[:PORT]/PATH, not \"http://ssm.example.com/\""}},
    {"UrlWithCredentials",
     "[transport]\nroute = \"gateway\"\nurl = \"https://me:secret@ssm/\"\n",
     {"smart-agent.toml:6:7: error: url holds a user or a password, which would be shown and logged; remove what "
      "stands before the \"@\""}},
    {"UrlWithDirectRoute",
     "[transport]\nurl = \"https://ssm.example.com/\"\n",
     {"smart-agent.toml:5:7: error: url is only used with route = \"gateway\" or \"proxy\"; set that route, or remove "
      "url "
      "to go to the vendor directly"}},
    {"ProxyRouteWithoutProxy",
     "[transport]\nroute = \"proxy\"\n",
     {"smart-agent.toml:5:9: error: route = \"proxy\" needs [transport.proxy] with host and port"}},
    {"ProxyWithoutHost",
     "[transport]\nroute = \"proxy\"\n[transport.proxy]\nport = 3128\n",
     {"smart-agent.toml:6:1: error: the proxy lacks host: its name or address"}},
    {"ProxyHostThatIsAnUrl",
     "[transport.proxy]\nhost = \"http://proxy:3128\"\n",
     {"smart-agent.toml:5:8: error: host takes the name or address of the proxy alone, not \"http://proxy:3128\"; its "
      "port goes to port, its scheme to scheme"}},
    {"ProxyHostWithPort",
     "[transport.proxy]\nhost = \"proxy:3128\"\n",
     {"smart-agent.toml:5:8: error: host takes the name or address of the proxy alone, not \"proxy:3128\"; its port "
      "goes "
      "to port, its scheme to scheme"}},
    {"ProxyPortOutOfRange",
     "[transport.proxy]\nhost = \"p\"\nport = 0\n",
     {"smart-agent.toml:6:8: error: port is out of range; it takes 1 to 65535"}},
    {"ProxyScheme",
     "[transport.proxy]\nhost = \"p\"\nscheme = \"socks5\"\n",
     {"smart-agent.toml:6:10: error: scheme cannot be \"socks5\"; it takes \"http\", \"https\""}},
    {"ProxyUserWithoutPassword",
     "[transport.proxy]\nhost = \"p\"\nuser = \"agent\"\n",
     {"smart-agent.toml:6:8: error: user needs password_file: a file with the password, on one line"}},
    {"ProxyUserWithPasswordInIt",
     "[transport.proxy]\nhost = \"p\"\nuser = \"agent:geheim\"\npassword_file = \"/proc/self/exe\"\n",
     {"smart-agent.toml:6:8: error: user cannot hold a \":\"; the password goes into a file that password_file names",
      "smart-agent.toml:7:17: error: password_file /proc/self/exe can be read by every user of this machine; protect "
      "it: "
      "chmod 0640 /proc/self/exe, chgrp smart-agent /proc/self/exe"}},
    {"PasswordInTheFile",
     "[transport.proxy]\nhost = \"p\"\npassword = \"geheim\"\n",
     {"smart-agent.toml:6:1: error: unknown key \"password\" in [transport.proxy]; it takes host, port, scheme, user, "
      "password_file, ca_file"}},
    {"ProxyCaFileThatIsNotThere",
     "[transport.proxy]\nhost = \"p\"\nscheme = \"https\"\nca_file = \"proxy-ca.pem\"\n",
     {"smart-agent.toml:7:11: error: ca_file proxy-ca.pem cannot be used: No such file or directory; create it, or "
      "correct the path"}},
    {"NoProxyItem",
     "[transport]\nno_proxy = [\"ssm.example.com\", \"192.0.2.0/24\", \"::1\", \"ssm:443\"]\n",
     {"smart-agent.toml:5:12: error: no_proxy takes names, addresses, networks such as 192.0.2.0/24, or \"*\", not "
      "\"ssm:443\""}},
    {"TimeOutsThatContradict",
     "[transport]\nconnect_timeout_seconds = 61\n",
     {"smart-agent.toml:5:27: error: connect_timeout_seconds must not be longer than total_timeout_seconds"}},
    {"PolicyThatContradicts",
     "[policy]\ninterval_minutes = 7\n",
     {"smart-agent.toml:4:1: error: interval_minutes must divide an hour: intervals start at full hours (R-USE-3)",
      "smart-agent.toml:4:1: error: tolerance_minutes must be a multiple of interval_minutes: it is counted in report "
      "times (R-OOC-1)"}},
    {"ValidityShorterThanRenewal",
     "[policy]\nauthorization_validity_days = 30\n",
     {"smart-agent.toml:4:1: error: authorization_renewal_days must be shorter than authorization_validity_days "
      "(R-AUTH-3)"}},
    {"UnknownLicenseType",
     "[product]\ncatalog = \"uccx-12.5\"\nlicense_type = \"perpetual\"\n",
     {"smart-agent.toml:3:16: error: the catalog uccx-12.5 has no license type \"perpetual\"; it has flex, "
      "perpetual-premium, perpetual-enhanced, flex-hcs, nps, nfr, ip-ivr"},
     true},
    {"UsageModeAgainstTheType",
     "usage_mode = \"non-production\"\n",
     {"smart-agent.toml:4:14: error: usage_mode \"non-production\" does not fit the license type flex, which is for "
      "production use"}},
    {"MissingRequiredKeys",
     "[product]\n",
     {"smart-agent.toml:1:1: error: product.catalog is missing; it has no default",
      "smart-agent.toml:1:1: error: product.license_type is missing; it has no default"},
     true},
    {"CatalogWithFolder",
     "[product]\ncatalog = \"../uccx\"\nlicense_type = \"flex\"\n",
     {"smart-agent.toml:2:11: error: catalog is a name without folder, such as uccx-12.5"},
     true},
    {"KeysOfLaterVersions",
     "[web]\nenabled = true\n[metrics]\nlisten = \"\"\n",
     {"smart-agent.toml:4:1: error: web is not supported by this version; remove it",
      "smart-agent.toml:6:1: error: metrics is not supported by this version; remove it"}},
    {"SyslogServersThatAreNone",
     "[syslog]\nservers = [\"logs.example.com\", \"tls://::1:6514\", \"tcp://a\", \"tcp://a:601\"]\n",
     {"smart-agent.toml:5:11: error: \"logs.example.com\" is no syslog server: it does not begin with tls://, tcp:// "
      "or "
      "udp://; write it as \"tls://HOST:PORT\", \"tcp://HOST:PORT\" or \"udp://HOST:PORT\"",
      "smart-agent.toml:5:11: error: \"tls://::1:6514\" is no syslog server: its host is neither a name, nor an IPv4 "
      "address, nor an IPv6 address in brackets; write it as \"tls://HOST:PORT\", \"tcp://HOST:PORT\" or "
      "\"udp://HOST:PORT\"",
      "smart-agent.toml:5:11: error: the server \"tcp://a:601\" is named twice; remove one of them"}},
    {"SyslogAuthoritiesThatAreNotThere",
     "[syslog]\nca_file = \"/nowhere/ca.pem\"\n",
     {"smart-agent.toml:5:11: error: ca_file /nowhere/ca.pem cannot be used: No such file or directory; create it, or "
      "correct the path"}},
    {"FirstModeThatIsNone",
     "first_mode = \"old\"\n",
     {"smart-agent.toml:4:14: error: first_mode cannot be \"old\"; it takes \"classic\", \"smart\""}},
    {"ClassicModeThatTheCatalogDoesNotKnow",
     "[product]\ncatalog = \"uccx-15\"\nlicense_type = \"flex\"\nfirst_mode = \"classic\"\nwfo = true\n",
     {"smart-agent.toml:4:14: error: first_mode cannot be \"classic\": the catalog uccx-15 knows no classic mode; "
      "write first_mode = \"smart\" (R-LIFE-1)",
      "smart-agent.toml:5:7: error: wfo cannot be true: workforce optimization needs classic mode, and the catalog "
      "uccx-15 knows no classic mode; write wfo = false (R-LIFE-1)"},
     true},
    {"LabOutsideTheLab",
     "[lab]\nssm_admin = 3\n",
     {"smart-agent.toml:4:1: error: [lab] is allowed only with --lab; remove the section or start in lab mode"}},
    {"LabPeerElsewhere",
     "[lab]\nssm_admin = \"http://ssm.example.com:8444\"\nadmin_token_file = \"t\"\n",
     {"smart-agent.toml:5:13: error: ssm_admin must be an http:// address of this machine, such as "
      "http://127.0.0.1:8444"},
     false,
     true},
    {"LabHalf",
     "[lab]\nssm_admin = \"http://127.0.0.1:8444\"\n",
     {"smart-agent.toml:4:1: error: ssm_admin and admin_token_file need each other; give both or neither"},
     false,
     true},
    {"TrustFolderThatIsNot",
     "[trust]\nssm_root_dir = \"gone\"\n",
     {"smart-agent.toml:5:16: error: ssm_root_dir is not a folder: \"gone\"; create it or correct the path"}},
    {"ControlCharacters",
     "serial = \"a\\nb\"\n",
     {"smart-agent.toml:4:10: error: serial contains control characters; remove them"}},
    {"OddSerial",
     "serial = \"a b\"\n",
     {"smart-agent.toml:4:10: error: serial may only contain letters, digits, '.', '_' and '-'"}},
    {"OddComponent",
     "[log.components]\nlib_licence = \"debug\"\nss_rm = \"verbose\"\n",
     {"smart-agent.toml:5:1: error: unknown key \"lib_licence\" in [log.components]; did you mean lib_license?",
      "smart-agent.toml:6:9: error: ss_rm cannot be \"verbose\"; it takes \"debug\", \"info\", \"warning\", "
      "\"error\""}},
    {"ListOfWrongThings",
     "[api]\nproduct_users = [\"uccx\", 5]\n",
     {"smart-agent.toml:5:26: error: an item of product_users takes a string, not a whole number"}},
    {"SyntaxError",
     "[log\n",
     {"smart-agent.toml:4:5: error: not TOML: while parsing table header: expected ']', saw '\\n'"}},
};

INSTANTIATE_TEST_SUITE_P(Files, ConfigProblems, testing::ValuesIn(kBadFiles),
                         [](const auto& bad_file) { return std::string(bad_file.param.name); });

TEST(Config, ReportsAllProblemsOfAllFilesAtOnce) {
  const ConfigFolder folder;
  folder.write("conf.d/10.toml", "[log]\nlevel = \"loud\"\n");
  folder.write("conf.d/20.toml", "[broken\n");
  EXPECT_EQ(
      folder
          .complaints("[product]\ncatalog = \"nothing\"\nlicense_type = \"flex\"\n[policy]\nevaluation_days = -1\n"
                      "[trnsport]\n[transport]\nroute = \"gateway\"\n")
          .size(),
      6U);
}

TEST(Config, UnknownCatalogListsWhatThereIs) {
  const ConfigFolder folder;
  folder.write("catalogs/own.toml", "");
  const Lines lines = folder.complaints("[product]\ncatalog = \"uccx-13\"\nlicense_type = \"flex\"\n");
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_TRUE(lines[0].starts_with("smart-agent.toml:2:11: error: there is no catalog \"uccx-13\" in "));
  EXPECT_TRUE(lines[0].ends_with("; there is own, ucce-15, uccx-12.5, uccx-12.5su3, uccx-15")) << lines[0];
}

TEST(Config, ABadCatalogRefusesWithItsOwnFileAndLine) {
  const ConfigFolder folder;
  folder.write("catalogs/uccx-12.5.toml", "[product]\nid = 5\n");
  const Lines lines = folder.complaints(kGoodProduct);
  ASSERT_FALSE(lines.empty());
  EXPECT_NE(std::find(lines.begin(), lines.end(),
                      "catalogs/uccx-12.5.toml:2:6: error: id takes a string, not a whole number"),
            lines.end());
}

TEST(Config, MissingMainFileIsOneProblem) {
  ConfigFolder folder;
  const ConfigOutcome outcome = load_config(folder.places());
  ASSERT_EQ(outcome.problems.size(), 1U);
  EXPECT_EQ(outcome.problems[0].file, folder.places().config_file);
}

}  // namespace
}  // namespace lic
