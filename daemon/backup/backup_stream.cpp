#include "daemon/backup/backup_stream.hpp"

#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace lic::backup {
namespace {

void append_number(std::string& text, std::uint64_t number, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text += static_cast<char>((number >> shift) & 0xffU);
}

struct EntryHead {
  std::string_view name;
  std::uint64_t bytes = 0;
};

void append_head(std::string& text, const EntryHead& entry) {
  text += kEntryFollows;
  append_number(text, entry.name.size(), 2);
  text += entry.name;
  append_number(text, entry.bytes, 8);
}

// Made whole at once, since a string that grows leaves copies of keys behind.
Secret front_of(const Contents& contents, std::uint64_t database_bytes) {
  const std::string manifest = to_text(contents.manifest);
  std::size_t size = manifest.size() + 1024;
  for (const SmallFile& file : contents.files) size += file.name.size() + file.bytes.reveal().size() + 16;
  std::string text;
  text.reserve(size);
  append_number(text, manifest.size(), 4);
  text += manifest;
  for (const SmallFile& file : contents.files) {
    append_head(text, {.name = file.name, .bytes = file.bytes.reveal().size()});
    text += file.bytes.reveal();
  }
  append_head(text, {.name = kDatabaseName, .bytes = database_bytes});
  return Secret(std::move(text));
}

}  // namespace

BackupStream::BackupStream(Sealer sealer, Contents contents)
    : sealer_(std::move(sealer)),
      front_(front_of(contents, static_cast<std::uint64_t>(contents.manifest.database_bytes))),
      database_(std::move(contents.database)),
      database_bytes_(static_cast<std::uint64_t>(contents.manifest.database_bytes)) {}

Result<std::string> BackupStream::next_plain() {
  const std::string_view front = front_.reveal();
  const std::uint64_t database_end = front.size() + database_bytes_;
  std::string plain;
  plain.reserve(kChunkBytes);
  if (given_ < front.size()) plain += front.substr(given_, kChunkBytes);
  const std::uint64_t from = given_ + plain.size();
  if (from < database_end && plain.size() < kChunkBytes) {
    const std::size_t had = plain.size();
    const std::size_t wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(kChunkBytes - had, database_end - from));
    plain.resize(had + wanted);
    for (std::size_t filled = 0; filled < wanted;) {
      const ssize_t count = ::pread(database_.number(), plain.data() + had + filled, wanted - filled,
                                    static_cast<off_t>(from - front.size() + filled));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0)
        return Error(ErrorCode::storage,
                     "cannot read the copy of the state database: " + std::string(std::strerror(errno)),
                     "check the health of the disk (kernel log), then try again");
      filled += static_cast<std::size_t>(count);
    }
  }
  if (given_ + plain.size() == database_end && plain.size() < kChunkBytes) plain += kNoEntryFollows;
  given_ += plain.size();
  return plain;
}

Result<std::string> BackupStream::next() {
  if (is_done_) return std::string{};
  if (!std::exchange(is_begun_, true)) return sealer_.header();
  auto plain = next_plain();
  if (!plain) return plain.error();
  is_done_ = given_ == front_.reveal().size() + database_bytes_ + 1;
  const Secret wiped(std::move(*plain));
  return sealer_.seal(wiped.reveal(), is_done_);
}

}  // namespace lic::backup
