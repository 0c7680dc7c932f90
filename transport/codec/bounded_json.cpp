#include "transport/codec/bounded_json.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "transport/codec/wire_names.hpp"

namespace lic {
namespace {

bool carries_a_document(std::string_view member) {
  return std::find(wire::kLongMembers.begin(), wire::kLongMembers.end(), member) != wire::kLongMembers.end();
}

// Builds the value while it counts. Returning false stops the parser, which would otherwise throw or overflow the
// stack.
class BoundedBuilder final : public nlohmann::json_sax<Json> {
public:
  bool null() override { return place(nullptr); }
  bool boolean(bool value) override { return place(value); }
  bool number_integer(number_integer_t value) override { return place(value); }
  bool number_unsigned(number_unsigned_t value) override { return place(value); }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return place(value); }
  bool binary(binary_t& /*value*/) override { return refuse(ErrorCode::data_corrupt, "it holds binary data"); }

  bool string(string_t& value) override {
    const bool in_object = !open_.empty() && open_.back()->is_object();
    if (value.size() > kStringBytesMax && !(in_object && carries_a_document(member_)))
      return refuse(ErrorCode::resource_exhausted, "a string is longer than 64 KiB");
    return place(std::move(value));
  }

  bool key(string_t& name) override {
    if (name.size() > kStringBytesMax)
      return refuse(ErrorCode::resource_exhausted, "a member's name is longer than 64 KiB");
    if (open_.back()->contains(name))
      return refuse(ErrorCode::invalid_argument, "the member '" + name.substr(0, 64) + "' comes twice");
    member_ = std::move(name);
    return true;
  }

  bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t position, const std::string& /*token*/, const Json::exception& /*error*/) override {
    if (problem_) return false;
    return refuse(ErrorCode::data_corrupt, "it is no JSON from byte " + std::to_string(position) + " on");
  }

  [[nodiscard]] const std::optional<Error>& problem() const { return problem_; }
  [[nodiscard]] Json take() { return std::move(root_); }

private:
  bool refuse(ErrorCode code, const std::string& text) {
    problem_ = Error{code, text};
    return false;
  }

  Json* put(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Json& parent = *open_.back();
    if (parent.is_object()) return &(parent.emplace(std::move(member_), std::move(value)).first.value());
    parent.push_back(std::move(value));
    return &parent.back();
  }
  bool place(Json value) {
    (void)put(std::move(value));
    return true;
  }
  bool open(Json container) {
    if (open_.size() == kJsonDepthMax)
      return refuse(ErrorCode::resource_exhausted, "it is nested more than 32 levels deep");
    open_.push_back(put(std::move(container)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  Json root_;
  std::vector<Json*> open_;  // only the last of an array is ever open, so growth of the array moves none of these
  std::string member_;
  std::optional<Error> problem_;
};

}  // namespace

Result<Json> parse_bounded(std::string_view text) {
  if (text.size() > kBodyBytesMax) return Error{ErrorCode::resource_exhausted, "it is larger than 1 MiB"};
  // The lexer would take a zero byte for the end and ignore what follows.
  if (text.find('\0') != std::string_view::npos) return Error{ErrorCode::data_corrupt, "it holds a zero byte"};
  BoundedBuilder builder;
  if (!Json::sax_parse(text.begin(), text.end(), &builder))
    return builder.problem().value_or(Error{ErrorCode::data_corrupt, "it is no JSON"});
  return builder.take();
}

}  // namespace lic
