#pragma once
// What an operator pasted may have been broken into lines by a terminal or a mail (docs/decisions/0017).

#include <string>
#include <string_view>
#include <vector>

namespace lic {

// Every text that the pasted one may have been, likeliest first, each once: without outer white space and one pair of
// outer quotes, and then as it is, without its line breaks, without them and the white space around them, with a space
// for each line break, with a space for each with the white space around it. Which one is meant, the signature says.
// None is longer than `pasted`; never empty.
[[nodiscard]] std::vector<std::string> readings_of(std::string_view pasted);

}  // namespace lic
