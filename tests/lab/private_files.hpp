// Small files of the state directory, written whole or not at all.
#pragma once

#include "tests/lab/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace ssm_lab {

enum class Visibility { owner_only, everybody };

// Writes a sibling, syncs it and renames it over `file`: a reader sees the old or the new contents, never a part.
// Fails with a sentence naming the file.
[[nodiscard]] Result<bool> write_file(const std::filesystem::path& file, std::string_view contents,
                                      Visibility visibility);
// Nothing if there is no such file or it cannot be read.
[[nodiscard]] std::optional<std::string> read_file(const std::filesystem::path& file);

}  // namespace ssm_lab
