#include "daemon/backup/unpacking.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "daemon/backup/state_files.hpp"
#include "persistence/file_descriptor.hpp"
#include "persistence/private_directory.hpp"

namespace lic::backup {
namespace {

namespace fs = std::filesystem;

Error refused(const std::string& doing) {
  const int reason = errno;
  if (reason == EEXIST) return Error(ErrorCode::data_corrupt, "the backup holds a file twice", "use another backup");
  return Error(ErrorCode::storage, "cannot " + doing + ": " + std::strerror(reason),
               "free space on the file system of the state directory, then restore again");
}

Result<void> write_all(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return refused("write " + path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

// The bytes of one entry, handed to `into` as they come.
template <class Into>
Result<void> each_piece(ContentsReader& reader, Into into) {
  for (;;) {
    const auto bytes = reader.next_bytes();
    if (!bytes) return bytes.error();
    if (bytes->empty()) return {};
    if (auto taken = into(bytes->reveal()); !taken) return taken;
  }
}

Result<void> unpack_entry(ContentsReader& reader, const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.is_open()) return refused("create " + path);
  return each_piece(reader, [&file, &path](std::string_view bytes) { return write_all(file.number(), bytes, path); });
}

Result<void> sync_file(const std::string& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!file.is_open() || ::fsync(file.number()) != 0) return refused("make " + path + " durable");
  return {};
}

}  // namespace

Result<void> pass_over(ContentsReader& reader) {
  for (;;) {
    const auto entry = reader.next_entry();
    if (!entry) return entry.error();
    if (!*entry) return {};
    if (auto read = each_piece(reader, [](std::string_view) { return Result<void>{}; }); !read) return read;
  }
}

Result<void> unpack(ContentsReader& reader, const std::string& directory) {
  for (const std::string& folder : small_file_folders())
    if (auto made = ensure_private_directory(directory + "/" + folder); !made) return made;
  for (;;) {
    const auto entry = reader.next_entry();
    if (!entry) return entry.error();
    if (!*entry) return {};
    if (auto done = unpack_entry(reader, directory + "/" + (*entry)->name); !done) return done;
  }
}

Result<void> sync_unpacked(const std::string& directory) {
  std::error_code failure;
  fs::recursive_directory_iterator entry(directory, failure);
  for (const fs::recursive_directory_iterator end; !failure && entry != end; entry.increment(failure)) {
    auto done = entry->is_directory() ? sync_directory(entry->path()) : sync_file(entry->path());
    if (!done) return done;
  }
  if (failure) return Error(ErrorCode::storage, "cannot list " + directory + ": " + failure.message(), "restore again");
  return sync_directory(directory);
}

}  // namespace lic::backup
