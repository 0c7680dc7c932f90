#pragma once
// Which hosts are reached without the proxy. Our own decision, not libcurl's: libcurl knows no networks in its older
// versions, and the environment must have no say.

#include <string>
#include <string_view>
#include <vector>

namespace lic {

// A name ("example.com", which stands for everything below it, too; ".example.com" and "*.example.com" mean the same),
// an address ("192.0.2.7", "2001:db8::7"), a network ("192.0.2.0/24", "2001:db8::/32") or "*".
[[nodiscard]] bool is_no_proxy_entry(std::string_view entry);

// Does one of `entries` name `host`, a name or an address without brackets? Names match names and addresses match
// addresses; nothing is resolved.
[[nodiscard]] bool goes_without_proxy(std::string_view host, const std::vector<std::string>& entries);

}  // namespace lic
