// The certificates and keys of the state directory. Keys lie beside their certificates as *.key, mode 0600.
//
//   tls-ca.pem, tls-server.pem, ssm-root.pem, ssm-sub-ca.pem, ssm-signer.pem    in use
//   *.next.pem       announced, or about to be used
//   *.previous.pem   in use before the last switch: the two anchors, without keys
//   reservation-signer.pem  signs reservation codes; it stays whatever the others do
//   tls-server.names what tls-server.pem was ordered for
#pragma once

#include "tests/lab/certificate_chain.hpp"
#include "tests/lab/result.hpp"

#include <filesystem>
#include <string>

namespace ssm_lab {

// All of these fail with a sentence naming the file.

// Makes the first generation where there is none, finishes a switch that was cut off, and makes the TLS server
// certificate anew if it was ordered for other names. Makes the signer of reservations where there is none, as in a
// directory from before there were any.
[[nodiscard]] Result<bool> prepare_pki_files(const std::filesystem::path& directory, const TlsNames& names);

[[nodiscard]] bool has_next_files(const std::filesystem::path& directory);
// The generation after the one in use; what waited as the next one is overwritten.
[[nodiscard]] Result<bool> make_next_files(const std::filesystem::path& directory, const TlsNames& names);
// The next generation takes the place of the one in use.
[[nodiscard]] Result<bool> use_next_files(const std::filesystem::path& directory);

// "ssm-root", "tls-ca.next": both files.
[[nodiscard]] Result<Identity> read_identity(const std::filesystem::path& directory, const std::string& name);
// The two anchors in use, TLS CA and root, and those of the next generation, if there is one, as PEM.
[[nodiscard]] Result<std::string> read_anchors(const std::filesystem::path& directory);

}  // namespace ssm_lab
