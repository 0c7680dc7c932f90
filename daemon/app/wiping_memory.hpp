#pragma once
// Memory that is given back is wiped first, in the whole daemon: tokens, passwords and keys pass through buffers of
// libcurl, OpenSSL and JSON that nobody else clears, and would stand in a core file long after their use. Linked into
// smart-agentd alone, where it replaces operator new and delete.

namespace lic {

// Has libcurl and OpenSSL wipe as well. Once, first thing in main(), before either was used. False if one of them has
// memory already.
[[nodiscard]] bool wipe_freed_memory();

}  // namespace lic
