#include "tests/transport/exchange_fixture.hpp"

#include <netdb.h>

#include <boost/asio/post.hpp>

#include <utility>

namespace lic::testing {

namespace asio = boost::asio;

void TableLookup::begin(const LookupQuestion& question, Done done) {
  alive_ = std::make_shared<bool>(true);
  asked_.push_back(question.host);
  if (is_silent_) return;
  boost::system::error_code no_address;
  const asio::ip::address itself = asio::ip::make_address(question.host, no_address);
  const auto place = table_.find(question.host);
  LookupAnswer answer;
  if (!no_address)
    answer.addresses = {itself};
  else if (place == table_.end())
    answer.error = EAI_NONAME;
  else
    for (const std::string& address : place->second) answer.addresses.push_back(asio::ip::make_address(address));
  asio::post(loop_, [alive = std::weak_ptr<bool>{alive_}, answer = std::move(answer), done = std::move(done)] {
    if (alive.lock()) done(answer);
  });
}

ExchangeTest::ExchangeTest(Millis linger) {
  auto lookup = std::make_unique<TableLookup>(
      loop_,
      TableLookup::Table{{"localhost", {"127.0.0.1"}}, {"ssm.test", {"127.0.0.1"}}, {"proxy.test", {"127.0.0.1"}}});
  lookup_ = lookup.get();
  exchange_ = std::make_unique<HttpExchange>(loop_, linger, std::move(lookup));
}

HttpPost ExchangeTest::post_to(const std::string& url) {
  HttpPost post;
  post.target.url = url;
  post.target.connect_timeout = 3 * kSecond;
  post.target.total_timeout = 3 * kSecond;
  post.target.loopback_only = true;
  post.target.trust_directory = "/the/trust.d";
  post.content_type = "application/json; charset=utf-8";
  post.body = Secret{"{\"question\":1}"};
  post.anchors.pem = authority();
  return post;
}

void ExchangeTest::run_loop() {
  loop_.restart();
  (void)loop_.run_for(std::chrono::seconds{8});
  EXPECT_TRUE(loop_.stopped()) << "the exchange keeps the loop awake";
}

HttpOutcome ExchangeTest::outcome_of(HttpPost post) {
  std::vector<HttpOutcome> outcomes;
  exchange_->post(std::move(post), [&outcomes](HttpOutcome outcome) { outcomes.push_back(std::move(outcome)); });
  EXPECT_TRUE(outcomes.empty()) << "called from inside post()";
  run_loop();
  EXPECT_EQ(outcomes.size(), 1U);
  return outcomes.empty() ? HttpOutcome{} : std::move(outcomes.front());
}

ExchangeFailed ExchangeTest::failure_of(HttpPost post) {
  const HttpOutcome outcome = outcome_of(std::move(post));
  const auto* const failed = std::get_if<ExchangeFailed>(&outcome.answer);
  EXPECT_NE(failed, nullptr);
  return failed == nullptr ? ExchangeFailed{} : *failed;
}

bool is_answered(const HttpOutcome& outcome) { return std::holds_alternative<std::string>(outcome.answer); }

}  // namespace lic::testing
