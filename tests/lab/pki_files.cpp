#include "tests/lab/pki_files.hpp"

#include "tests/lab/private_files.hpp"
#include "tests/lab/signatures.hpp"

#include <array>
#include <system_error>
#include <utility>

namespace ssm_lab {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNext = ".next";
constexpr const char* kPrevious = ".previous";

struct ChainFile {
  const char* name;
  Identity CertificateChain::*identity;
  bool is_anchor;
};
// The root is always written and moved last, so its presence says that all the others are there.
constexpr std::array<ChainFile, 5> kFiles = {{{"tls-ca", &CertificateChain::tls_ca, true},
                                              {"tls-server", &CertificateChain::tls_server, false},
                                              {"ssm-sub-ca", &CertificateChain::sub_ca, false},
                                              {"ssm-signer", &CertificateChain::signer, false},
                                              {"ssm-root", &CertificateChain::root, true}}};
constexpr const char* kLastFile = "ssm-root";
constexpr const char* kReservationSigner = "reservation-signer";

fs::path file_of(const fs::path& directory, const std::string& name, const char* extension) {
  return directory / (name + extension);
}

Result<bool> write_identity(const fs::path& directory, const std::string& name, const Identity& identity) {
  const auto key = write_file(file_of(directory, name, ".key"), to_pem(*identity.key), Visibility::owner_only);
  if (!key) return key;
  return write_file(file_of(directory, name, ".pem"), to_pem(*identity.certificate), Visibility::everybody);
}

Result<bool> write_chain(const fs::path& directory, const CertificateChain& chain, const std::string& suffix) {
  for (const ChainFile& file : kFiles) {
    auto written = write_identity(directory, file.name + suffix, chain.*file.identity);
    if (!written) return written;
  }
  return true;
}

std::string text_of(const TlsNames& names) { return "CN:" + names.common_name + "\n" + names.alternative_names + "\n"; }

Result<bool> note_names(const fs::path& directory, const TlsNames& names) {
  return write_file(directory / "tls-server.names", text_of(names), Visibility::everybody);
}

Result<bool> match_server_to_names(const fs::path& directory, const TlsNames& names) {
  if (read_file(directory / "tls-server.names").value_or(text_of(TlsNames{})) == text_of(names)) return true;
  const auto tls_ca = read_identity(directory, "tls-ca");
  if (!tls_ca) return tls_ca.error();
  auto written = write_identity(directory, "tls-server", make_tls_server(*tls_ca, names));
  if (!written) return written;
  return note_names(directory, names);
}

Result<bool> make_missing_reservation_signer(const fs::path& directory) {
  if (fs::exists(file_of(directory, kReservationSigner, ".pem"))) return true;
  return write_identity(directory, kReservationSigner, make_reservation_signer());
}

Result<bool> move_file(const fs::path& from, const fs::path& to) {
  std::error_code error;
  // Moved already, before a switch was cut off.
  if (!fs::exists(from, error)) return true;
  fs::rename(from, to, error);
  if (error) return failure("cannot move " + from.string() + ": " + error.message());
  return true;
}

// The key moves first, the certificate last: what is left says how far a switch came that was cut off.
Result<bool> use_next_file(const fs::path& directory, const ChainFile& file) {
  const std::string next = std::string(file.name) + kNext;
  const auto next_pem = file_of(directory, next, ".pem");
  if (!fs::exists(next_pem)) return true;
  if (file.is_anchor) {
    const auto old = read_file(file_of(directory, file.name, ".pem"));
    if (!old) return failure("cannot read " + file_of(directory, file.name, ".pem").string());
    auto kept = write_file(file_of(directory, std::string(file.name) + kPrevious, ".pem"), *old, Visibility::everybody);
    if (!kept) return kept;
  }
  auto moved = move_file(file_of(directory, next, ".key"), file_of(directory, file.name, ".key"));
  if (!moved) return moved;
  return move_file(next_pem, file_of(directory, file.name, ".pem"));
}

}  // namespace

Result<bool> prepare_pki_files(const fs::path& directory, const TlsNames& names) {
  auto signer = make_missing_reservation_signer(directory);
  if (!signer) return signer;
  if (!fs::exists(file_of(directory, kLastFile, ".pem"))) {
    auto written = write_chain(directory, make_chain(1, names), "");
    if (!written) return written;
    return note_names(directory, names);
  }
  const bool is_switch_cut_off = has_next_files(directory) && !fs::exists(directory / "tls-ca.next.key");
  if (is_switch_cut_off) {
    auto switched = use_next_files(directory);
    if (!switched) return switched;
  }
  return match_server_to_names(directory, names);
}

bool has_next_files(const fs::path& directory) {
  return fs::exists(file_of(directory, std::string(kLastFile) + kNext, ".pem"));
}

Result<bool> make_next_files(const fs::path& directory, const TlsNames& names) {
  const auto root = read_identity(directory, kLastFile);
  if (!root) return root.error();
  return write_chain(directory, make_chain(generation_of(*root->certificate) + 1, names), kNext);
}

Result<bool> use_next_files(const fs::path& directory) {
  for (const ChainFile& file : kFiles) {
    auto used = use_next_file(directory, file);
    if (!used) return used;
  }
  return true;
}

Result<Identity> read_identity(const fs::path& directory, const std::string& name) {
  const auto key = read_file(file_of(directory, name, ".key"));
  const auto certificate = read_file(file_of(directory, name, ".pem"));
  if (!key || !certificate) return failure("cannot read " + (directory / name).string() + ".key and .pem");
  Identity read{private_key_from_pem(*key), certificate_from_pem(*certificate)};
  if (!read.key || !read.certificate) return failure("damaged: " + (directory / name).string() + ".key or .pem");
  return read;
}

Result<std::string> read_anchors(const fs::path& directory) {
  std::string anchors;
  for (const std::string& suffix : {std::string(), std::string(kNext)}) {
    if (!suffix.empty() && !has_next_files(directory)) continue;
    for (const ChainFile& file : kFiles) {
      if (!file.is_anchor) continue;
      const auto text = read_file(file_of(directory, file.name + suffix, ".pem"));
      if (!text) return failure("cannot read " + file_of(directory, file.name + suffix, ".pem").string());
      anchors += *text;
    }
  }
  return anchors;
}

}  // namespace ssm_lab
