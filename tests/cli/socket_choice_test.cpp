#include "daemon/cli/socket_choice.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/cli/tiny_server.hpp"

namespace lic::cli {
namespace {

class SocketChoice : public testing::Test {
protected:
  SocketChoice() { options.config_file = folder / "smart-agent.toml"; }
  void write(const std::string& name, const std::string& text) { std::ofstream{folder / name} << text; }

  TemporaryFolder folder;
  Options options;
};

TEST_F(SocketChoice, TheFlagComesFirst) {
  write("smart-agent.toml", "[api]\nsocket = \"/file.sock\"\n");
  options.socket = "/flag.sock";
  EXPECT_EQ(*choose_socket(options), "/flag.sock");
}

TEST_F(SocketChoice, ThenTheFileWhereLaterFilesWin) {
  write("smart-agent.toml", "[api]\nsocket = \"/file.sock\"\n");
  EXPECT_EQ(*choose_socket(options), "/file.sock");
  std::filesystem::create_directory(folder / "conf.d");
  write("conf.d/10-a.toml", "[api]\nsocket = \"/ten.sock\"\n");
  write("conf.d/20-b.toml", "[api]\nsocket = \"/twenty.sock\"\n");
  write("conf.d/30-c.toml", "[product]\ncatalog = \"x\"\n");
  EXPECT_EQ(*choose_socket(options), "/twenty.sock");
}

TEST_F(SocketChoice, ThenTheRuntimeDirectory) {
  write("smart-agent.toml", "[api]\nadmin_group = \"x\"\n");
  EXPECT_EQ(*choose_socket(options), "/run/smart-agent/control.sock");
  options.runtime_dir = "/elsewhere";
  EXPECT_EQ(*choose_socket(options), "/elsewhere/control.sock");
}

TEST_F(SocketChoice, AFileThatWasNamedMustBeThere) {
  const auto socket = choose_socket(options);
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().exit_code, kExitConfiguration);
}

TEST_F(SocketChoice, ABrokenFileIsNamedWithItsLine) {
  write("smart-agent.toml", "[product]\n\nsocket = = 1\n");
  const auto socket = choose_socket(options);
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().exit_code, kExitConfiguration);
  EXPECT_NE(socket.error().what.find("smart-agent.toml:3"), std::string::npos) << socket.error().what;
  write("smart-agent.toml", "[api]\nsocket = 7\n");
  EXPECT_EQ(choose_socket(options).error().exit_code, kExitConfiguration);
}

TEST_F(SocketChoice, APathThatTheKernelDoesNotTakeIsRefused) {
  options.socket = "/" + std::string(120, 'x');
  EXPECT_EQ(choose_socket(options).error().exit_code, kExitUsage);
}

}  // namespace
}  // namespace lic::cli
