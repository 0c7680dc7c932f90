#include "tests/lab/falsify.hpp"

#include "tests/lab/signatures.hpp"

#include <utility>

namespace ssm_lab {
namespace {

constexpr std::int64_t kUsualDepth = 100'000;

// After the brace that every JSON object begins with.
void insert_member(std::string& object, const std::string& member) { object.insert(1, member + ","); }

}  // namespace

void set_if_present(OrderedJson& data, const char* name, OrderedJson value) {
  if (data.is_object() && data.contains(name)) data[name] = std::move(value);
}

void falsify_draft(const Falsification& falsification) {
  for (const auto table : {header_falsifiers(), grant_falsifiers(), certificate_falsifiers()}) {
    for (const Falsifier& falsifier : table) {
      if (falsifier.kind == falsification.fault.kind) falsifier.run(falsification);
    }
  }
}

void falsify_text(const Fault& fault, std::string& response) {
  if (fault.kind == FaultKind::duplicate_keys) insert_member(response, R"("status_code":"FAILED")");
  if (fault.kind != FaultKind::deep_json) return;
  const auto depth = static_cast<std::size_t>(fault.depth.value_or(kUsualDepth));
  insert_member(response, "\"note\":" + std::string(depth, '[') + std::string(depth, ']'));
}

void falsify_envelope(const Fault& fault, OrderedJson& envelope) {
  if (fault.kind == FaultKind::no_signature) envelope["signature"] = nullptr;
  if (fault.kind == FaultKind::unknown_signature_type) envelope["signature"]["type"] = "MD5";
  if (fault.kind != FaultKind::wrong_signature) return;
  std::string signature = from_base64(envelope["signature"]["value"].get<std::string>()).value_or("?");
  signature.back() = static_cast<char>(signature.back() ^ 1);
  envelope["signature"]["value"] = to_base64(signature);
}

void falsify_body(const Fault& fault, std::string& body) {
  if (fault.kind == FaultKind::not_json) body = "Licensing is well, thank you for asking.\n";
}

}  // namespace ssm_lab
