// What a machine does with a reservation's codes, read a second time with OpenSSL alone (docs/decisions/0017).
#pragma once

#include "tests/lab_tests/test_lab.hpp"

#include <string>
#include <utility>

namespace ssm_lab_tests {

// Request codes of machines, made by a Python script; the first two are of one machine.
inline constexpr const char* kRequest = "CB-ZUCCX:059d8a992467-113Kx3Rwi-86";
inline constexpr const char* kInstance = "8649c776-31cd-5192-a43e-e22e73016166";
inline constexpr const char* kNextRequest = "CB-ZUCCX:059d8a992467-115FyCYUg-9a";
inline constexpr const char* kNextInstance = "dc64f7bc-8b38-5b03-8779-52e90fbddac8";
inline constexpr const char* kOtherRequest = "CB-ZUCCX:aa11bb22cc33-1148t9sae-e2";
inline constexpr const char* kOtherInstance = "3d2d5190-3ad5-524c-9879-42e1e6f0fed6";

// An authorization code taken apart by its tags.
class MachineCode {
public:
  explicit MachineCode(std::string text) : text_(std::move(text)) {}

  // Between the first such tag and its end; empty if there is none.
  [[nodiscard]] std::string content(const std::string& name) const;
  [[nodiscard]] std::string signed_bytes() const;
  // The certificate is a PEM text.
  [[nodiscard]] bool is_signed_under(const std::string& certificate) const;
  [[nodiscard]] std::string confirmation_code() const;
  [[nodiscard]] std::string return_code() const;

private:
  [[nodiscard]] std::string hmac(const std::string& purpose) const;
  std::string text_;
};

}  // namespace ssm_lab_tests
