#pragma once
// May an open connection serve the next post, too? Only if everything it was made and trusted by is the same.

#include <string>

namespace lic {

struct HttpPost;

// A SHA-256 over where a post goes, through what, as whom, and who vouches for it: 32 bytes. The system's store counts
// with the state of its file. Empty if OpenSSL cannot compute it; such a key equals none, not even another such.
[[nodiscard]] std::string connection_key_of(const HttpPost& post);

}  // namespace lic
