#pragma once
// Owners of OpenSSL objects, and OpenSSL's own words for what went wrong.

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

namespace lic {

template <auto free_function>
struct OpensslDeleter {
  template <class T>
  void operator()(T* object) const {
    free_function(object);
  }
};

using BioPtr = std::unique_ptr<BIO, OpensslDeleter<BIO_free_all>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, OpensslDeleter<EVP_PKEY_free>>;
using DigestContextPtr = std::unique_ptr<EVP_MD_CTX, OpensslDeleter<EVP_MD_CTX_free>>;
using X509Ptr = std::unique_ptr<X509, OpensslDeleter<X509_free>>;
using CsrPtr = std::unique_ptr<X509_REQ, OpensslDeleter<X509_REQ_free>>;
using X509StorePtr = std::unique_ptr<X509_STORE, OpensslDeleter<X509_STORE_free>>;
using X509StoreContextPtr = std::unique_ptr<X509_STORE_CTX, OpensslDeleter<X509_STORE_CTX_free>>;
using BignumPtr = std::unique_ptr<BIGNUM, OpensslDeleter<BN_free>>;

// Empties this thread's error queue and returns the reasons in it, oldest first; "no reason given" if it is empty.
[[nodiscard]] std::string openssl_reason();

// A read-only view as a BIO; `bytes` must outlive it. Null if OpenSSL has no memory.
[[nodiscard]] BioPtr bio_over(std::string_view bytes);
// What was written to a memory BIO.
[[nodiscard]] std::string bytes_of(BIO* memory);

// "CN=UCCX,O=Example", most specific part first.
[[nodiscard]] std::string text_of(const X509_NAME* name);

}  // namespace lic
