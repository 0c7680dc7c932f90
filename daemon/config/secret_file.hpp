#pragma once
// Files that hold one secret: named by path, or by a name under systemd's LoadCredential=. Only looked at here, never
// read: the secret itself is read by who needs it, at the moment of need (R-REG-2).

#include <optional>
#include <string>
#include <string_view>

#include "agent/result.hpp"

namespace lic {

// "credential:NAME" instead of a path.
inline constexpr std::string_view kCredentialPrefix = "credential:";

[[nodiscard]] bool names_credential(std::string_view value);

// The path that `value` means; a path is itself. `credentials_dir` is $CREDENTIALS_DIRECTORY, empty if there is none.
// Error `invalid_argument`, with text and remedy, for a name that cannot be one and where no credentials were handed
// over.
[[nodiscard]] Result<std::string> secret_file_path(const std::string& value, const std::string& credentials_dir);

// Why the file is not to be used, with the remedy, as one sentence that begins with the path: missing, no regular file,
// empty, readable by everybody. Nothing if it may be used, or if we are not allowed to look.
[[nodiscard]] std::optional<std::string> wrong_with_secret_file(const std::string& path);

}  // namespace lic
