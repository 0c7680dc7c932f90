#pragma once
// What the parser tells of one line, gathered into a request. Private to the room.

#include <boost/json/basic_parser.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/product/request.hpp"
#include "daemon/product/request_row.hpp"

namespace lic::product {

// The handler of Boost.JSON's basic_parser. The first problem is kept and reading goes on, so that `i` is found
// wherever it stands.
class LineHandler {
public:
  using Text = boost::json::string_view;
  using Code = boost::json::error_code;
  // The line is bounded, and that bounds everything in it.
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  void begin(std::string_view line);
  // The line was one JSON value.
  [[nodiscard]] Request finish();
  // The same for a sign-in without frame (RequestReader::read_sign_in).
  [[nodiscard]] std::optional<SignIn> finish_sign_in();
  // It was not.
  [[nodiscard]] Request give_up(std::string reason);

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code&);
  bool on_object_end(std::size_t, Code&);
  bool on_array_begin(Code&);
  bool on_array_end(std::size_t, Code&);
  bool on_key_part(Text part, std::size_t, Code&);
  bool on_key(Text rest, std::size_t, Code&);
  bool on_string_part(Text part, std::size_t, Code&);
  bool on_string(Text rest, std::size_t, Code&);
  bool on_number_part(Text, Code&) { return true; }
  bool on_int64(std::int64_t number, Text text, Code&);
  bool on_uint64(std::uint64_t number, Text text, Code&);
  bool on_double(double, Text text, Code&);
  bool on_bool(bool flag, Code&);
  bool on_null(Code&);
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }

private:
  enum class Place { line, top, names, rows, row };

  [[nodiscard]] Row& row() { return is_in_row_ ? row_ : top_; }
  [[nodiscard]] std::string place_text() const;
  [[nodiscard]] static std::string shown(std::string_view text);  // in quotes, and not all of a long one
  void note(Text text);
  [[nodiscard]] std::string_view whole(Text rest);
  void refuse(const std::string& what);
  void wrong_type();
  [[nodiscard]] bool is_value_wanted();
  void take_text(std::string_view text);
  void take_integer(std::int64_t number);
  void take_capability(std::string_view name);
  void begin_row();
  void end_row();
  void end_change();
  [[nodiscard]] Asked asked();
  [[nodiscard]] BadLine bad_line(std::string reason, bool is_whole);

  std::string_view line_;
  std::size_t at_ = 0;  // where the last text or number stood
  Place place_ = Place::line;
  bool is_in_row_ = false;
  int skipped_ = 0;  // levels of something that nobody asked for
  std::optional<Member> member_;
  Member rows_of_ = Member::seats;
  std::string parts_;  // of a text that came in pieces
  std::string echo_;
  Row top_;
  Row row_;
  bool more_ = false;
  std::vector<SignIn> seats_;
  SeatBatch batch_;
  std::vector<Unknown> unknown_rows_;
  std::optional<std::string> problem_;
  std::optional<std::string> row_problem_;
};

}  // namespace lic::product
