#include "daemon/api/account_names.hpp"

#include <grp.h>
#include <pwd.h>

#include <cerrno>
#include <vector>

namespace lic::api {
namespace {

constexpr std::size_t kEntryBytesFirst = 4096;
constexpr std::size_t kEntryBytesMax = 4'194'304;  // a group of very many members

// getpwnam(3): what these mean is that there is no such name.
bool says_absent(int error) {
  return error == 0 || error == ENOENT || error == ESRCH || error == EBADF || error == EPERM;
}

template <class Entry>
NameAnswer ask(int (*lookup)(const char*, Entry*, char*, std::size_t, Entry**), unsigned (*id_of)(const Entry&),
               const std::string& name) {
  std::vector<char> bytes(kEntryBytesFirst);
  for (;;) {
    Entry entry{};
    Entry* found = nullptr;
    errno = 0;  // some name services leave it as it was
    const int error = lookup(name.c_str(), &entry, bytes.data(), bytes.size(), &found);
    if (found != nullptr) return {.id = id_of(*found), .error = 0};
    if (says_absent(error)) return {};
    if (error == EINTR) continue;
    if (error != ERANGE || bytes.size() >= kEntryBytesMax) return {.id = std::nullopt, .error = error};
    bytes.resize(bytes.size() * 4);
  }
}

NameAnswer group_named(const std::string& name) {
  return ask<group>(
      ::getgrnam_r, [](const group& entry) -> unsigned { return entry.gr_gid; }, name);
}

NameAnswer user_named(const std::string& name) {
  return ask<passwd>(
      ::getpwnam_r, [](const passwd& entry) -> unsigned { return entry.pw_uid; }, name);
}

}  // namespace

AccountNames system_account_names() { return {.group = group_named, .user = user_named}; }

}  // namespace lic::api
