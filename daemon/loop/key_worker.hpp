#pragma once
// KeyMaker on one thread that lives only while there is a key to make.

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "agent/key_store.hpp"
#include "daemon/loop/key_maker.hpp"

namespace lic {

class KeyWorker final : public KeyMaker {
public:
  using Generate = std::function<Result<KeyMaterial>()>;    // runs on the worker thread
  using Post = std::function<void(std::function<void()>)>;  // runs its argument on the loop's thread; thread-safe
  KeyWorker(KeyStore& keys, Generate generate, Post post);
  KeyWorker(const KeyWorker&) = delete;
  KeyWorker& operator=(const KeyWorker&) = delete;
  ~KeyWorker() override;

  void prepare(const KeyRef& key, Done done) override;

private:
  struct Order {
    KeyRef key;
    Done done;
  };
  void begin_next();
  void finish(KeyPrepared prepared);

  KeyStore& keys_;
  Generate generate_;
  Post post_;
  std::deque<Order> orders_;
  std::thread thread_;
  bool is_working_ = false;
  // What was posted must not come back to a worker that is gone: shared with the posted call, which outlives us at a
  // stop.
  std::shared_ptr<bool> is_alive_ = std::make_shared<bool>(true);
};

}  // namespace lic
