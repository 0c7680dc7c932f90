#include "transport/name_lookup.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <utility>

namespace lic {

namespace asio = boost::asio;

// Shared by the loop and the thread, for whoever is later: a cancelled lookup goes on in its thread, unheard.
struct SystemNameLookup::Call {
  Call(LookupQuestion asked, int signal) : question(std::move(asked)), signal_fd(signal) {}
  ~Call() { (void)::close(signal_fd); }
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  LookupQuestion question;
  int signal_fd;  // an eventfd; written to by the thread when `answer` is there
  LookupAnswer answer;
  std::atomic<bool> is_answered = false;
};

// The loop's end of the eventfd, a descriptor of its own.
class SystemNameLookup::Signal {
public:
  Signal(asio::io_context& loop, int descriptor) : descriptor_(loop, descriptor) {}
  [[nodiscard]] asio::posix::stream_descriptor& descriptor() { return descriptor_; }

private:
  asio::posix::stream_descriptor descriptor_;
};

namespace {

struct AddressListFree {
  void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

int family_of(IpVersion version) {
  switch (version) {
    case IpVersion::any: return AF_UNSPEC;
    case IpVersion::v4: return AF_INET;
    case IpVersion::v6: return AF_INET6;
  }
  return AF_UNSPEC;
}

LookupAnswer failed(int error) { return {{}, error, errno}; }

// An address needs no name server.
std::optional<LookupAnswer> as_address(const LookupQuestion& question) {
  boost::system::error_code error;
  const asio::ip::address address = asio::ip::make_address(question.host, error);
  if (error) return std::nullopt;
  const bool wanted =
      question.ip_version == IpVersion::any || (question.ip_version == IpVersion::v4) == address.is_v4();
  return wanted ? LookupAnswer{{address}, 0, 0} : failed(EAI_ADDRFAMILY);
}

LookupAnswer ask_the_system(const LookupQuestion& question) {
  addrinfo hints{};
  hints.ai_family = family_of(question.ip_version);
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  // tidy: allow banned: in a thread of its own, off the loop
  const int error = getaddrinfo(question.host.c_str(), nullptr, &hints, &found);
  if (error != 0) return failed(error);
  const std::unique_ptr<addrinfo, AddressListFree> list{found};
  LookupAnswer answer;
  for (const addrinfo* entry = list.get(); entry != nullptr; entry = entry->ai_next) {
    asio::ip::tcp::endpoint endpoint;
    if (entry->ai_addrlen > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), entry->ai_addr, entry->ai_addrlen);
    endpoint.resize(entry->ai_addrlen);
    answer.addresses.push_back(endpoint.address());
  }
  return answer;
}

// Signals are the main thread's business. False if the system refuses.
bool start_thread(void* (*body)(void*), void* with) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  (void)pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread{};
  const bool started = pthread_create(&thread, nullptr, body, with) == 0;
  (void)pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (started) (void)pthread_detach(thread);
  return started;
}

}  // namespace

SystemNameLookup::SystemNameLookup(asio::io_context& loop) : loop_(loop) {}
SystemNameLookup::~SystemNameLookup() = default;

void SystemNameLookup::cancel() {
  alive_.reset();
  signal_.reset();
  done_ = nullptr;
}

void SystemNameLookup::begin(const LookupQuestion& question, Done done) {
  cancel();
  alive_ = std::make_shared<SystemNameLookup*>(this);
  done_ = std::move(done);
  if (std::optional<LookupAnswer> answer = as_address(question)) return answer_later(std::move(*answer));
  const int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  const int ours = event < 0 ? -1 : ::fcntl(event, F_DUPFD_CLOEXEC, 0);
  if (ours < 0) {
    if (event >= 0) (void)::close(event);
    return answer_later(failed(EAI_SYSTEM));
  }
  const auto call = std::make_shared<Call>(question, event);
  signal_ = std::make_unique<Signal>(loop_, ours);
  auto threads_share = std::make_unique<std::shared_ptr<Call>>(call);
  constexpr auto kBody = +[](void* with) -> void* {
    const std::unique_ptr<std::shared_ptr<Call>> share{static_cast<std::shared_ptr<Call>*>(with)};
    Call& mine = **share;
    mine.answer = ask_the_system(mine.question);
    mine.is_answered.store(true, std::memory_order_release);
    const std::uint64_t one = 1;
    (void)!::write(mine.signal_fd, &one, sizeof one);
    return nullptr;
  };
  if (!start_thread(kBody, threads_share.get())) return answer_later(failed(EAI_MEMORY));
  (void)threads_share.release();
  wait_for(call);
}

void SystemNameLookup::answer_later(LookupAnswer answer) {
  const std::weak_ptr<SystemNameLookup*> alive = alive_;
  asio::post(loop_, [alive, answer = std::move(answer)]() mutable {
    const auto still_there = alive.lock();
    if (!still_there) return;
    SystemNameLookup& lookup = **still_there;
    const Done done = std::move(lookup.done_);
    lookup.cancel();
    done(std::move(answer));
  });
}

void SystemNameLookup::wait_for(const std::shared_ptr<Call>& call) {
  const std::weak_ptr<SystemNameLookup*> alive = alive_;
  const auto when_signalled = [alive, call](const boost::system::error_code& error) {
    const auto still_there = alive.lock();
    if (!still_there || error || !call->is_answered.load(std::memory_order_acquire)) return;
    SystemNameLookup& lookup = **still_there;
    const Done done = std::move(lookup.done_);
    lookup.cancel();
    done(std::move(call->answer));
  };
  signal_->descriptor().async_wait(asio::posix::stream_descriptor::wait_read, when_signalled);
}

}  // namespace lic
