#include "transport/request_keys.hpp"

#include <optional>
#include <utility>
#include <variant>

namespace lic {
namespace {

Error with_failure(FailureCode code, const Error& reason, const std::string& text) {
  Error error{reason.code, text + ": " + reason.what, reason.remedy.empty() ? remedy_of(code) : reason.remedy};
  error.failure = code;
  return error;
}

// Which key signs, and which one's CSR is certified; empty names mean none.
struct KeysWanted {
  KeyRef signing;
  KeyRef certified;
};

struct KeysOf {
  const SsmRequest& request;

  [[nodiscard]] KeyRef signer() const { return request.signer ? request.signer->key : KeyRef{}; }
  KeysWanted operator()(const RegistrationRequest& body) const { return {body.key, body.key}; }
  KeysWanted operator()(const AuthorizationRequest& /*body*/) const { return {signer(), {}}; }
  KeysWanted operator()(const RenewalRequest& body) const { return {signer(), body.new_key}; }
  KeysWanted operator()(const DeregistrationRequest& /*body*/) const { return {signer(), {}}; }
  KeysWanted operator()(const PollRequest& body) const {
    return {request.signer ? signer() : body.registration_key, body.registration_key};
  }
};

Result<void> load_token(KeyStore& keys, const TokenRef& token, RequestKeys& loaded) {
  Result<Secret> text = keys.load_token(token);
  if (text.has_error())
    return with_failure(FailureCode::token_missing, text.error(), "the ID token of this registration is not at hand");
  loaded.secrets.push_back(std::move(*text));
  return {};
}

// The poll of a registration does not name its token, and SSM may still repeat it.
void load_all_tokens(KeyStore& keys, RequestKeys& loaded) {
  const Result<std::vector<TokenRef>> names = keys.tokens();
  if (names.has_error()) return;
  for (const TokenRef& name : *names) {
    Result<Secret> text = keys.load_token(name);
    if (text.has_value()) loaded.secrets.push_back(std::move(*text));
  }
}

}  // namespace

Error cannot_sign(const Error& reason) {
  return with_failure(FailureCode::signature_no_key, reason, "the request cannot be signed");
}

Result<RequestKeys> load_request_keys(KeyStore& keys, const SsmRequest& request) {
  const KeysWanted wanted = std::visit(KeysOf{request}, request.body);
  RequestKeys loaded;
  Result<KeyMaterial> signing = keys.load_key(wanted.signing);
  if (signing.has_error()) return cannot_sign(signing.error());
  loaded.signing_key = std::move(signing->private_key_pem);

  if (wanted.certified == wanted.signing) {
    loaded.csr_der = std::move(signing->csr_der);
  } else if (!wanted.certified.empty()) {
    Result<KeyMaterial> certified = keys.load_key(wanted.certified);
    if (certified.has_error()) return cannot_sign(certified.error());
    loaded.csr_der = std::move(certified->csr_der);
  }

  if (const auto* const registration = std::get_if<RegistrationRequest>(&request.body)) {
    if (Result<void> token = load_token(keys, registration->token, loaded); token.has_error()) return token.error();
  } else if (std::holds_alternative<PollRequest>(request.body)) {
    load_all_tokens(keys, loaded);
  }
  return loaded;
}

}  // namespace lic
