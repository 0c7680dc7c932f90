#pragma once
// HttpSsmChannel in the golden world: keys in memory, fixed message time, trust directories of its own.

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "agent/key_store.hpp"
#include "tests/transport/tls_server.hpp"
#include "transport/http_channel.hpp"

namespace lic::testing {

class KeysInMemory final : public KeyStore {
public:
  Result<void> store_key(const KeyRef& key, const KeyMaterial& material) override;
  Result<KeyMaterial> load_key(const KeyRef& key) override;
  Result<void> destroy_key(const KeyRef& key) override;
  Result<void> store_token(const TokenRef& token, const Secret& text) override;
  Result<Secret> load_token(const TokenRef& token) override;
  Result<void> destroy_token(const TokenRef& token) override;
  Result<std::vector<KeyRef>> keys() override;
  Result<std::vector<TokenRef>> tokens() override;

private:
  struct Stored {
    std::string pem;
    std::string csr_der;
  };
  std::map<KeyRef, Stored> keys_;
  std::map<TokenRef, std::string> tokens_;
};

// Loads agent_old, agent_new and the golden token.
void fill_with_golden(KeysInMemory& keys);

// An SSM's signed answer to the golden authorization in `body`, with its nonce.
[[nodiscard]] std::string authorization_answer(const std::string& body);

// A directory that goes with the test.
class TestDirectory {
public:
  TestDirectory();
  ~TestDirectory();
  TestDirectory(const TestDirectory&) = delete;
  TestDirectory& operator=(const TestDirectory&) = delete;
  [[nodiscard]] std::string path() const { return path_; }
  void write(const std::string& name, const std::string& text) const;
  void remove(const std::string& name) const;

private:
  std::string path_;
};

class ChannelTest : public ::testing::Test {
protected:
  ChannelTest();
  ~ChannelTest() override;

  // Loopback only, no lingering, trusting authority() and the golden root.
  [[nodiscard]] ChannelSettings settings() const;
  // 3 seconds.
  [[nodiscard]] static TransportSettings gateway(const std::string& url);
  // Sets `transport_` to gateway(url); the channel asks for it at each exchange.
  [[nodiscard]] ChannelSurroundings surroundings_to(const std::string& url);
  void open(const std::string& url);
  void open(const ChannelSettings& settings, const std::string& url);
  // Begins and runs the loop until it has nothing left to do: an exchange leaves no timer and no wait behind.
  [[nodiscard]] SsmReply exchange(const SsmRequest& request);
  // The failure of the golden authorization over a channel to `url`.
  [[nodiscard]] ExchangeFailed failure_at(const std::string& url);
  [[nodiscard]] ExchangeFailed failure_of_exchange();

  TestDirectory trust_;
  TestDirectory roots_;
  KeysInMemory keys_;
  TransportSettings transport_;
  std::unique_ptr<boost::asio::io_context> loop_;
  std::unique_ptr<HttpSsmChannel> channel_;
  void run_loop();
};

}  // namespace lic::testing
