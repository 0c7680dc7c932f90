// The code by which a machine asks SSM for a reservation, and the instance that it stands for. Wanted values are of
// Python's uuid module and of a CRC-8 whose answer to "123456789" is the catalogued F4.
#include "agent/request_code.hpp"

#include <gtest/gtest.h>

#include <set>

namespace lic {
namespace {

const Udi kMachine{"UCCX", "059d8a992467", "e53fc968-0253-4d61-a355-ba908a6cc920"};
constexpr std::uint64_t kRandomMax = (std::uint64_t{1} << 36U) - 1;

TEST(RequestCode, HoldsMachineNumberAndChance) {
  EXPECT_EQ(request_code(kMachine, 1, 0), "CB-ZUCCX:059d8a992467-112ohWHHR-47");
  EXPECT_EQ(request_code(kMachine, 1, 1), "CB-ZUCCX:059d8a992467-112ohWHHS-40");
  EXPECT_EQ(request_code(kMachine, 2, 0x123456789), "CB-ZUCCX:059d8a992467-114jqqGgQ-d6");
}

TEST(RequestCode, TakesTheLastNumberAndOddSerials) {
  EXPECT_EQ(request_code({"UCCE", "VMware-42 1c", ""}, 65535, kRandomMax), "CB-ZUCCE:VMware-42 1c-cAgvgDfTL-ac");
  EXPECT_EQ(request_code({"UCCX", "", ""}, 0, 0), "CB-ZUCCX:-111111111-3e");
}

TEST(RequestCode, CountsThirtySixBitsOfChance) {
  EXPECT_EQ(request_code(kMachine, 1, kRandomMax + 1), request_code(kMachine, 1, 0));
}

TEST(RequestCode, DiffersForEachNumberWhateverChanceSays) {
  std::set<std::string> codes;
  for (std::uint32_t number = 0; number <= 65535; number += 17)
    codes.insert(request_code(kMachine, static_cast<std::uint16_t>(number), number % 2 == 0 ? kRandomMax : 0));
  EXPECT_EQ(codes.size(), 3856U);
}

TEST(RequestCode, KnowsItsMachine) {
  EXPECT_TRUE(is_request_of(kMachine, request_code(kMachine, 7, 1)));
  Udi longer = kMachine;
  longer.serial += "-1";
  EXPECT_FALSE(is_request_of(kMachine, request_code(longer, 7, 1)));
  EXPECT_FALSE(is_request_of(longer, request_code(kMachine, 7, 1)));
}

TEST(RequestCode, NamesItsInstance) {
  EXPECT_EQ(instance_of_request("CB-ZUCCX:059d8a992467-112ohWHHR-47").value, "b1a9374d-3df1-504e-85df-8b5f036e7ef6");
  EXPECT_EQ(instance_of_request("CB-ZUCCX:059d8a992467-114jqqGgQ-d6").value, "b57838c1-e067-5695-ac78-d1105d805751");
  EXPECT_EQ(instance_of_request("CB-ZUCCE:VMware-42 1c-cAgvgDfTL-ac").value, "ba4689a1-8c19-598b-92e7-5c9475c799c9");
  EXPECT_EQ(instance_of_request("http://www.example.com/").value, "fcde3c85-2270-590f-9e7c-ee003d65e0e2");
}

}  // namespace
}  // namespace lic
