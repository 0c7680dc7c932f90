#pragma once
// What kind of world a seed lives in: the product's policy and how hard life is. Drawn once from the seed.

#include "agent/policy.hpp"
#include "tests/simulation/dice.hpp"

namespace lic::sim {

struct Scenario {
  Policy policy;                // the true rules of this product
  double loss = 0;              // of a request, and of an answer
  double duplicate = 0;         // a request arrives twice
  double late = 0;              // the answer comes after the time-out
  double commit_failure = 0;    // for each commit
  double crash = 0;             // for each batch, anywhere in it
  Millis drift_a_day{0};        // of the machine's calendar against true time, corrected by small steps
  bool clock_troubles = false;  // big steps, wrong clock at boot, SSM's clock off
  bool clones = false;          // the machine is set back to a snapshot once in a while
  bool reserves = false;        // somebody comes now and then to reserve licenses, or to reset it all
  bool moves = false;           // the disk is put into another machine now and then
  double bursts_a_year = 0;
};

[[nodiscard]] Scenario draw_scenario(Dice dice);
// The same product without anything drawn.
[[nodiscard]] Policy plain_policy();

}  // namespace lic::sim
