// Any bytes as SSM's answer (wire P6), plain or as a Call Home message (P9): whatever comes in, exactly one answer or
// cause goes out, and a failure has its words.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "transport/codec/call_home.hpp"
#include "transport/codec/decode.hpp"

namespace {

const lic::SsmRequest& request() {
  static const lic::SsmRequest made = [] {
    lic::SsmRequest authorization;
    authorization.id = lic::ExchangeId{"c0a8012a-0000-4000-8000-000000000001"};
    authorization.sequence = 7;
    authorization.signer =
        lic::Signer{lic::InstanceId{"4d47df04-ae89-4df6-bc15-d17c1a3f153f"}, lic::KeyRef{"id-1"}, {}};
    authorization.body = lic::AuthorizationRequest{};
    return authorization;
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::string> roots;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const lic::DecodeContext context{request(), "7648446339161391345",          {},
                                   roots,     "/etc/smart-agent/ssm-roots.d", lic::WallTime{lic::Millis{1772409600000}},
                                   {}};
  const lic::Result<std::string> unwrapped = lic::from_call_home(body);
  if (unwrapped.has_error() && (unwrapped.error().what.empty() || unwrapped.error().remedy.empty())) std::abort();
  const lic::SsmReply reply = lic::decode(unwrapped.has_value() ? std::string_view{*unwrapped} : body, context);
  const auto* failed = std::get_if<lic::ExchangeFailed>(&reply.answer);
  if (failed == nullptr) std::abort();  // nothing can be verified without a root
  if (failed->text.empty() || failed->remedy.empty()) std::abort();
  return 0;
}
