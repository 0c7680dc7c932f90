#include "daemon/loop/key_worker.hpp"

#include <system_error>
#include <utility>

namespace lic {
namespace {

std::optional<Error> make_key(KeyStore& keys, const KeyRef& key, const KeyWorker::Generate& generate) {
  // A repeat after a crash: the key is there already, and SSM may have seen it.
  if (keys.load_key(key).has_value()) return std::nullopt;
  const auto material = generate();
  if (material.has_error()) return material.error();
  auto stored = keys.store_key(key, *material);
  if (stored.has_error()) return stored.error();
  return std::nullopt;
}

}  // namespace

KeyWorker::KeyWorker(KeyStore& keys, Generate generate, Post post)
    : keys_(keys), generate_(std::move(generate)), post_(std::move(post)) {}

KeyWorker::~KeyWorker() {
  *is_alive_ = false;
  if (thread_.joinable()) thread_.join();
}

void KeyWorker::prepare(const KeyRef& key, Done done) {
  orders_.push_back({.key = key, .done = std::move(done)});
  if (!is_working_) begin_next();
}

void KeyWorker::begin_next() {
  if (thread_.joinable()) thread_.join();
  if (orders_.empty()) return;
  is_working_ = true;
  try {  // the fence: std::thread throws when the system has no thread for us
    thread_ = std::thread([this, alive = is_alive_, key = orders_.front().key] {
      std::optional<Error> failure = make_key(keys_, key, generate_);
      post_([this, alive, key, failure = std::move(failure)] {
        if (*alive) finish({.key = key, .failure = failure});
      });
    });
  } catch (const std::system_error& refused) {
    Error failure(ErrorCode::unavailable, std::string("no thread for making the key: ") + refused.what(),
                  "raise the limit of tasks of the service; the agent tries again");
    post_([this, alive = is_alive_, key = orders_.front().key, failure = std::move(failure)] {
      if (*alive) finish({.key = key, .failure = failure});
    });
  }
}

void KeyWorker::finish(KeyPrepared prepared) {
  const Order order = std::move(orders_.front());
  orders_.pop_front();
  is_working_ = false;
  begin_next();
  order.done(std::move(prepared));
}

}  // namespace lic
