#include "transport/no_proxy.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>

namespace lic {
namespace {

constexpr std::size_t kNameBytesMax = 253;

struct Network {
  std::vector<unsigned char> bytes;
  std::size_t prefix_bits = 0;
};

template <class Address>
std::vector<unsigned char> bytes_of(const Address& address) {
  const auto bytes = address.to_bytes();
  return {bytes.begin(), bytes.end()};
}

std::optional<std::vector<unsigned char>> address_of(std::string_view text) {
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string{text}, error);
  if (error) return std::nullopt;
  if (address.is_v4()) return bytes_of(address.to_v4());
  if (address.to_v6().is_v4_mapped())
    return bytes_of(boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6()));
  return bytes_of(address.to_v6());
}

std::optional<Network> network_of(std::string_view entry) {
  const std::size_t slash = entry.find('/');
  auto bytes = address_of(entry.substr(0, slash));
  if (!bytes) return std::nullopt;
  std::size_t bits = bytes->size() * 8;
  if (slash != std::string_view::npos) {
    const std::string_view digits = entry.substr(slash + 1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size() ||
        bits > bytes->size() * 8)
      return std::nullopt;
  }
  return Network{std::move(*bytes), bits};
}

bool holds(const Network& network, const std::vector<unsigned char>& address) {
  if (network.bytes.size() != address.size()) return false;
  for (std::size_t bit = 0; bit < network.prefix_bits; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if (((network.bytes[bit / 8] ^ address[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

// Without what means the same: "*." or "." before it, "." after it, capitals.
std::string plain_name(std::string_view name) {
  if (name.substr(0, 2) == "*.") name.remove_prefix(2);
  if (name.substr(0, 1) == ".") name.remove_prefix(1);
  if (!name.empty() && name.back() == '.') name.remove_suffix(1);
  std::string plain{name};
  std::transform(plain.begin(), plain.end(), plain.begin(), lower);
  return plain;
}

bool is_name(std::string_view name) {
  const auto fits = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-' || letter == '.' ||
           letter == '_';
  };
  return !name.empty() && name.size() <= kNameBytesMax && std::all_of(name.begin(), name.end(), fits);
}

bool is_at_or_below(const std::string& host, const std::string& name) {
  if (name.empty() || host.size() < name.size() || host.compare(host.size() - name.size(), name.size(), name) != 0)
    return false;
  return host.size() == name.size() || host[host.size() - name.size() - 1] == '.';
}

}  // namespace

bool is_no_proxy_entry(std::string_view entry) {
  return entry == "*" || network_of(entry).has_value() || is_name(plain_name(entry));
}

bool goes_without_proxy(std::string_view host, const std::vector<std::string>& entries) {
  const auto address = address_of(host.substr(0, host.find('%')));
  const std::string name = plain_name(host);
  return std::any_of(entries.begin(), entries.end(), [&address, &name](const std::string& entry) {
    if (entry == "*") return true;
    const std::optional<Network> network = network_of(entry);
    if (network || address) return network && address && holds(*network, *address);
    return is_at_or_below(name, plain_name(entry));
  });
}

}  // namespace lic
