#pragma once
// Reads lines of the product socket in one pass, straight into what they ask for. Keeps its memory from line to line.

#include <memory>
#include <optional>
#include <string_view>

#include "daemon/product/request.hpp"

namespace lic::product {

// Loop thread only; one is enough for all connections.
class RequestReader {
public:
  RequestReader();
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;
  ~RequestReader();

  // `line` without its end. Never fails: what cannot be read is a BadLine. Duplicate members: the last one counts; null
  // is as absent; unknown members are refused (all as the HTTP API does).
  [[nodiscard]] Request read(std::string_view line);
  // A sign-in without `i` and `op`, as HTTP has it. Nothing if it is anything else, or wrong.
  [[nodiscard]] std::optional<SignIn> read_sign_in(std::string_view body);

private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace lic::product
