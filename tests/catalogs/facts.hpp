#pragma once
// What the sources say about each license type, written down by hand and not read from the catalogs: a row each. S0..S4
// are the seeds by number, "features guide" is that of UCCX 12.5(1)SU3, "15.0 guide" the administration guide of
// CCE 15.

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "agent/policy.hpp"

namespace lic::test {

using Counts = std::map<std::string, std::int64_t>;

struct TypeFacts {
  const char* catalog;
  const char* type;
  const char* source;
  SeatClass base;                  // of a seat without anything premium
  CapabilitySet by_sign_in;        // what makes a seat premium as soon as it is signed in
  CapabilitySet by_use;            // what makes it premium when it is used
  Counts stored;                   // kept in the history: peaks of the workload of consumption_test.cpp
  Counts reported;                 // sent to SSM, with what is always sent as 0 or 1
  std::vector<LimitField> limits;  // of License Control
  TypeClass type_class;
  bool has_note;
};

// 19 rows: every license type of every catalog, in the order of the files.
[[nodiscard]] const std::vector<TypeFacts>& facts();
void PrintTo(const TypeFacts& row, std::ostream* out);

// "uccx_12_5_flex", as the name of a test.
[[nodiscard]] std::string test_name(const TypeFacts& row);
// The shipped catalog with that type chosen; reports go out at once.
[[nodiscard]] Policy policy_of(const TypeFacts& row);

}  // namespace lic::test
