#include "daemon/loop/key_worker.hpp"

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
  thread_ = std::thread([this, alive = is_alive_, key = orders_.front().key] {
    std::optional<Error> failure = make_key(keys_, key, generate_);
    post_([this, alive, key, failure = std::move(failure)] {
      if (!*alive) return;
      const Order order = std::move(orders_.front());
      orders_.pop_front();
      is_working_ = false;
      begin_next();
      order.done({.key = key, .failure = failure});
    });
  });
}

}  // namespace lic
