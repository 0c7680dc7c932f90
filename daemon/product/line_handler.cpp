#include "daemon/product/line_handler.hpp"

#include <functional>

namespace lic::product {
void LineHandler::begin(std::string_view line) {
  line_ = line;
  at_ = 0;
  place_ = Place::line;
  is_in_row_ = false;
  skipped_ = 0;
  member_.reset();
  parts_.clear();
  echo_.clear();
  top_.present = {};
  more_ = false;
  seats_.clear();
  batch_.changes.clear();
  unknown_rows_.clear();
  problem_.reset();
  row_problem_.reset();
}

std::string LineHandler::place_text() const {
  if (!is_in_row_) return "the request";
  const std::size_t index = rows_of_ == Member::seats ? seats_.size() : batch_.changes.size();
  return std::string(name_of(rows_of_)) + "[" + std::to_string(index) + "]";
}

// Texts with escapes and long numbers lie elsewhere; then the place before is near enough.
void LineHandler::note(Text text) {
  const std::less<> before;
  const char* const end = line_.data() + line_.size();
  if (!before(text.data(), line_.data()) && before(text.data(), end))
    at_ = static_cast<std::size_t>(text.data() - line_.data());
}

std::string_view LineHandler::whole(Text rest) {
  if (parts_.empty()) return {rest.data(), rest.size()};
  parts_.append(rest.data(), rest.size());
  return parts_;
}

void LineHandler::refuse(const std::string& what) {
  auto& problem = is_in_row_ && rows_of_ == Member::changes ? row_problem_ : problem_;
  if (!problem) problem = "near byte " + std::to_string(at_ + 1) + ": " + what;
}

// Refuses a value where there can be none of its kind; `i`, `op` and texts in objects come through.
bool LineHandler::is_value_wanted() {
  if (skipped_ > 0) return false;
  switch (place_) {
    case Place::top:
    case Place::row: return member_.has_value();
    case Place::line: refuse("the line is not a JSON object"); return false;
    case Place::names: refuse("a capability in " + place_text() + " is not a string"); return false;
    case Place::rows:
      begin_row();
      refuse(place_text() + " is not a JSON object");
      end_row();
      return false;
  }
  return false;
}

bool LineHandler::on_object_begin(Code&) {
  if (skipped_ > 0) {
    ++skipped_;
  } else if (place_ == Place::line) {
    place_ = Place::top;
  } else if (place_ == Place::rows) {
    begin_row();
    place_ = Place::row;
  } else {
    if (is_value_wanted()) wrong_type();
    skipped_ = 1;
  }
  return true;
}

bool LineHandler::on_object_end(std::size_t, Code&) {
  if (skipped_ > 0) {
    --skipped_;
  } else if (place_ == Place::row) {
    end_row();
    place_ = Place::rows;
  } else {
    place_ = Place::line;
  }
  return true;
}

bool LineHandler::on_array_begin(Code&) {
  if (skipped_ > 0) {
    ++skipped_;
    return true;
  }
  const bool is_in_object = place_ == Place::top || place_ == Place::row;
  if (is_in_object && (member_ == Member::capabilities || member_ == Member::used)) {
    (member_ == Member::used ? row().used : row().capabilities).reset();
    row().present.add(*member_);
    place_ = Place::names;
  } else if (place_ == Place::top && (member_ == Member::seats || member_ == Member::changes)) {
    rows_of_ = *member_;
    top_.present.add(rows_of_);
    if (rows_of_ == Member::seats) seats_.clear();
    if (rows_of_ == Member::changes) {
      batch_.changes.clear();
      unknown_rows_.clear();
    }
    place_ = Place::rows;
  } else {
    if (is_value_wanted()) wrong_type();
    skipped_ = 1;
  }
  return true;
}

bool LineHandler::on_array_end(std::size_t, Code&) {
  if (skipped_ > 0) {
    --skipped_;
  } else if (place_ == Place::names) {
    place_ = is_in_row_ ? Place::row : Place::top;
  } else {
    place_ = Place::top;
  }
  return true;
}

bool LineHandler::on_key_part(Text part, std::size_t, Code&) {
  if (skipped_ == 0) parts_.append(part.data(), part.size());
  return true;
}

bool LineHandler::on_key(Text rest, std::size_t, Code&) {
  if (skipped_ > 0) return true;
  note(rest);
  const std::string_view name = whole(rest);
  member_ = member_named(name);
  if (!member_) refuse("unknown member " + shown(name) + " in " + place_text());
  parts_.clear();
  return true;
}

bool LineHandler::on_string_part(Text part, std::size_t, Code&) {
  if (skipped_ == 0) parts_.append(part.data(), part.size());
  return true;
}

bool LineHandler::on_string(Text rest, std::size_t, Code&) {
  if (skipped_ > 0) return true;
  note(rest);
  const std::string_view text = whole(rest);
  if (place_ == Place::names) {
    take_capability(text);
  } else if (is_value_wanted()) {
    take_text(text);
  }
  parts_.clear();
  return true;
}

bool LineHandler::on_int64(std::int64_t number, Text text, Code&) {
  note(text);
  if (is_value_wanted()) take_integer(number);
  return true;
}

bool LineHandler::on_uint64(std::uint64_t number, Text text, Code&) {
  note(text);
  if (!is_value_wanted()) return true;
  if (place_ == Place::top && member_ == Member::i) {
    echo_ = std::to_string(number);
    top_.present.add(Member::i);
  } else {
    wrong_type();
  }
  return true;
}

bool LineHandler::on_double(double, Text text, Code&) {
  note(text);
  if (is_value_wanted()) wrong_type();
  return true;
}

bool LineHandler::on_bool(bool flag, Code&) {
  if (!is_value_wanted()) return true;
  if (place_ == Place::top && member_ == Member::more) {
    more_ = flag;
    top_.present.add(Member::more);
  } else {
    wrong_type();
  }
  return true;
}

bool LineHandler::on_null(Code&) {
  if (!is_value_wanted()) return true;
  row().present.remove(*member_);
  if (!is_in_row_ && member_ == Member::i) echo_.clear();
  if (!is_in_row_ && member_ == Member::more) more_ = false;
  return true;
}

}  // namespace lic::product
