#include "transport/http_exchange.hpp"

#include <malloc.h>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <utility>

#include "transport/address_race.hpp"
#include "transport/connection_key.hpp"
#include "transport/http_failure.hpp"
#include "transport/http_transfer.hpp"
#include "transport/https_url.hpp"

namespace lic {

class HttpExchange::Impl {
public:
  Impl(boost::asio::io_context& loop, Millis linger, std::unique_ptr<NameLookup> lookup)
      : loop_(loop),
        linger_(linger),
        lookup_(std::move(lookup)),
        race_(loop, *lookup_),
        linger_timer_(loop),
        transfer_(loop),
        alive_(std::make_shared<Impl*>(this)) {}

  void post(HttpPost post, Done done) {
    forget_post();
    post_ = std::move(post);
    done_ = std::move(done);
    watch_ = Stopwatch{};
    describe_target(post_.target, facts_);
    key_ = connection_key_of(post_);
    if (!kept_.empty() && kept_ == key_) return transfer(true);
    close_connection();
    connect();
  }

  void cancel() {
    if (!done_) return;
    forget_post();
    close_connection();
  }

private:
  void forget_post();
  void close_connection();
  void connect();
  void connected(RaceReport race, OpenSocket socket);
  void transfer(bool on_kept_connection);
  void refuse_later();
  void finished(CURLcode code);
  void end(std::variant<std::string, ExchangeFailed> answer, bool is_connection_good);
  void close_later();

  boost::asio::io_context& loop_;
  const Millis linger_;
  std::unique_ptr<NameLookup> lookup_;
  AddressRace race_;
  boost::asio::steady_timer linger_timer_;

  HttpPost post_;
  Done done_;
  std::string key_;
  Stopwatch watch_;
  TransferFacts facts_;
  TransferReport report_;

  HttpTransfer transfer_;
  std::string kept_;              // key of the connection that lingers; empty: none does
  std::shared_ptr<Impl*> alive_;  // shared: what is posted and the timer hold it weakly
};

void HttpExchange::Impl::forget_post() {
  alive_ = std::make_shared<Impl*>(this);  // what is on its way finds nobody
  linger_timer_.cancel();
  race_.cancel();
  transfer_.stop();
  done_ = nullptr;
  // Swapped, not assigned: a string that an empty one is assigned to keeps its memory.
  HttpPost gone;
  std::swap(post_, gone);
  facts_ = TransferFacts{};
  report_ = TransferReport{};
}

void HttpExchange::Impl::close_connection() {
  transfer_.close();
  kept_.clear();
}

void HttpExchange::Impl::connect() {
  const HttpTarget& target = post_.target;
  const Result<HttpsUrl> url = read_https_url(target.url);
  if (url.has_error()) return refuse_later();
  facts_.time_limit = std::min(target.connect_timeout, target.total_timeout);
  RaceGoal goal{url->host, url->port, target.ip_version, target.loopback_only, facts_.time_limit};
  if (target.proxy) {
    goal.host = target.proxy->host;
    goal.port = target.proxy->port;
  }
  race_.start(std::move(goal),
              [this](RaceReport race, OpenSocket socket) { connected(std::move(race), std::move(socket)); });
}

void HttpExchange::Impl::connected(RaceReport race, OpenSocket socket) {
  report_.resolved = race.resolved;
  report_.connected = race.connected;
  report_.addresses = race.addresses;
  if (race.end != RaceEnd::won) {
    facts_.race = std::move(race);
    return end(failure_of(facts_), false);
  }
  report_.address = race.address;
  transfer_.use(race.address, std::move(socket));
  transfer(false);
}

void HttpExchange::Impl::transfer(bool on_kept_connection) {
  const HttpTransfer::Order order{post_, watch_, linger_ > Millis{0}, on_kept_connection};
  if (!transfer_.start(order, [this](CURLcode code) { finished(code); })) refuse_later();
}

void HttpExchange::Impl::refuse_later() {
  const std::weak_ptr<Impl*> alive = alive_;
  boost::asio::post(loop_, [alive] {
    const auto still_there = alive.lock();
    if (still_there) (*still_there)->finished(CURLE_FAILED_INIT);
  });
}

void HttpExchange::Impl::finished(CURLcode code) {
  if (transfer_.was_connection_gone()) {  // the server closed it meanwhile
    close_connection();
    return connect();
  }
  transfer_.tell(code, facts_, report_);
  facts_.time_limit = facts_.request_sent ? post_.target.total_timeout
                                          : std::min(post_.target.connect_timeout, post_.target.total_timeout);
  if (code == CURLE_OK && facts_.http_status == 200) return end(transfer_.take_answer(), true);
  end(failure_of(facts_), code == CURLE_OK);
}

// `done_` may post again or destroy this object: nothing is touched after it.
void HttpExchange::Impl::end(std::variant<std::string, ExchangeFailed> answer, bool is_connection_good) {
  HttpOutcome outcome{std::move(answer), std::move(report_)};
  const Done done = std::move(done_);
  forget_post();
  if (is_connection_good && linger_ > Millis{0}) {
    kept_ = key_;
    close_later();
  } else {
    close_connection();
    ::malloc_trim(0);
  }
  if (done) done(std::move(outcome));
}

void HttpExchange::Impl::close_later() {
  const std::weak_ptr<Impl*> alive = alive_;
  linger_timer_.expires_after(linger_);
  linger_timer_.async_wait([alive](const boost::system::error_code& error) {
    const auto still_there = alive.lock();
    if (!still_there || error) return;
    (*still_there)->close_connection();
    ::malloc_trim(0);  // what the handshake took is not needed again for minutes
  });
}

HttpExchange::HttpExchange(boost::asio::io_context& loop, Millis linger, std::unique_ptr<NameLookup> lookup)
    : impl_(std::make_unique<Impl>(loop, linger,
                                   lookup ? std::move(lookup) : std::make_unique<SystemNameLookup>(loop))) {}
HttpExchange::~HttpExchange() = default;

void HttpExchange::post(HttpPost post, Done done) { impl_->post(std::move(post), std::move(done)); }
void HttpExchange::cancel() { impl_->cancel(); }

}  // namespace lic
