#pragma once
// Reads what is inside of a backup, in the order in which it was written, checked as it comes.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "agent/result.hpp"
#include "agent/secret.hpp"
#include "daemon/backup/manifest.hpp"
#include "daemon/backup/sealed_format.hpp"

namespace lic::backup {

class ContentsReader {
public:
  // Reads header and manifest; errors as Opener::open() and manifest_from().
  [[nodiscard]] static Result<ContentsReader> open(const Secret& passphrase, ReadBytes read);

  [[nodiscard]] const Manifest& manifest() const { return manifest_; }

  struct Entry {
    std::string name;  // kDatabaseName or is_small_file()
    std::uint64_t bytes = 0;
  };
  // The next file; call it when the last one was read to its end. Nothing: the backup ends here, whole: nothing is
  // behind it. `data_corrupt` also for names and sizes that no backup has.
  [[nodiscard]] Result<std::optional<Entry>> next_entry();
  // The next bytes of the file, at most a chunk; empty = it is over.
  [[nodiscard]] Result<Secret> next_bytes();

private:
  explicit ContentsReader(Opener opener) : opener_(std::move(opener)) {}
  [[nodiscard]] Result<void> fetch();
  [[nodiscard]] Result<std::string> take(std::size_t count);
  [[nodiscard]] Result<std::uint64_t> number(int bytes);

  Opener opener_;
  Manifest manifest_;
  Secret chunk_;
  std::size_t at_ = 0;      // in chunk_
  std::uint64_t left_ = 0;  // of the file that is being read
  std::size_t entries_ = 0;
  bool has_database_ = false;
  bool is_over_ = false;  // there are no more chunks
};

}  // namespace lic::backup
