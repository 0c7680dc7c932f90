#pragma once
// Answers and events of the product socket as lines. Each call appends one whole line, its end included.

#include <string>
#include <string_view>
#include <vector>

#include "agent/effect.hpp"
#include "agent/state.hpp"
#include "daemon/product/request.hpp"

namespace lic::product {

// What the answer needs to know of its request.
struct AnswerShape {
  std::string echo;  // `i` as JSON text; empty = none
  Unknown unknown = Unknown::is_error;
  std::vector<Unknown> rows = {};         // of a batch
  std::optional<std::size_t> count = {};  // seats of a sync
};

// Not durable: done in memory while the disk refuses; said of what was done only.
void append_answer(std::string& out, const AnswerShape& shape, const Answered& answered, bool is_durable);
// `members` is what comes after `"ok":true`, as JSON text without braces; may be empty.
void append_good(std::string& out, std::string_view echo, std::string_view members);
void append_error(std::string& out, std::string_view echo, const Error& error);
// {"event":"PROVISIONING_BLOCKED","at":...,"kind":...,"severity":...,"text":...}
void append_event(std::string& out, const DomainEvent& event);

}  // namespace lic::product
