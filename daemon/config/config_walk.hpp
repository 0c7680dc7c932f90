#pragma once
// Walks one parsed configuration file section by section into the draft; reports what it does not know.

#include "daemon/config/config_keys.hpp"
#include "daemon/config/key_places.hpp"

namespace lic {

// Everything but [policy], whose values need the catalog first. [lab] is read only if `lab`.
void read_sections(const TomlFile& file, bool lab, ConfigDraft& draft, KeyPlaces& places, ProblemList& problems);

// [policy] alone, over what the catalog said.
void read_policy(const TomlFile& file, Policy& policy, ProblemList& problems);

}  // namespace lic
