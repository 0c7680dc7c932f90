#include "daemon/config/machine_identity.hpp"

#include <gtest/gtest.h>

#include "tests/config/config_folder.hpp"

namespace lic {
namespace {

constexpr const char* kMachineId = "0123456789abcdef0123456789abcdef";

IdentityPlaces places_with(const ConfigFolder& folder, const std::string& machine_id) {
  folder.write("machine-id", machine_id);
  folder.write("boot_id", "8c9a4c1e-0000-4000-8000-00000000abcd\n");
  return {folder.path("machine-id"), folder.path("boot_id")};
}

TEST(MachineIdentity, SerialIsMadeFromTheMachineAndStaysTheSame) {  // R-REG-12
  const ConfigFolder folder;
  const IdentityPlaces places = places_with(folder, std::string(kMachineId) + "\n");
  const auto first = read_udi({"UCCX", std::nullopt}, places);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->pid, "UCCX");
  // Pinned: were these to change, every installed agent would become another machine.
  EXPECT_EQ(first->serial, "cf3224ab2383");
  EXPECT_EQ(first->uuid, "bfe21d9c-79e8-82ad-a14d-44a56c3ffdfd");
  EXPECT_EQ(std::string(kMachineId).find(first->serial), std::string::npos);
}

TEST(MachineIdentity, OtherMachinesHaveOtherSerials) {
  const ConfigFolder folder;
  const auto one = read_udi({"UCCX", std::nullopt}, places_with(folder, kMachineId));
  const auto other = read_udi({"UCCX", std::nullopt}, places_with(folder, "1123456789abcdef0123456789abcdef"));
  ASSERT_TRUE(one.has_value() && other.has_value());
  EXPECT_NE(one->serial, other->serial);
  EXPECT_NE(one->uuid, other->uuid);
}

TEST(MachineIdentity, ConfiguredSerialWins) {
  const ConfigFolder folder;
  const auto udi = read_udi({"UCCX", "FOX1234"}, places_with(folder, kMachineId));
  ASSERT_TRUE(udi.has_value());
  EXPECT_EQ(udi->serial, "FOX1234");
  EXPECT_EQ(udi->uuid, "bfe21d9c-79e8-82ad-a14d-44a56c3ffdfd");
}

TEST(MachineIdentity, MissingIdentityIsAnErrorWithARemedy) {
  const ConfigFolder folder;
  for (const char* unusable : {"", "uninitialized\n", "00000000000000000000000000000000\n", "too-short\n"}) {
    const auto udi = read_udi({"UCCX", std::nullopt}, places_with(folder, unusable));
    ASSERT_TRUE(udi.has_error()) << unusable;
    EXPECT_EQ(udi.error().code, ErrorCode::failed_precondition);
    EXPECT_NE(udi.error().remedy.find("product.serial"), std::string::npos);
  }
  EXPECT_TRUE(read_udi({"UCCX", std::nullopt}, {"/nonexistent", "/nonexistent"}).has_error());
  EXPECT_TRUE(read_udi({"UCCX", "FOX1234"}, {"/nonexistent", "/nonexistent"}).has_value());
}

TEST(MachineIdentity, BootIdIsTheKernels) {
  const ConfigFolder folder;
  const auto boot_id = read_boot_id(places_with(folder, kMachineId));
  ASSERT_TRUE(boot_id.has_value());
  EXPECT_EQ(*boot_id, "8c9a4c1e-0000-4000-8000-00000000abcd");
  EXPECT_TRUE(read_boot_id({"/nonexistent", "/nonexistent"}).has_error());
}

}  // namespace
}  // namespace lic
