#pragma once
// The system's authorities as a file to look into, not a list to load: of its 140 certificates one handshake needs one
// or none, and reading them all takes 20 ms of the loop and a megabyte.

#include <openssl/x509_vfy.h>

#include <string>

namespace lic {

// Puts those certificates of `file` (PEM) into the store of `context` that may have issued what the peer showed, or are
// what it showed, and the issuers of these. To be called before X509_verify_cert(), which judges all of them as any
// other anchor. A file that is gone or unreadable holds none.
void add_issuers_from(const std::string& file, X509_STORE_CTX* context);

}  // namespace lic
