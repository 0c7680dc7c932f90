#include "transport/connection_key.hpp"

#include <array>
#include <cstdint>
#include <string_view>

#include "transport/crypto/openssl_handles.hpp"
#include "transport/file_stamp.hpp"
#include "transport/http_exchange.hpp"

namespace lic {
namespace {

class Digest {
public:
  Digest() : context_(EVP_MD_CTX_new()) {
    is_good_ = context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1;
  }
  // The length goes first, so that two texts never run into each other.
  void add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    is_good_ = is_good_ && EVP_DigestUpdate(context_.get(), text.data(), text.size()) == 1;
  }
  void add(std::int64_t number) {
    is_good_ = is_good_ && EVP_DigestUpdate(context_.get(), &number, sizeof number) == 1;
  }
  [[nodiscard]] std::string finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    if (!is_good_ || EVP_DigestFinal_ex(context_.get(), bytes.data(), &size) != 1) return {};
    return std::string(reinterpret_cast<const char*>(bytes.data()), size);
  }

private:
  DigestContextPtr context_;
  bool is_good_ = false;
};

}  // namespace

std::string connection_key_of(const HttpPost& post) {
  Digest digest;
  digest.add(post.target.url);
  digest.add(static_cast<std::int64_t>(post.target.ip_version));
  digest.add(static_cast<std::int64_t>(post.target.loopback_only));
  digest.add(post.anchors.pem);
  digest.add(post.anchors.system_store);
  const FileStamp store = stamp_of(post.anchors.system_store).value_or(FileStamp{});
  digest.add(static_cast<std::int64_t>(store.inode));
  digest.add(store.size);
  digest.add(store.modified_ns);
  digest.add(store.changed_ns);
  if (!post.target.proxy) return digest.finish();
  const ProxyTarget& proxy = *post.target.proxy;
  digest.add(proxy.host);
  digest.add(static_cast<std::int64_t>(proxy.port));
  digest.add(static_cast<std::int64_t>(proxy.scheme));
  digest.add(proxy.user);
  digest.add(proxy.password.reveal());
  digest.add(proxy.trust_anchors);
  return digest.finish();
}

}  // namespace lic
