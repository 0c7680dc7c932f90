#include "daemon/api/trust_json.hpp"

#include "daemon/api/json_values.hpp"
#include "transport/codec/trust_bundle.hpp"
#include "transport/file_stamp.hpp"

namespace lic::api {
namespace {

constexpr std::int64_t kStoreBytesMax = 4 * 1024 * 1024;
constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";

Json days_left(WallTime end, WallTime now) { return (end - now) / kDay; }

std::string_view role_name(CertificateRole role) {
  switch (role) {
    case CertificateRole::tls_server: return "tls_server";
    case CertificateRole::tls_authority: return "tls_authority";
    case CertificateRole::proxy_server: return "proxy_server";
    case CertificateRole::message_signer: return "message_signer";
    case CertificateRole::message_root: return "message_root";
  }
  return "";
}

struct Origin {
  std::string_view source;  // "file": put there by hand; "import"; "in_band": told by SSM (wire P13)
  std::string name;         // empty for in_band
  std::string folder;
};

void add_anchor(Json& list, const Origin& origin, const Anchor& anchor, WallTime now) {
  Json row = {{"source", origin.source}, {"name", text_or_null(origin.name)}, {"folder", text_or_null(origin.folder)}};
  row.update(anchor_json(anchor, now));
  list.push_back(std::move(row));
}

void add_in_band(Json& list, const TrustState& trust, WallTime now) {
  if (!trust.bundle) return;
  const auto bundle = read_trust_bundle(trust.bundle->pem);
  if (bundle.has_error()) return;  // it was read when it came; nothing to tell an operator to do
  const auto add = [&list, now](AnchorRole role, const std::vector<std::string>& certificates) {
    for (const std::string& pem : certificates) {
      auto anchors = anchors_in(pem, AnchorRole::tls);
      if (anchors.has_error()) continue;
      anchors->front().role = role;
      add_anchor(list, {"in_band", {}, {}}, anchors->front(), now);
    }
  };
  add(AnchorRole::tls, bundle->tls);
  add(AnchorRole::message, bundle->message);
}

// A count: nobody reads 140 authorities, and they are the system's to change.
Json system_store_json(const std::string& file) {
  if (file.empty()) return {{"used", false}, {"file", nullptr}, {"certificates", nullptr}};
  const std::string pem = read_small_file(file, kStoreBytesMax).value_or("");
  std::int64_t count = 0;
  for (auto at = pem.find(kBegin); at != std::string::npos; at = pem.find(kBegin, at + kBegin.size())) ++count;
  return {{"used", true}, {"file", file}, {"certificates", count}};
}

}  // namespace

Json anchor_json(const Anchor& anchor, WallTime now) {
  return {{"role", name_of(anchor.role)},
          {"subject", anchor.subject},
          {"issuer", anchor.issuer},
          {"not_before", date(anchor.not_before)},
          {"not_after", date(anchor.not_after)},
          {"days_left", days_left(anchor.not_after, now)}};
}

Json trust_json(const ApiContext& context, const Reading& reading) {
  const WallTime now = reading.now.wall;
  Json anchors = Json::array();
  Json unreadable = Json::array();
  for (const AnchorFile& file : context.anchors->list()) {
    const AnchorFolder& folder = file.folder;
    for (const Anchor& anchor : file.anchors) {
      add_anchor(anchors, {folder.is_imported ? "import" : "file", file.name, folder.path}, anchor, now);
    }
    if (!file.anchors.empty()) continue;
    unreadable.push_back(
        {{"name", file.name}, {"folder", folder.path}, {"role", name_of(folder.role)}, {"problem", file.problem}});
  }
  const TrustState& trust = reading.state.sections.trust;
  add_in_band(anchors, trust, now);
  return {{"anchors", std::move(anchors)},
          {"unreadable", std::move(unreadable)},
          {"system_store", system_store_json(context.system_store_file)},
          {"in_band_version", trust.bundle ? Json(trust.bundle->version) : Json(nullptr)}};
}

Json seen_certificates_json(const Reading& reading) {
  Json list = Json::array();
  for (const SeenCertificate& seen : reading.state.sections.trust.seen) {
    list.push_back({{"role", role_name(seen.role)},
                    {"subject", seen.subject},
                    {"not_after", date(seen.not_after)},
                    {"days_left", days_left(seen.not_after, reading.now.wall)}});
  }
  return list;
}

}  // namespace lic::api
