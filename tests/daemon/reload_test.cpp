// SIGHUP without a signal: what is read, taken, refused and told.
#include "daemon/service/reload.hpp"

#include <chrono>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/config/config_folder.hpp"
#include "tests/config/notify_socket.hpp"

namespace lic {
namespace {

class ReloadTest : public testing::Test {
protected:
  ReloadTest() {
    ConfigOutcome first = folder.load(text(""));
    EXPECT_TRUE(first.problems.empty());
    running = first.config;
    auto opened = Log::open(running.log);
    log = std::move(*opened);
    reload = std::make_unique<Reload>(ReloadParts{.running = running,
                                                  .log = *log,
                                                  .service = service,
                                                  .read = [this] { return load_config(folder.places()); },
                                                  .take = [this](const Config& next) { return take(next); },
                                                  .since_boot = [] { return std::chrono::microseconds(7); }},
                                      first.written);
    service.ready("registered");
    EXPECT_EQ(socket.next(), "READY=1\nSTATUS=registered");
  }
  [[nodiscard]] std::string text(const std::string& more) const {
    return std::string(kGoodProduct) + "[log]\ntarget = \"file\"\nfile = \"" + folder.path("agent.log") + "\"\n" + more;
  }
  void write(const std::string& more) const { folder.write("smart-agent.toml", text(more)); }
  Result<void> take(const Config& next) {
    if (refusal) return *refusal;
    running = next;
    ++taken;
    return {};
  }
  [[nodiscard]] std::string logged() const {
    std::ostringstream lines;
    lines << std::ifstream(folder.path("agent.log")).rdbuf();
    return lines.str();
  }

  const NotifySocket socket;
  ConfigFolder folder;
  ServiceNotice service;
  Config running;
  std::unique_ptr<Log> log;
  std::unique_ptr<Reload> reload;
  std::optional<Error> refusal;
  int taken = 0;
};

TEST_F(ReloadTest, TakesWhatItCanAndNamesIt) {
  write("[syslog]\nform = \"daemon\"\n");
  reload->run();
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(running.syslog.form, SyslogForm::daemon);
  EXPECT_NE(logged().find("reloaded changed=syslog.form"), std::string::npos) << logged();
  EXPECT_EQ(socket.next(), "RELOADING=1\nMONOTONIC_USEC=7");
  EXPECT_EQ(socket.next(), "READY=1");
  EXPECT_EQ(socket.next(), "");
}

TEST_F(ReloadTest, ABadFileKeepsTheRunningConfigurationAndSaysWhere) {
  write("[syslog]\nform = \"demon\"\n[api]\nadmin_grup = \"x\"\n");
  reload->run();
  EXPECT_EQ(taken, 0);
  EXPECT_EQ(running.syslog.form, SyslogForm::system);
  const std::string lines = logged();
  EXPECT_NE(lines.find("smart-agent.toml:8:8: error: "), std::string::npos) << lines;
  EXPECT_NE(lines.find("smart-agent.toml:10:1: error: "), std::string::npos) << lines;
  EXPECT_NE(lines.find("error daemon: reload_refused problems=2"), std::string::npos) << lines;
  EXPECT_EQ(socket.next(), "RELOADING=1\nMONOTONIC_USEC=7");
  const std::string status = socket.next();
  EXPECT_TRUE(status.starts_with("STATUS=registered; reload refused, the running configuration stays: ")) << status;
  EXPECT_EQ(socket.next(), "READY=1");
}

TEST_F(ReloadTest, AGoodFileTakesTheComplaintBack) {
  write("nonsense\n");
  reload->run();
  write("");
  while (!socket.next().empty()) {
  }
  reload->run();
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(socket.next(), "RELOADING=1\nMONOTONIC_USEC=7");
  EXPECT_EQ(socket.next(), "STATUS=registered");
}

TEST_F(ReloadTest, WhatOnlyAStartTakesIsNamedUntilItIsTakenBack) {
  write("[policy]\ntolerance_minutes = 30\n");
  for (int times = 0; times < 2; ++times) {
    reload->run();
    EXPECT_EQ(running.policy.tolerance, 45 * kMinute);
    EXPECT_NE(
        logged().find("restart_wanted key=policy.tolerance_minutes text=\"policy.tolerance_minutes changed; it is "
                      "taken at the next start\""),
        std::string::npos)
        << logged();
    folder.write("agent.log", "");
  }
  EXPECT_EQ(socket.next(), "RELOADING=1\nMONOTONIC_USEC=7");
  EXPECT_EQ(socket.next(), "STATUS=registered; restart to take policy.tolerance_minutes");
  write("");
  reload->run();
  EXPECT_EQ(logged().find("restart_wanted"), std::string::npos) << logged();
}

TEST_F(ReloadTest, ACatalogThatWasEditedIsNamed) {
  std::ostringstream catalog;
  catalog << std::ifstream(std::string(LIC_SHIPPED_ETC) + "/catalogs/uccx-12.5.toml").rdbuf();
  std::string edited = catalog.str();
  const auto at = edited.find("id = \"UCCX\"");
  ASSERT_NE(at, std::string::npos);
  edited.replace(at, 11, "id = \"UCCY\"");
  folder.write("catalogs/uccx-12.5.toml", edited);
  reload->run();
  EXPECT_NE(logged().find("/catalogs/uccx-12.5.toml changed; it is taken at the next start"), std::string::npos)
      << logged();
  EXPECT_EQ(socket.next(), "RELOADING=1\nMONOTONIC_USEC=7");
  EXPECT_EQ(socket.next(), "STATUS=registered; restart to take product.catalog");
  EXPECT_EQ(running.policy.product_id, "UCCX");
}

TEST_F(ReloadTest, WhatCannotBeTakenIsRefusedAsAWhole) {
  refusal = Error(ErrorCode::storage, "the log cannot be opened", "check log.file");
  write("[syslog]\nform = \"daemon\"\n");
  reload->run();
  EXPECT_EQ(running.syslog.form, SyslogForm::system);
  EXPECT_NE(logged().find("the log cannot be opened; check log.file"), std::string::npos) << logged();
  refusal.reset();
  folder.write("agent.log", "");
  reload->run();
  EXPECT_NE(logged().find("reloaded changed=syslog.form"), std::string::npos) << logged();
}

TEST_F(ReloadTest, OpensARotatedLogEvenWithABadFile) {
  std::filesystem::rename(folder.path("agent.log"), folder.path("agent.log.1"));
  write("nonsense\n");
  reload->run();
  EXPECT_NE(logged().find("reload_refused"), std::string::npos);
}

}  // namespace
}  // namespace lic
