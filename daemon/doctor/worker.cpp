#include "daemon/doctor/worker.hpp"

#include <system_error>
#include <utility>

namespace lic::doctor {

Worker::~Worker() {
  *is_alive_ = false;
  if (thread_.joinable()) thread_.join();
}

void Worker::run(std::function<void()> work, std::function<void()> done) {
  if (thread_.joinable()) thread_.join();
  auto finish = [alive = is_alive_, done = std::move(done)] {
    if (*alive) done();
  };
  try {  // the fence: std::thread throws when the system has no thread for us
    thread_ = std::thread([post = post_, work = std::move(work), finish] {
      work();
      post(finish);
    });
  } catch (const std::system_error&) {
    post_(finish);
  }
}

}  // namespace lic::doctor
