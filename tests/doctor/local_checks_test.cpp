#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <cstring>
#include <thread>

#include "agent/time_text.hpp"
#include "daemon/doctor/local_checks.hpp"
#include "tests/config/config_folder.hpp"
#include "tests/support/memory_key_store.hpp"
#include "tests/trust/golden_keys.hpp"

namespace lic::doctor {
namespace {

using test::FreshFolder;
using test::golden_file;
using test::kNow;

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(DoctorDisk, WritesSyncsAndLeavesNothingBehind) {
  const FreshFolder folder;
  const DiagnosisStep step = check_disk(folder / ".");
  EXPECT_TRUE(step.ok);
  EXPECT_TRUE(contains(step.text, "MiB are free")) << step.text;
  EXPECT_TRUE(std::filesystem::is_empty(folder / "."));
}

TEST(DoctorDisk, ThatRefusesFailsWithItsReason) {
  const DiagnosisStep step = check_disk("/proc/self");
  EXPECT_FALSE(step.ok);
  EXPECT_EQ(step.cause, "storage");
  EXPECT_TRUE(contains(step.text, "/proc/self/doctor-probe cannot be made: ")) << step.text;
  EXPECT_FALSE(step.remedy.empty());
}

TEST(DoctorPermissions, AreOursAloneOrNamed) {
  const FreshFolder folder;
  folder.write("keys/a.key.pem", "x");
  ASSERT_EQ(::chmod((folder / "keys").c_str(), 0700), 0);
  ASSERT_EQ(::chmod((folder / "keys/a.key.pem").c_str(), 0600), 0);
  EXPECT_TRUE(check_permissions(folder / ".").ok);
  ASSERT_EQ(::chmod((folder / "keys/a.key.pem").c_str(), 0640), 0);
  const DiagnosisStep step = check_permissions(folder / ".");
  EXPECT_FALSE(step.ok);
  EXPECT_EQ(step.cause, "storage");
  EXPECT_TRUE(contains(step.text, "a.key.pem is open to other users")) << step.text;
}

TEST(DoctorPermissions, OfAPlaceThatIsGoneAreAFailure) {
  EXPECT_TRUE(contains(check_permissions("/nonexistent").text, "cannot be looked at"));
}

// Answers the first client with fixed bytes.
class OneAnswer {
public:
  OneAnswer(const std::string& path, std::string answer) : listener_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    EXPECT_EQ(::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listener_, 1), 0);
    thread_ = std::thread([listener = listener_, answer = std::move(answer)] {
      const int client = ::accept(listener, nullptr, nullptr);
      EXPECT_EQ(::send(client, answer.data(), answer.size(), MSG_NOSIGNAL), static_cast<ssize_t>(answer.size()));
      (void)::close(client);
    });
  }
  OneAnswer(const OneAnswer&) = delete;
  OneAnswer& operator=(const OneAnswer&) = delete;
  ~OneAnswer() {
    thread_.join();
    (void)::close(listener_);
  }

private:
  int listener_;
  std::thread thread_;
};

TEST(DoctorSocket, AnswersLikeTheAgentOrNot) {
  const FreshFolder folder;
  {
    const OneAnswer agent(folder / "a.sock", "HTTP/1.1 200 OK\r\n\r\n");
    EXPECT_TRUE(check_socket(folder / "a.sock").ok);
  }
  const OneAnswer stranger(folder / "b.sock", "220 mail\r\n");
  const DiagnosisStep step = check_socket(folder / "b.sock");
  EXPECT_FALSE(step.ok);
  EXPECT_EQ(step.cause, "socket");
  EXPECT_TRUE(contains(step.text, "does not answer like the agent")) << step.text;
}

TEST(DoctorSocket, ThatIsGoneOrTooLongIsAFailure) {
  EXPECT_TRUE(contains(check_socket("/nonexistent/control.sock").text, "accepts no connection"));
  EXPECT_TRUE(contains(check_socket("/" + std::string(200, 'x')).text, "too long"));
}

LocalQuestion question_about(const FreshFolder& folder) {
  LocalQuestion question;
  question.folders = anchor_folders({folder / "trust.d", folder / "ssm-roots.d", folder / "state"});
  question.wall = kNow;
  return question;
}

TEST(DoctorAnchors, AreCountedWithTheOnesThatSsmTold) {
  const FreshFolder folder;
  folder.write("trust.d/a.pem", golden_file("other_root.pem"));
  folder.write("ssm-roots.d/r.pem", golden_file("root.pem"));
  LocalQuestion question = question_about(folder);
  EXPECT_EQ(check_anchors(question).text, "1 message root and 1 TLS authority");
  question.bundle = TrustBundle{1, golden_file("root.pem") + golden_file("other_root.pem")};
  const DiagnosisStep step = check_anchors(question);
  EXPECT_TRUE(step.ok);
  EXPECT_FALSE(step.warning);
  EXPECT_EQ(step.text, "3 message roots and 1 TLS authority");
}

TEST(DoctorAnchors, SignersOfCodesAreNoRoots) {
  const FreshFolder folder;
  folder.write("ssm-roots.d/signer.pem", golden_file("reservation_signer.pem"));
  EXPECT_EQ(check_anchors(question_about(folder)).code, FailureCode::signature_unknown_root);
  folder.write("ssm-roots.d/r.pem", golden_file("root.pem"));
  EXPECT_EQ(check_anchors(question_about(folder)).text, "1 message root, 1 reservation signer and 0 TLS authorities");
}

