#pragma once
// Work that may block, on a thread that lives only as long as it lasts.

#include <functional>
#include <memory>
#include <thread>

namespace lic::doctor {

class Worker {
public:
  using Post = std::function<void(std::function<void()>)>;  // runs its argument on the loop's thread; thread-safe
  explicit Worker(Post post) : post_(std::move(post)) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  // Waits for the work under way; its `done` is not called any more.
  ~Worker();

  // `work` on the thread, then `done` on the loop's. One at a time: not before the last `done`. Without a thread to be
  // had, `work` is left out.
  void run(std::function<void()> work, std::function<void()> done);

private:
  Post post_;
  std::thread thread_;
  // shared with what was posted, which may come after us.
  std::shared_ptr<bool> is_alive_ = std::make_shared<bool>(true);
};

}  // namespace lic::doctor
