#include "transport/pem_directory.hpp"

#include <openssl/pem.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "transport/crypto/parsed_certificate.hpp"

namespace lic {
namespace {

constexpr std::int64_t kFileBytesMax = 1024 * 1024;
constexpr std::size_t kFilesMax = 1000;

int no_password(char* /*buffer*/, int /*size*/, int /*rwflag*/, void* /*user*/) { return -1; }

std::vector<std::string> certificates_in(const std::string& text) {
  std::vector<std::string> certificates;
  const BioPtr bio = bio_over(text);
  while (bio) {
    X509Ptr next{PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr)};
    if (!next) break;
    Result<ParsedCertificate> parsed = ParsedCertificate::take(std::move(next));
    if (parsed.has_value()) certificates.push_back(parsed->facts().pem);
  }
  (void)openssl_reason();  // the end of a file leaves an entry in the error queue
  return certificates;
}

}  // namespace

PemDirectory::PemDirectory(std::string path, std::string imported)
    : path_(std::move(path)), imported_(std::move(imported)) {}

const std::vector<std::string>& PemDirectory::certificates() {
  Listing listing = list();
  if (listing != seen_) {
    read(listing);
    seen_ = std::move(listing);
  }
  return certificates_;
}

PemDirectory::Listing PemDirectory::list() const {
  Listing listing;
  for (const std::string& path : {path_, imported_}) {
    if (path.empty()) continue;
    std::error_code error;
    std::filesystem::directory_iterator entry{path, error};
    for (; !error && entry != std::filesystem::directory_iterator{} && listing.size() < kFilesMax;
         entry.increment(error)) {
      if (entry->path().extension() != ".pem") continue;
      const std::string file = entry->path().string();
      if (const std::optional<FileStamp> stamp = stamp_of(file)) listing.emplace(file, *stamp);
    }
  }
  return listing;
}

void PemDirectory::read(const Listing& listing) {
  certificates_.clear();
  unreadable_files_.clear();
  for (const auto& [file, stamp] : listing) {
    const std::vector<std::string> found =
        certificates_in(read_small_file(file, kFileBytesMax).value_or(std::string{}));
    if (found.empty()) unreadable_files_.push_back(file);
    certificates_.insert(certificates_.end(), found.begin(), found.end());
  }
}

}  // namespace lic
