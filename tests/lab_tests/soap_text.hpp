// Call Home messages as an agent would write and read them, by text alone: nothing of the lab's own XML code.
#pragma once

#include <string>

namespace ssm_lab_tests {

// The sample of wire.md with `data` inside the element `Data`.
[[nodiscard]] std::string soap_around(const std::string& data);
// The same with `message` as one CDATA section.
[[nodiscard]] std::string soap_request(const std::string& message);
// All CDATA of an answer, put together; empty if there is none.
[[nodiscard]] std::string message_in(const std::string& soap_answer);
// How often `part` occurs in `text`.
[[nodiscard]] int count_of(const std::string& text, const std::string& part);

}  // namespace ssm_lab_tests
