#include <gtest/gtest.h>

#include "daemon/api_types/error_codes.hpp"
#include "daemon/cli/doctor_text.hpp"
#include "tests/cli/fake_http.hpp"

namespace lic::cli {
namespace {

constexpr const char* kGood =
    R"({"steps":[{"name":"disk","ok":true,"skipped":false,"warning":false,"ms":3,"cause":null,"code":null,)"
    R"("text":"/var/lib/smart-agent can be written; 900 MiB are free","remedy":null},)"
    R"({"name":"port_80","ok":false,"skipped":true,"warning":false,"ms":0,"cause":null,"code":null,)"
    R"("text":"only on the direct route","remedy":null}],"first_failure":null})";

constexpr const char* kFailed =
    R"({"steps":[{"name":"system_time","ok":true,"skipped":false,"warning":true,"ms":0,"cause":null,"code":null,)"
    R"("text":"this machine's clock is not synchronized","remedy":"switch time synchronization on"},)"
    R"({"name":"tls","ok":false,"skipped":false,"warning":false,"ms":0,"cause":"tls","code":"tls_unknown_issuer",)"
    R"("text":"the TLS certificate of ssm.example.com:443 is not trusted","remedy":"put its authority into trust.d"},)"
    R"({"name":"http","ok":false,"skipped":true,"warning":false,"ms":0,"cause":null,"code":null,)"
    R"("text":"not reached","remedy":null}],"first_failure":"tls"})";

TEST(Doctor, TellsEveryStepAndThatAllIsWell) {
  FakeDaemon daemon;
  FakeConsole console;
  daemon.will_answer("POST /v1/doctor", 200, kGood);
  EXPECT_EQ(run_with(daemon, console, {"doctor"}), 0);
  EXPECT_EQ(console.out,
            "[ ok ] disk (3 ms): /var/lib/smart-agent can be written; 900 MiB are free\n"
            "[ -- ] port 80: only on the direct route\n"
            "\n"
            "All is well.\n");
  EXPECT_EQ(console.err, "");
}

TEST(Doctor, ExplainsTheFirstFailureAtTheEnd) {
  FakeDaemon daemon;
  FakeConsole console;
  console.watched = true;
  daemon.will_answer("POST /v1/transport/test", 200, kFailed);
  EXPECT_EQ(run_with(daemon, console, {"transport", "test"}), kExitUnreachable);
  EXPECT_EQ(console.out,
            "[WARN] system time (0 ms): this machine's clock is not synchronized\n"
            "       Remedy: switch time synchronization on\n"
            "[FAIL] tls (0 ms): the TLS certificate of ssm.example.com:443 is not trusted\n"
            "       Remedy: put its authority into trust.d\n"
            "[ -- ] http: not reached\n"
            "\n"
            "First failure: tls, tls (tls_unknown_issuer)\n"
            "  What: the TLS certificate of ssm.example.com:443 is not trusted\n"
            "  Remedy: put its authority into trust.d\n");
  EXPECT_NE(console.err, "");
}

TEST(Doctor, GivesTheDaemonsJsonUnchanged) {
  FakeDaemon daemon;
  FakeConsole console;
  console.watched = true;
  daemon.will_answer("POST /v1/doctor", 200, kFailed);
  EXPECT_EQ(run_with(daemon, console, {"doctor", "--json"}), kExitUnreachable);
  EXPECT_EQ(Json::parse(console.out), Json::parse(kFailed));
  EXPECT_EQ(console.err, "");
}

TEST(Doctor, WithoutADaemonSaysSo) {
  FakeDaemon daemon;
  FakeConsole console;
  daemon.answers["POST /v1/doctor"] = HttpFailed{HttpFailure::nobody_listens, "refused"};
  EXPECT_EQ(run_with(daemon, console, {"doctor"}), kExitNotRunning);
  EXPECT_NE(console.err.find("not_running"), std::string::npos);
}

int exit_of(const char* cause) {
  return exit_code_of_diagnosis(
      Json{{"steps", {{{"name", "x"}, {"ok", false}, {"cause", cause}}}}, {"first_failure", "x"}});
}

TEST(Doctor, TheCauseIsTheExitCode) {  // interfaces.md section 2
  for (const char* const network : {"dns", "tcp", "proxy", "tls", "http", "no_answer"})
    EXPECT_EQ(exit_of(network), kExitUnreachable) << network;
  for (const char* const untrusted : {"signature", "protocol", "clock"})
    EXPECT_EQ(exit_of(untrusted), kExitUntrusted) << untrusted;
  EXPECT_EQ(exit_of("storage"), kExitStorage);
  EXPECT_EQ(exit_of("configuration"), kExitConfiguration);
}

}  // namespace
}  // namespace lic::cli
