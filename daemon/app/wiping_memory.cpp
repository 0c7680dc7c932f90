#include "daemon/app/wiping_memory.hpp"

#include <curl/curl.h>  // tidy: allow layer: hooks its allocator; transfers are transport's
#include <malloc.h>
#include <openssl/crypto.h>
#include <string.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

void wipe_and_free(void* memory) {
  if (memory == nullptr) return;
  explicit_bzero(memory, malloc_usable_size(memory));
  std::free(memory);
}

// Growing in place is lost; what mattered is that no old copy stays behind.
void* move_to_larger(void* memory, std::size_t bytes) {
  if (memory == nullptr) return std::malloc(bytes);
  const std::size_t had = malloc_usable_size(memory);
  if (bytes <= had) return memory;
  void* const larger = std::malloc(bytes);
  if (larger == nullptr) return nullptr;
  std::memcpy(larger, memory, had);
  wipe_and_free(memory);
  return larger;
}

void* ssl_malloc(std::size_t bytes, const char* /*file*/, int /*line*/) { return std::malloc(bytes); }
void* ssl_realloc(void* memory, std::size_t bytes, const char* /*file*/, int /*line*/) {
  return move_to_larger(memory, bytes);
}
void ssl_free(void* memory, const char* /*file*/, int /*line*/) { wipe_and_free(memory); }

void* allocate(std::size_t bytes) {
  void* const memory = std::malloc(std::max<std::size_t>(bytes, 1));
  if (memory == nullptr) std::abort();  // style: nothing of ours throws; systemd restarts us and the disk is good
  return memory;
}

void* allocate_aligned(std::size_t bytes, std::align_val_t alignment) {
  void* memory = nullptr;
  if (posix_memalign(&memory, static_cast<std::size_t>(alignment), std::max<std::size_t>(bytes, 1)) != 0) std::abort();
  return memory;
}

}  // namespace

namespace lic {

bool wipe_freed_memory() {
  const bool ssl = CRYPTO_set_mem_functions(&ssl_malloc, &ssl_realloc, &ssl_free) == 1;
  const bool curl = curl_global_init_mem(CURL_GLOBAL_DEFAULT, &std::malloc, &wipe_and_free, &move_to_larger, &strdup,
                                         &std::calloc) == CURLE_OK;
  return ssl && curl;
}

}  // namespace lic

// NOLINTBEGIN(misc-new-delete-overloads): the array and nothrow forms call these.
void* operator new(std::size_t bytes) { return allocate(bytes); }
void* operator new(std::size_t bytes, std::align_val_t alignment) { return allocate_aligned(bytes, alignment); }
void operator delete(void* memory) noexcept { wipe_and_free(memory); }
void operator delete(void* memory, std::size_t /*bytes*/) noexcept { wipe_and_free(memory); }
void operator delete(void* memory, std::align_val_t /*alignment*/) noexcept { wipe_and_free(memory); }
void operator delete(void* memory, std::size_t /*bytes*/, std::align_val_t /*alignment*/) noexcept {
  wipe_and_free(memory);
}
// NOLINTEND(misc-new-delete-overloads)