TEST(DoctorAnchors, WithoutAMessageRootNothingCanBeBelieved) {
  const FreshFolder folder;
  const DiagnosisStep step = check_anchors(question_about(folder));
  EXPECT_FALSE(step.ok);
  EXPECT_EQ(step.code, FailureCode::signature_unknown_root);
  EXPECT_TRUE(contains(step.remedy, folder / "ssm-roots.d")) << step.remedy;
}

TEST(DoctorAnchors, ThatEndSoonOrCannotBeReadAreWarnings) {
  const FreshFolder folder;
  folder.write("ssm-roots.d/r.pem", golden_file("root.pem"));
  LocalQuestion question = question_about(folder);
  question.wall = *from_rfc3339("2044-12-01T00:00:00Z");  // the golden root ends with the year
  EXPECT_TRUE(contains(check_anchors(question).text, "Golden Root"));
  EXPECT_TRUE(contains(check_anchors(question).text, " ends on 2045-01-01T00:00:00Z"));
  EXPECT_TRUE(check_anchors(question).warning);
  question.wall = *from_rfc3339("2045-02-01T00:00:00Z");
  EXPECT_TRUE(contains(check_anchors(question).text, "ended on"));
  folder.write("trust.d/broken.pem", "x");
  const DiagnosisStep step = check_anchors(question);
  EXPECT_TRUE(step.ok);
  EXPECT_TRUE(step.warning);
  EXPECT_TRUE(contains(step.text, "broken.pem")) << step.text;
}

Identity identity() {
  Identity made;
  made.key = KeyRef{"id-1"};
  made.certificate.pem = golden_file("agent_old.pem");
  made.certificate.not_after = *from_rfc3339("2027-03-02T10:25:00Z");
  return made;
}

TEST(DoctorKey, IsThereAndTheCertificates) {
  MemoryKeyStore keys;
  EXPECT_TRUE(check_registration_key(keys, std::nullopt).skipped);
  EXPECT_EQ(check_registration_key(keys, identity()).code, FailureCode::signature_no_key);
  ASSERT_TRUE(keys.store_key(KeyRef{"id-1"}, {Secret{golden_file("agent_old.key.pem")}, "csr"}).has_value());
  EXPECT_TRUE(check_registration_key(keys, identity()).ok);
}

TEST(DoctorKey, OfAnotherCertificateIsAFailure) {
  MemoryKeyStore keys;
  ASSERT_TRUE(keys.store_key(KeyRef{"id-1"}, {Secret{golden_file("agent_new.key.pem")}, "csr"}).has_value());
  const DiagnosisStep step = check_registration_key(keys, identity());
  EXPECT_FALSE(step.ok);
  EXPECT_EQ(step.cause, "signature");
  EXPECT_TRUE(contains(step.text, "not that of its certificate")) << step.text;
}

TEST(DoctorConfiguration, SaysWhatTheNextStartWouldRefuse) {
  const ConfigFolder folder;
  folder.write("smart-agent.toml", kGoodProduct);
  Places places;
  places.config_file = folder.path("smart-agent.toml");
  places.catalog_dirs = {std::string(LIC_SHIPPED_ETC) + "/catalogs"};
  EXPECT_TRUE(check_configuration_files(places).ok) << check_configuration_files(places).text;
  folder.write("smart-agent.toml", std::string(kGoodProduct) + "nonsense = 1\nrubbish = 2\n");
  const DiagnosisStep step = check_configuration_files(places);
  EXPECT_FALSE(step.ok);
  EXPECT_EQ(step.cause, "configuration");
  EXPECT_TRUE(contains(step.text, "smart-agent.toml:4:")) << step.text;
  EXPECT_TRUE(contains(step.text, "(and 1 more)")) << step.text;
  EXPECT_TRUE(contains(step.remedy, "--check-config")) << step.remedy;
}

TEST(DoctorSyslog, NamesTheServersThatAreAwayAndWhy) {
  EXPECT_TRUE(judge_syslog_servers({}).skipped);
  const SyslogServerFacts good{"udp://a.example.com:514", std::nullopt, 0};
  EXPECT_EQ(judge_syslog_servers({good}).text, "udp://a.example.com:514: no trouble known");
  EXPECT_EQ(judge_syslog_servers({good, good}).text, "2 servers, no trouble known");
  const DiagnosisStep step = judge_syslog_servers(
      {good, {"tls://b.example.com:6514", "it refuses", 3}, {"tcp://c.example.com:601", "no route", 0}});
  EXPECT_TRUE(step.ok) << "alarms are in this machine's log, too";
  EXPECT_TRUE(step.warning);
  EXPECT_EQ(step.text,
            "tls://b.example.com:6514: it refuses (3 alarm lines wait for it); tcp://c.example.com:601: no route");
  EXPECT_TRUE(contains(step.remedy, "syslog.servers")) << step.remedy;
}

TimeFacts good_time() { return {kNow, TrustedTime{kNow.time_since_epoch()}, false, true}; }

TEST(DoctorTime, WarnsAndNeverFails) {  // R-TIME-1
  EXPECT_EQ(judge_time(good_time()).text, "this machine's clock is synchronized");
  TimeFacts alone = good_time();
  alone.is_synchronized = false;
  EXPECT_TRUE(judge_time(alone).warning);
  TimeFacts behind = good_time();
  behind.wall -= 3 * kDay;
  const DiagnosisStep step = judge_time(behind);
  EXPECT_TRUE(step.ok);
  EXPECT_TRUE(step.warning);
  EXPECT_TRUE(contains(step.text, "3 days behind")) << step.text;
  TimeFacts lab = behind;
  lab.is_lab = true;
  EXPECT_TRUE(judge_time(lab).skipped);
}

}  // namespace
}  // namespace lic::doctor
