#include "tests/transport/tls_pki.hpp"

#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <chrono>
#include <utility>

#include "tests/transport/golden_facts.hpp"
#include "transport/crypto/key_reading.hpp"
#include "transport/crypto/parsed_certificate.hpp"

namespace lic::testing {
namespace {

using NamePtr = std::unique_ptr<X509_NAME, OpensslDeleter<X509_NAME_free>>;

struct Issuer {
  NamePtr name;
  KeyPtr key;
};

// The golden roots have the dates and extensions of an authority: their keys issue the server's certificate.
Issuer golden_authority() {
  const ParsedCertificate certificate = *ParsedCertificate::read(golden::certificate("other_root"));
  return {NamePtr{X509_NAME_dup(X509_get_subject_name(certificate.handle()))},
          read_private_key(golden::key("other_root"))};
}

std::string alternative_names(const ServerCertificate& wanted) {
  std::string text;
  for (const std::string& name : wanted.dns_names) text += (text.empty() ? "DNS:" : ",DNS:") + name;
  for (const std::string& address : wanted.addresses) text += (text.empty() ? "IP:" : ",IP:") + address;
  return text;
}

long seconds(Millis duration) {
  return static_cast<long>(std::chrono::duration_cast<std::chrono::seconds>(duration).count());
}

void extend(X509* certificate, int nid, const std::string& value) {
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

NamePtr name_of(const std::string& common_name) {
  NamePtr name{X509_NAME_new()};
  X509_NAME_add_entry_by_txt(name.get(), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
  return name;
}

struct Dates {
  Millis begins_in;
  Millis ends_in;
};

constexpr Dates kUnsentDates{-100 * kDay, 100 * kDay};

X509Ptr unsigned_certificate(X509_NAME* subject, EVP_PKEY* key, const Dates& dates) {
  X509Ptr certificate{X509_new()};
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 77);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), seconds(dates.begins_in));
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), seconds(dates.ends_in));
  X509_set_subject_name(certificate.get(), subject);
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

std::string sign(X509Ptr certificate, const Issuer& by) {
  X509_set_issuer_name(certificate.get(), by.name.get());
  X509_sign(certificate.get(), by.key.get(), EVP_sha256());
  return ParsedCertificate::take(std::move(certificate))->facts().pem;
}

struct Authority {
  Issuer issuer;
  std::string certificate;
};

// Below the golden authority, with a key of its own.
Authority make_sub_authority(const Dates& dates) {
  Issuer sub{name_of("sub authority"), read_private_key(golden::key("agent_old"))};
  X509Ptr certificate = unsigned_certificate(sub.name.get(), sub.key.get(), dates);
  extend(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  std::string pem = sign(std::move(certificate), golden_authority());
  return {std::move(sub), std::move(pem)};
}

KeyPtr key_for(const ServerCertificate& wanted) {
  if (wanted.weak_key_bits == 0) return read_private_key(golden::key("agent_new"));
  return KeyPtr{EVP_RSA_gen(static_cast<unsigned>(wanted.weak_key_bits))};
}

std::string pem_of(EVP_PKEY* key) {
  const BioPtr memory{BIO_new(BIO_s_mem())};
  PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return bytes_of(memory.get());
}

}  // namespace

std::string authority() { return golden::certificate("other_root"); }
std::string other_authority() { return golden::certificate("root"); }

std::string sub_authority() { return make_sub_authority(kUnsentDates).certificate; }

TlsIdentity identity_of(const ServerCertificate& wanted) {
  const KeyPtr key = key_for(wanted);
  const NamePtr subject = name_of(wanted.common_name);
  X509Ptr certificate = unsigned_certificate(subject.get(), key.get(), {wanted.begins_in, wanted.ends_in});
  const std::string names = alternative_names(wanted);
  if (!names.empty()) extend(certificate.get(), NID_subject_alt_name, names);
  TlsIdentity identity{{}, pem_of(key.get()), {}};
  switch (wanted.issued_by) {
    case IssuedBy::authority: identity.certificate = sign(std::move(certificate), golden_authority()); break;
    case IssuedBy::itself: {
      EVP_PKEY_up_ref(key.get());
      const Issuer self{NamePtr{X509_NAME_dup(subject.get())}, KeyPtr{key.get()}};
      identity.certificate = sign(std::move(certificate), self);
      break;
    }
    case IssuedBy::expired_sub: {
      Authority sub = make_sub_authority({-100 * kDay, -10 * kDay});
      identity.certificate = sign(std::move(certificate), sub.issuer);
      identity.chain.push_back(std::move(sub.certificate));
      break;
    }
    case IssuedBy::unsent_authority: {
      const Authority sub = make_sub_authority(kUnsentDates);
      identity.certificate = sign(std::move(certificate), sub.issuer);
      break;
    }
  }
  return identity;
}

}  // namespace lic::testing
