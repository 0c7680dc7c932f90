#include "tests/transport/channel_fixture.hpp"

#include <boost/asio/io_context.hpp>

#include <fstream>
#include <utility>

#include "tests/transport/golden_facts.hpp"
#include "tests/transport/signed_reply.hpp"

namespace lic::testing {

Result<void> KeysInMemory::store_key(const KeyRef& key, const KeyMaterial& material) {
  keys_.emplace(key, Stored{std::string{material.private_key_pem.reveal()}, material.csr_der});
  return {};
}
Result<KeyMaterial> KeysInMemory::load_key(const KeyRef& key) {
  const auto place = keys_.find(key);
  if (place == keys_.end()) return Error{ErrorCode::not_found, "there is no key '" + key.value + "'"};
  return KeyMaterial{Secret{place->second.pem}, place->second.csr_der};
}
Result<void> KeysInMemory::destroy_key(const KeyRef& key) {
  keys_.erase(key);
  return {};
}
Result<void> KeysInMemory::store_token(const TokenRef& token, const Secret& text) {
  tokens_.emplace(token, text.reveal());
  return {};
}
Result<Secret> KeysInMemory::load_token(const TokenRef& token) {
  const auto place = tokens_.find(token);
  if (place == tokens_.end()) return Error{ErrorCode::not_found, "there is no token '" + token.value + "'"};
  return Secret{place->second};
}
Result<void> KeysInMemory::destroy_token(const TokenRef& token) {
  tokens_.erase(token);
  return {};
}
Result<std::vector<KeyRef>> KeysInMemory::keys() {
  std::vector<KeyRef> names;
  for (const auto& [name, stored] : keys_) names.push_back(name);
  return names;
}
Result<std::vector<TokenRef>> KeysInMemory::tokens() {
  std::vector<TokenRef> names;
  for (const auto& [name, text] : tokens_) names.push_back(name);
  return names;
}

void fill_with_golden(KeysInMemory& keys) {
  for (const char* const name : {"agent_old", "agent_new"})
    (void)keys.store_key(KeyRef{name}, KeyMaterial{golden::key(name), golden::csr(name)});
  (void)keys.store_token(TokenRef{"token"}, Secret{golden::kToken});
}

std::string authorization_answer(const std::string& body) {
  const auto outer = nlohmann::json::parse(body);
  const auto inner = nlohmann::json::parse(outer.at("request").get<std::string>());
  golden::SignedReply reply = golden::authorization_granted();
  reply.header["nonce"] = inner.at("nonce");
  return reply.body();
}

TestDirectory::TestDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "transport-tests-XXXXXX").string();
  path_ = mkdtemp(name.data()) != nullptr ? name : std::string{};
}
TestDirectory::~TestDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}
void TestDirectory::write(const std::string& name, const std::string& text) const {
  std::ofstream{path_ + "/" + name, std::ios::binary} << text;
}
void TestDirectory::remove(const std::string& name) const { std::filesystem::remove(path_ + "/" + name); }

ChannelTest::ChannelTest() : loop_(std::make_unique<boost::asio::io_context>()) {
  fill_with_golden(keys_);
  trust_.write("authority.pem", authority());
  roots_.write("root.pem", golden::certificate("root"));
}
ChannelTest::~ChannelTest() { channel_.reset(); }

ChannelSettings ChannelTest::settings() const {
  return {TlsTrustSettings{false, trust_.path()}, roots_.path(), true, Millis{0}};
}

TransportSettings ChannelTest::gateway(const std::string& url) {
  TransportSettings settings;
  settings.route = TransportRoute::gateway;
  settings.url = url;
  settings.connect_timeout = 3 * kSecond;
  settings.total_timeout = 3 * kSecond;
  return settings;
}

ChannelSurroundings ChannelTest::surroundings_to(const std::string& url) {
  transport_ = gateway(url);
  return {[] { return golden::instance_facts(); }, [] { return golden::kNow; }, [this] { return transport_; }};
}

void ChannelTest::open(const std::string& url) { open(settings(), url); }

void ChannelTest::open(const ChannelSettings& settings, const std::string& url) {
  channel_ = std::make_unique<HttpSsmChannel>(*loop_, settings, keys_, surroundings_to(url));
}

void ChannelTest::run_loop() {
  loop_->restart();
  (void)loop_->run_for(std::chrono::seconds{8});
  EXPECT_TRUE(loop_->stopped()) << "the channel keeps the loop awake";
}

SsmReply ChannelTest::exchange(const SsmRequest& request) {
  std::vector<SsmReply> replies;
  bool inside_begin = true;
  channel_->begin(request, [&replies, &inside_begin](SsmReply reply) {
    EXPECT_FALSE(inside_begin);
    replies.push_back(std::move(reply));
  });
  inside_begin = false;
  run_loop();
  EXPECT_EQ(replies.size(), 1U);
  return replies.empty() ? SsmReply{} : replies.front();
}

ExchangeFailed ChannelTest::failure_of_exchange() {
  const SsmReply reply = exchange(golden::authorization());
  const auto* const failed = std::get_if<ExchangeFailed>(&reply.answer);
  EXPECT_NE(failed, nullptr);
  if (failed == nullptr) return {};
  EXPECT_FALSE(failed->text.empty());
  EXPECT_FALSE(failed->remedy.empty());
  return *failed;
}

ExchangeFailed ChannelTest::failure_at(const std::string& url) {
  open(url);
  return failure_of_exchange();
}

}  // namespace lic::testing
