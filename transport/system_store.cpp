#include "transport/system_store.hpp"

#include <openssl/asn1.h>
#include <openssl/err.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "transport/crypto/base64.hpp"
#include "transport/crypto/openssl_handles.hpp"
#include "transport/file_stamp.hpp"

namespace lic {
namespace {

constexpr std::int64_t kStoreBytesMax = 4 * 1024 * 1024;
constexpr std::size_t kWantedMax = 64;  // names; a chain has three or four
constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view kEnd = "-----END CERTIFICATE-----";

using NamePtr = std::unique_ptr<X509_NAME, OpensslDeleter<X509_NAME_free>>;

struct Entry {
  std::string der;
  NamePtr subject;
  bool taken = false;
};

// A walk over DER without reading what it passes.
class DerWalk {
public:
  explicit DerWalk(const std::string& der)
      : at_(reinterpret_cast<const unsigned char*>(der.data())), end_(at_ + der.size()) {}

  // Into the next element, or past it; false at the end or for what is no DER.
  [[nodiscard]] bool enter() { return step(false); }
  [[nodiscard]] bool skip() { return step(true); }
  [[nodiscard]] bool is_at_context_tag() const { return at_ < end_ && (*at_ & 0xC0U) == 0x80U; }
  [[nodiscard]] NamePtr name() {
    const unsigned char* place = at_;
    return NamePtr{d2i_X509_NAME(nullptr, &place, static_cast<long>(end_ - at_))};
  }

private:
  bool step(bool over) {
    const unsigned char* place = at_;
    long length = 0;
    int tag = 0;
    int form = 0;
    if (at_ >= end_) return false;
    const int kind = ASN1_get_object(&place, &length, &tag, &form, static_cast<long>(end_ - at_));
    // 0x80: not DER; bit 0: a length that is told at the end only.
    if ((static_cast<unsigned>(kind) & 0x81U) != 0 || length > end_ - place) return false;
    at_ = over ? place + length : place;
    return true;
  }

  const unsigned char* at_;
  const unsigned char* end_;
};

// Certificate and what is signed of it are entered; version, serial number, algorithm, issuer and validity passed.
NamePtr subject_of(const std::string& der) {
  DerWalk walk{der};
  if (!walk.enter() || !walk.enter()) return nullptr;
  if (walk.is_at_context_tag() && !walk.skip()) return nullptr;
  for (int passed = 0; passed < 4; ++passed)
    if (!walk.skip()) return nullptr;
  return walk.name();
}

std::vector<Entry> entries_of(std::string_view pem) {
  std::vector<Entry> entries;
  std::size_t place = pem.find(kBegin);
  while (place != std::string_view::npos) {
    const std::size_t begin = place + kBegin.size();
    const std::size_t end = pem.find(kEnd, begin);
    if (end == std::string_view::npos) break;
    std::optional<std::string> der = from_base64(pem.substr(begin, end - begin));
    NamePtr subject = der ? subject_of(*der) : nullptr;
    if (subject) entries.push_back({std::move(*der), std::move(subject)});
    place = pem.find(kBegin, end);
  }
  return entries;
}

class WantedNames {
public:
  void add(const X509_NAME* name) {
    if (names_.size() < kWantedMax) names_.emplace_back(X509_NAME_dup(name));
  }
  void add_both(const X509* certificate) {
    add(X509_get_subject_name(certificate));
    add(X509_get_issuer_name(certificate));
  }
  [[nodiscard]] bool hold(const X509_NAME* name) const {
    return std::any_of(names_.begin(), names_.end(),
                       [name](const NamePtr& wanted) { return wanted && X509_NAME_cmp(wanted.get(), name) == 0; });
  }

private:
  std::vector<NamePtr> names_;
};

// True if something was taken: its issuer is wanted from now on, too.
bool take_wanted(std::vector<Entry>& entries, WantedNames& wanted, X509_STORE* store) {
  bool any = false;
  for (Entry& entry : entries) {
    if (entry.taken || !wanted.hold(entry.subject.get())) continue;
    entry.taken = true;
    const auto* bytes = reinterpret_cast<const unsigned char*>(entry.der.data());
    const X509Ptr certificate{d2i_X509(nullptr, &bytes, static_cast<long>(entry.der.size()))};
    if (!certificate || X509_STORE_add_cert(store, certificate.get()) != 1) continue;
    wanted.add(X509_get_issuer_name(certificate.get()));
    any = true;
  }
  return any;
}

}  // namespace

void add_issuers_from(const std::string& file, X509_STORE_CTX* context) {
  const std::optional<std::string> pem = read_small_file(file, kStoreBytesMax);
  if (!pem) return;
  WantedNames wanted;
  if (const X509* const own = X509_STORE_CTX_get0_cert(context)) wanted.add_both(own);
  const STACK_OF(X509)* const shown = X509_STORE_CTX_get0_untrusted(context);
  for (int index = 0; index < sk_X509_num(shown); ++index) wanted.add_both(sk_X509_value(shown, index));
  std::vector<Entry> entries = entries_of(*pem);
  while (take_wanted(entries, wanted, X509_STORE_CTX_get0_store(context))) {
  }
  ERR_clear_error();  // unreadable entries are not this connection's failure
}

}  // namespace lic
