#pragma once
// The counters as a packed record: the sections clock and usage, all that a sign-in changes besides the seat. They are
// small there and quick to write, where their JSON is neither.

#include "agent/sections.hpp"
#include "persistence/packed_bytes.hpp"

namespace lic {

void pack_counters(PackedWriter& record, const Sections& sections);
// Replaces both sections. Spoils the reader if they are no counters; then the sections are of no use.
void unpack_counters(PackedReader& record, Sections& sections);

}  // namespace lic
