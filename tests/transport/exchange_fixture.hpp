#pragma once
// HttpExchange on a loop of its own, with names that the test makes up.

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/transport/tls_server.hpp"
#include "transport/http_exchange.hpp"
#include "transport/name_lookup.hpp"

namespace lic::testing {

// Answers from a table; names that are not in it do not exist. Addresses stand for themselves.
class TableLookup final : public NameLookup {
public:
  using Table = std::map<std::string, std::vector<std::string>>;
  TableLookup(boost::asio::io_context& loop, Table table) : loop_(loop), table_(std::move(table)) {}

  void begin(const LookupQuestion& question, Done done) override;
  void cancel() override { alive_.reset(); }
  // Never answers, as silent name servers do.
  void fall_silent() { is_silent_ = true; }
  [[nodiscard]] const std::vector<std::string>& asked() const { return asked_; }

private:
  boost::asio::io_context& loop_;
  Table table_;
  bool is_silent_ = false;
  std::vector<std::string> asked_;
  std::shared_ptr<bool> alive_;
};

class ExchangeTest : public ::testing::Test {
protected:
  explicit ExchangeTest(Millis linger = Millis{0});

  // 3 seconds, trusting authority(); localhost, ssm.test and proxy.test are 127.0.0.1.
  [[nodiscard]] static HttpPost post_to(const std::string& url);
  // Posts and runs the loop until it has nothing left to do.
  [[nodiscard]] HttpOutcome outcome_of(HttpPost post);
  [[nodiscard]] ExchangeFailed failure_of(HttpPost post);
  void run_loop();

  boost::asio::io_context loop_;
  TableLookup* lookup_ = nullptr;  // the exchange's
  std::unique_ptr<HttpExchange> exchange_;
};

[[nodiscard]] bool is_answered(const HttpOutcome& outcome);

}  // namespace lic::testing
