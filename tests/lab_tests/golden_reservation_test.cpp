// The recorded reservation of tests/lab/golden: its codes must stay good, byte for byte.
// Run with --gtest_also_run_disabled_tests --gtest_filter=GoldenReservation.DISABLED_Record to record it anew.
#include "tests/lab_tests/reservation_machine.hpp"

#include "tests/lab/answer_codes.hpp"
#include "tests/lab/authorization_code.hpp"
#include "tests/lab/json_text.hpp"
#include "tests/lab/private_files.hpp"
#include "tests/lab/request_code.hpp"

#include <filesystem>

namespace ssm_lab_tests {
namespace {

namespace fs = std::filesystem;
using ssm_lab::OrderedJson;

const fs::path kDirectory = fs::path(SSM_LAB_GOLDEN_DIRECTORY);
constexpr const char* kPremium = "regid.2019-06.com.cisco.CCX_FLEX_PREMIUM,12.5_00000000-0000-4000-8000-000000000000";
constexpr const char* kStandard = "regid.2019-06.com.cisco.CCX_FLEX_STD,12.5_00000000-0000-4000-8000-000000000000";
constexpr std::int64_t kEndMs = 1'806'451'200'000;

std::string read(const std::string& name) { return ssm_lab::read_file(kDirectory / name).value_or(""); }

OrderedJson recorded_code(const Json& code) {
  OrderedJson recorded = OrderedJson::object();
  for (const char* name : {"authorization_code", "confirmation_code", "return_code"}) recorded[name] = code[name];
  return recorded;
}

// The parts of a code as this lab writes them.
ssm_lab::CodeParts parts_of(std::int64_t timestamp_ms, const ssm_lab::ReservationWish& wish) {
  return ssm_lab::write_parts({kInstance, "P:UCCX,S:059d8a992467", timestamp_ms, wish});
}

const ssm_lab::ReservationWish kFirstWish{{{kPremium, 10}, {kStandard, 40}}, std::nullopt, std::nullopt};
const ssm_lab::ReservationWish kUpdateWish{{{kPremium, 12}, {kStandard, 30}}, std::nullopt, kEndMs};

void expect_good(const Json& recorded, const ssm_lab::CodeParts& parts) {
  const MachineCode code(recorded["authorization_code"].get<std::string>());
  EXPECT_TRUE(code.is_signed_under(read("reservation-signer.pem")));
  EXPECT_EQ(code.signed_bytes(), ssm_lab::signed_bytes(parts));
  EXPECT_EQ(recorded["authorization_code"], ssm_lab::assemble(parts, code.content("signature")));
  const ssm_lab::SignedCode made{kInstance, ssm_lab::signed_bytes(parts)};
  EXPECT_EQ(recorded["confirmation_code"], ssm_lab::confirmation_code_of(made));
  EXPECT_EQ(recorded["return_code"], ssm_lab::return_code_of(made));
  EXPECT_EQ(recorded["confirmation_code"], code.confirmation_code());
  EXPECT_EQ(recorded["return_code"], code.return_code());
}

TEST(GoldenReservation, DISABLED_Record) {
  TestLab lab;
  lab.set_pools({{kPremium, 50}, {kStandard, 50}});
  const AdminReply made =
      lab.admin("POST", "/admin/reservations", {{"request_code", kRequest}, {"entitlements", kFirstWish.counts}});
  const AdminReply updated = lab.admin("PUT", std::string("/admin/reservations/") + kInstance,
                                       {{"entitlements", kUpdateWish.counts}, {"end_date", "2027-03-31T00:00:00Z"}});
  const OrderedJson record = {{"request_code", kRequest},
                              {"instance", kInstance},
                              {"first", recorded_code(made.body["codes"][0])},
                              {"update", recorded_code(updated.body["codes"][1])}};
  const auto write = [](const char* name, const std::string& text) {
    ASSERT_TRUE(ssm_lab::write_file(kDirectory / name, text, ssm_lab::Visibility::everybody).has_value());
  };
  write("reservation.json", record.dump(1) + "\n");
  write("reservation-signer.pem", ssm_lab::read_file(lab.directory() / "reservation-signer.pem").value_or(""));
}

TEST(GoldenReservation, CodesAreGoodAndWouldBeWrittenAgain) {
  const Json recorded = Json::parse(read("reservation.json"));
  EXPECT_EQ(recorded["request_code"], kRequest);
  EXPECT_EQ(recorded["instance"], ssm_lab::instance_of_request(kRequest));
  expect_good(recorded["first"], parts_of(kStartMs, kFirstWish));
  expect_good(recorded["update"], parts_of(kStartMs + 1, kUpdateWish));
}

}  // namespace
}  // namespace ssm_lab_tests
