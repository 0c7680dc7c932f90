#pragma once
// The outer form of a backup: a header, then chunks that are each encrypted and authenticated, with their order and
// their end bound (docs/backup.md). Knows nothing of what is inside. Not thread-safe.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "agent/result.hpp"
#include "agent/secret.hpp"
#include "daemon/backup/passphrase.hpp"

struct evp_cipher_ctx_st;

namespace lic::backup {

inline constexpr std::string_view kMagic = "SAGENTBK";
inline constexpr std::uint16_t kFormatVersion = 1;
inline constexpr std::size_t kSaltBytes = 32;
inline constexpr std::size_t kHeaderBytes = 80;
inline constexpr std::size_t kChunkBytes = 64 * 1024;  // of plain text; the last may have fewer
inline constexpr std::size_t kTagBytes = 16;
inline constexpr std::uint64_t kFileBytesMax = 16ULL * 1024 * 1024 * 1024;

struct CipherFree {
  void operator()(evp_cipher_ctx_st* context) const;
};
using CipherPtr = std::unique_ptr<evp_cipher_ctx_st, CipherFree>;

class Sealer {
public:
  // `salt` has kSaltBytes and was drawn for this backup alone: with the passphrase it makes a key that nothing else is
  // encrypted with.
  [[nodiscard]] static Result<Sealer> make(const Secret& passphrase, std::string_view salt, const KeyCost& cost = {});

  [[nodiscard]] const std::string& header() const { return header_; }
  // The next chunk as it stands in the file. Every chunk but the last has kChunkBytes.
  [[nodiscard]] Result<std::string> seal(std::string_view plain, bool is_last);

private:
  Sealer(std::string header, Keys keys);
  std::string header_;
  Keys keys_;
  CipherPtr cipher_;
  std::uint64_t chunks_ = 0;
};

// At most so many bytes, fewer only at the end of the file; `storage` if it cannot be read.
using ReadBytes = std::function<Result<std::string>(std::size_t)>;

class Opener {
public:
  // Reads the header. `invalid_argument` if it is no backup, `failed_precondition` if a newer agent made it,
  // `permission_denied` for another passphrase than it was made with, which a damaged header looks like, too.
  [[nodiscard]] static Result<Opener> open(const Secret& passphrase, ReadBytes read);

  // The plain text of the next chunk; nothing behind the last one. `data_corrupt` for a file that was damaged, cut off
  // or put together from others. What came before was as it was written.
  [[nodiscard]] Result<std::optional<Secret>> next();

private:
  Opener(std::string header, Keys keys, ReadBytes read);
  [[nodiscard]] Result<void> fill();
  std::string header_;
  Keys keys_;
  CipherPtr cipher_;
  ReadBytes read_;
  std::string ahead_;  // read, and not opened yet
  std::uint64_t chunks_ = 0;
  bool is_over_ = false;
};

}  // namespace lic::backup
