// What vouches for SSM, and what vouches for us: anchors on disk, and the key of the registration.
#include "agent/time_text.hpp"
#include "daemon/doctor/found.hpp"
#include "daemon/doctor/local_checks.hpp"
#include "transport/codec/trust_bundle.hpp"
#include "transport/crypto/parsed_certificate.hpp"

namespace lic::doctor {
namespace {

constexpr std::string_view kAnchors = "trust_anchors";
constexpr std::string_view kKey = "registration_key";

struct AnchorCount {
  std::size_t tls = 0;
  std::size_t message = 0;
  std::size_t reservation = 0;
  std::string unreadable;  // the first file that is
  const Anchor* first_to_end = nullptr;

  std::size_t& of(AnchorRole role) {
    switch (role) {
      case AnchorRole::tls: return tls;
      case AnchorRole::message: return message;
      case AnchorRole::reservation: return reservation;
    }
    return tls;
  }
};

std::string amount(std::size_t number, const char* one, const char* many) {
  return std::to_string(number) + " " + (number == 1 ? one : many);
}

AnchorCount count(const std::vector<AnchorFile>& files) {
  AnchorCount counted;
  for (const AnchorFile& file : files) {
    if (!file.problem.empty() && counted.unreadable.empty())
      counted.unreadable = file.folder.path + "/" + file.name + ": " + file.problem;
    for (const Anchor& anchor : file.anchors) {
      ++counted.of(anchor.role);
      if (counted.first_to_end == nullptr || anchor.not_after < counted.first_to_end->not_after)
        counted.first_to_end = &anchor;
    }
  }
  return counted;
}

std::string root_folder(const std::vector<AnchorFolder>& folders) {
  for (const AnchorFolder& folder : folders)
    if (folder.role == AnchorRole::message && !folder.is_imported) return folder.path;
  return {};
}

std::string summary(const AnchorCount& counted) {
  const std::string signers =
      counted.reservation == 0 ? "" : ", " + amount(counted.reservation, "reservation signer", "reservation signers");
  return amount(counted.message, "message root", "message roots") + signers + " and " +
         amount(counted.tls, "TLS authority", "TLS authorities");
}

}  // namespace

DiagnosisStep check_anchors(const LocalQuestion& question) {
  const std::vector<AnchorFile> files = AnchorFolders{question.folders}.list();
  AnchorCount counted = count(files);
  if (question.bundle) {
    const Result<BundleAnchors> told = read_trust_bundle(question.bundle->pem);
    if (told.has_value()) counted.tls += told->tls.size();
    if (told.has_value()) counted.message += told->message.size();
  }
  if (counted.message == 0) {
    DiagnosisStep step = failed(kAnchors, "signature",
                                {"no message root is installed, so no answer of SSM can be believed",
                                 remedy_of(FailureCode::signature_unknown_root, root_folder(question.folders))});
    step.code = FailureCode::signature_unknown_root;
    return step;
  }
  const std::string text = summary(counted);
  if (!counted.unreadable.empty())
    return warned(kAnchors, {text + "; not readable: " + counted.unreadable, "correct or remove that file"});
  if (counted.first_to_end == nullptr || counted.first_to_end->not_after > question.wall + kAnchorWarning)
    return good(kAnchors, text);
  const bool has_ended = counted.first_to_end->not_after <= question.wall;
  return warned(kAnchors, {text + "; " + counted.first_to_end->subject + (has_ended ? " ended on " : " ends on ") +
                               to_rfc3339(counted.first_to_end->not_after),
                           "import its successor: smart-agentctl trust import FILE"});
}

DiagnosisStep check_registration_key(KeyStore& keys, const std::optional<Identity>& identity) {
  if (!identity) return skipped(kKey, "not registered");
  const auto refused = [](const std::string& what) {
    DiagnosisStep step = failed(kKey, "signature", {what, remedy_of(FailureCode::signature_no_key)});
    step.code = FailureCode::signature_no_key;
    return step;
  };
  const Result<KeyMaterial> key = keys.load_key(identity->key);
  if (key.has_error()) return refused("the key of the registration is not at hand: " + key.error().what);
  const Result<ParsedCertificate> certificate = ParsedCertificate::read(identity->certificate.pem);
  if (certificate.has_error()) return refused("the registration's " + certificate.error().what);
  if (!certificate->has_key_of(key->private_key_pem))
    return refused("the key of the registration is not that of its certificate");
  return good(
      kKey, "the key is there and fits the certificate, which ends on " + to_rfc3339(identity->certificate.not_after));
}

}  // namespace lic::doctor
