#include "daemon/backup/contents_reader.hpp"

#include <algorithm>
#include <utility>

#include "daemon/backup/backup_stream.hpp"
#include "daemon/backup/state_files.hpp"

namespace lic::backup {
namespace {

// Authenticated, and still not as this version writes it.
Error unknown_contents(const std::string& what) {
  return Error(ErrorCode::data_corrupt, "the backup holds " + what,
               "use another backup, or the version of smart-agent that made this one");
}

}  // namespace

Result<ContentsReader> ContentsReader::open(const Secret& passphrase, ReadBytes read) {
  auto opener = Opener::open(passphrase, std::move(read));
  if (!opener) return opener.error();
  ContentsReader reader(std::move(*opener));
  const auto size = reader.number(4);
  if (!size) return size.error();
  if (*size > kManifestBytesMax) return unknown_contents("a description that is too long");
  const auto text = reader.take(static_cast<std::size_t>(*size));
  if (!text) return text.error();
  auto manifest = manifest_from(*text);
  if (!manifest) return manifest.error();
  reader.manifest_ = std::move(*manifest);
  return Result<ContentsReader>(std::move(reader));
}

// Makes sure that there is a byte ahead, unless all is over.
Result<void> ContentsReader::fetch() {
  while (!is_over_ && at_ == chunk_.reveal().size()) {
    auto next = opener_.next();
    if (!next) return next.error();
    is_over_ = !next->has_value();
    chunk_ = is_over_ ? Secret{} : std::move(**next);
    at_ = 0;
  }
  return {};
}

Result<std::string> ContentsReader::take(std::size_t count) {
  std::string text;
  text.reserve(count);
  while (text.size() < count) {
    if (auto fetched = fetch(); !fetched) return fetched.error();
    if (is_over_) return unknown_contents("less than it says");
    const auto part = chunk_.reveal().substr(at_, count - text.size());
    text += part;
    at_ += part.size();
  }
  return text;
}

Result<std::uint64_t> ContentsReader::number(int bytes) {
  const auto text = take(static_cast<std::size_t>(bytes));
  if (!text) return text.error();
  std::uint64_t number = 0;
  for (const char byte : *text) number = number << 8U | static_cast<unsigned char>(byte);
  return number;
}

Result<std::optional<ContentsReader::Entry>> ContentsReader::next_entry() {
  if (left_ != 0) return unknown_contents("a file that was not read to its end");
  const auto mark = number(1);
  if (!mark) return mark.error();
  if (*mark == static_cast<std::uint64_t>(kNoEntryFollows)) {
    if (auto fetched = fetch(); !fetched) return fetched.error();
    if (!is_over_) return unknown_contents("something behind its end");
    if (!has_database_) return unknown_contents("no database");
    return std::optional<Entry>{};
  }
  if (*mark != static_cast<std::uint64_t>(kEntryFollows)) return unknown_contents("something that is no file");
  const auto length = number(2);
  if (!length) return length.error();
  auto name = take(static_cast<std::size_t>(*length));
  if (!name) return name.error();
  const auto bytes = number(8);
  if (!bytes) return bytes.error();
  const bool is_database = *name == kDatabaseName;
  if (is_database ? *bytes > kFileBytesMax : !is_small_file(*name) || *bytes > kSmallFileBytesMax)
    return unknown_contents("a file that does not belong there");
  if (++entries_ > kSmallFilesMax + 1 || (is_database && has_database_)) return unknown_contents("too many files");
  has_database_ = has_database_ || is_database;
  left_ = *bytes;
  return std::optional<Entry>(Entry{.name = std::move(*name), .bytes = *bytes});
}

Result<Secret> ContentsReader::next_bytes() {
  if (left_ == 0) return Result<Secret>(Secret{});
  if (auto fetched = fetch(); !fetched) return fetched.error();
  if (is_over_) return unknown_contents("less than it says");
  const std::string_view ahead = chunk_.reveal().substr(at_);
  const std::size_t count = static_cast<std::size_t>(std::min<std::uint64_t>(ahead.size(), left_));
  at_ += count;
  left_ -= count;
  return Result<Secret>(Secret(std::string(ahead.substr(0, count))));
}

}  // namespace lic::backup
