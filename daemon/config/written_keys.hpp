#pragma once
// What the files say, key by key, so that two readings can be compared: which keys did an operator change?

#include "daemon/config/config.hpp"
#include "daemon/config/toml_tree.hpp"

namespace lic {

// Adds every key of the file under its full name ("syslog.form"); a later file's value takes the place of an earlier
// one's.
void note_written(const TomlFile& file, WrittenKeys& written);

}  // namespace lic
