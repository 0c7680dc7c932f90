#pragma once
// A small catalog as text, and what the reader says of it.

#include <string>
#include <vector>

#include "daemon/config/catalog_file.hpp"
#include "tests/config/config_folder.hpp"

namespace lic {

using Lines = std::vector<std::string>;

inline constexpr const char* kGoodHead =
    "[product]\nid = \"X\"\ntitle = \"X\"\nsoftware_tag = \"regid.x\"\napp_id = \"X\"\nexport_control = \"applies\"\n"
    "blocked_when_enforced = []\n[policy]\n[license_types.t]\ntitle = \"T\"\nclass = \"production\"\n"
    "premium_capabilities = []\nlimit_fields = []\n";  // 13 lines
inline constexpr const char* kGoodSeat =
    "[[license_types.t.entitlements]]\nname = \"a\"\ntag = \"regid.a\"\ndisplay_name = \"A\"\nversion = \"1\"\n"
    "mode = \"counted\"\nmeter = \"standard\"\n";  // 7 lines

// A catalog of one type: `keys` are its lines besides title and class, `entitlements` its meters, all counted.
inline std::string catalog_text(const std::string& keys, const std::vector<std::string>& meters) {
  std::string text =
      "[product]\nid = \"X\"\ntitle = \"X\"\nsoftware_tag = \"regid.x\"\napp_id = \"X\"\nexport_control = "
      "\"applies\"\nblocked_when_enforced = []\n[policy]\n[license_types.t]\ntitle = \"T\"\n" +
      keys;
  for (const std::string& meter : meters)
    text += "[[license_types.t.entitlements]]\nname = \"" + meter + "\"\ntag = \"regid." + meter +
            "\"\ndisplay_name = \"A\"\nversion = \"1\"\nmode = \"counted\"\nmeter = \"" + meter + "\"\n";
  return text;
}

// What load_catalog complains about, as "line:column text".
inline Lines complaints(const std::string& text) {
  const ConfigFolder folder;
  folder.write("c.toml", text);
  Lines lines;
  for (const ConfigProblem& problem : load_catalog(folder.path("c.toml")).problems) {
    lines.push_back(std::to_string(problem.line) + ":" + std::to_string(problem.column) + " " + problem.text);
  }
  return lines;
}

}  // namespace lic
