#include "transport/reservation/authorization_code.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "transport/crypto/base64.hpp"
#include "transport/reservation/answer_codes.hpp"
#include "transport/reservation/code_fields.hpp"
#include "transport/reservation/code_markup.hpp"
#include "transport/reservation/pasted_text.hpp"

namespace lic {
namespace {

constexpr std::string_view kRequestCodeBegin = "CB-Z";
constexpr const char* kCopyAgain =
    "copy the whole authorization code from the software manager once more, or save it as a file and install that";
constexpr const char* kAskAnew = "ask the software manager for a new authorization code of a specific reservation";

Error refused(std::string what, const char* remedy) {
  return {ErrorCode::invalid_argument, "the authorization code " + std::move(what), remedy};
}

// How far a reading of the pasted text came; of several that fail the farthest has the error worth telling.
enum class Step : std::uint8_t { markup, form, signature };

struct Failure {
  Step step;
  Error error;
};

struct Verified {
  CodeParts parts;        // of the reading
  std::string signature;  // DER
};

using Attempt = std::variant<Verified, Failure>;

bool is_white(char letter) { return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n'; }

// Base64 in one spelling only, so that a code has one text.
std::optional<std::string> signature_in(std::string_view text) {
  std::optional<std::string> der = from_base64(text);
  if (!der) return std::nullopt;
  std::string dense{text};
  std::erase_if(dense, is_white);
  return to_base64(*der) == dense ? der : std::nullopt;
}

Attempt verify(const std::string& reading, const CodeVerifier& verifier) {
  const auto unreadable = [](Step step, const std::string& why) {
    return Failure{step, refused("cannot be read: " + why, kCopyAgain)};
  };
  if (const auto wrong = forbidden_markup(reading)) return unreadable(Step::markup, wrong->what);
  const Result<CodeParts> parts = cut_code(reading);
  if (parts.has_error()) return unreadable(Step::form, parts.error().what);
  std::optional<std::string> signature = signature_in(parts->signature);
  if (!signature) return unreadable(Step::form, "its signature is no base64");
  const std::string bytes = parts->signed_bytes();
  if (auto wrong = verifier.wrong_with({bytes, *signature})) return Failure{Step::signature, std::move(*wrong)};
  return Verified{*parts, std::move(*signature)};
}

// One line, and nothing that is not signed but what holds it together.
std::string text_of(const Verified& code) {
  return "<specificPLR>" + std::string(code.parts.signed_xml) + "<signature>" + to_base64(code.signature) +
         "</signature><udi>" + std::string(code.parts.udi) + "</udi></specificPLR>";
}

Result<AuthorizationCode> read_verified(const Verified& code) {
  const auto unusable = [](const std::string& why) {
    return refused("is signed well but cannot be used: " + why, kAskAnew);
  };
  const std::string bytes = code.parts.signed_bytes();
  const auto is_break = [](char letter) { return letter != ' ' && is_white(letter); };
  if (std::ranges::any_of(bytes, is_break)) return unusable("it has line breaks or tabs inside of what is signed");
  Result<AuthorizationCode> read = read_code_fields(code.parts.signed_xml);
  if (read.has_error()) return unusable(read.error().what);
  Result<Udi> udi = read_code_udi(code.parts.udi);
  if (udi.has_error()) return unusable(udi.error().what);
  read->udi = std::move(*udi);
  read->text = text_of(code);
  const SignedCode answered{read->instance, bytes};
  read->confirmation_code = confirmation_code_of(answered);
  read->return_code = return_code_of(answered);
  return read;
}

}  // namespace

Result<AuthorizationCode> read_authorization_code(std::string_view pasted, const CodeVerifier& verifier) {
  if (pasted.size() > kPastedCodeBytesMax)
    return refused("is longer than 64 KiB, which none is", "give the code alone, as the software manager shows it");
  const std::vector<std::string> readings = readings_of(pasted);
  if (readings.front().empty()) return refused("is empty", kCopyAgain);
  if (readings.front().starts_with(kRequestCodeBegin))
    return refused("is no such code: it is the request code of a machine",
                   "enter the request code at the software manager, and install the authorization code that it gives");
  std::optional<Failure> farthest;
  for (const std::string& reading : readings) {
    Attempt attempt = verify(reading, verifier);
    if (const auto* verified = std::get_if<Verified>(&attempt)) return read_verified(*verified);
    auto& failure = std::get<Failure>(attempt);
    if (!farthest || failure.step > farthest->step) farthest = std::move(failure);
  }
  return std::move(farthest->error);
}

}  // namespace lic
