// A lab in a directory of its own, with its clock standing, and the admin API at hand.
#pragma once

#include "tests/lab/lab.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace ssm_lab_tests {

using ssm_lab::Json;

inline constexpr const char* kStart = "2025-01-01T00:00:00Z";
inline constexpr std::int64_t kStartMs = 1'735'689'600'000;
inline constexpr std::int64_t kMinuteMs = 60'000;
inline constexpr std::int64_t kHourMs = 60 * kMinuteMs;
inline constexpr std::int64_t kDayMs = 24 * kHourMs;

struct AdminReply {
  unsigned status = 0;
  Json body;
};

class TestLab {
public:
  TestLab();
  ~TestLab();

  [[nodiscard]] ssm_lab::Lab& lab() { return *lab_; }
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
  // Closes the lab and opens it on the same directory.
  void restart();
  // Restarts it as a directory of a program that did not have these tables yet.
  void drop_tables(const std::vector<std::string>& tables);

  AdminReply admin(const std::string& method, const std::string& path, const Json& body = Json::object());
  [[nodiscard]] ssm_lab::HttpRequest admin_request(const std::string& method, const std::string& path) const;
  void move_to(std::int64_t unix_ms);
  [[nodiscard]] std::string token(const Json& order = Json::object());
  void set_pools(const Json& pools, const Json& covers = Json::object());
  void order_fault(const Json& fault, const std::string& type = "");

private:
  void open();
  std::filesystem::path directory_;
  std::unique_ptr<ssm_lab::Lab> lab_;
};

}  // namespace ssm_lab_tests
