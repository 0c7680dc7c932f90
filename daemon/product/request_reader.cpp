#include "daemon/product/request_reader.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <string>
#include <utility>

#include "daemon/product/line_handler.hpp"

namespace lic::product {
namespace {

boost::json::parse_options options() {
  boost::json::parse_options chosen;
  chosen.max_depth = kDepthMax;
  return chosen;
}

std::string cause_of(const boost::json::error_code& error) {
  if (error == boost::json::error::syntax) return "not valid JSON in UTF-8";
  if (error == boost::json::error::incomplete) return "the line ends in the middle of its JSON";
  if (error == boost::json::error::extra_data) return "something follows the JSON object";
  if (error == boost::json::error::too_deep) return "nested deeper than " + std::to_string(kDepthMax) + " levels";
  return "not valid JSON in UTF-8 (" + error.message() + ")";
}

struct Outcome {
  boost::json::error_code error;
  std::size_t used = 0;
};

}  // namespace

struct RequestReader::Inner {
  [[nodiscard]] Outcome parse(std::string_view text) {
    parser.reset();
    parser.handler().begin(text);
    Outcome outcome;
    outcome.used = parser.write_some(false, text.data(), text.size(), outcome.error);
    if (!outcome.error && outcome.used < text.size()) outcome.error = boost::json::error::extra_data;
    return outcome;
  }

  boost::json::basic_parser<LineHandler> parser{options()};
};

RequestReader::RequestReader() : inner_(std::make_unique<Inner>()) {}
RequestReader::~RequestReader() = default;

Request RequestReader::read(std::string_view line) {
  LineHandler& handler = inner_->parser.handler();
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
    handler.begin(line);
    return handler.give_up("the line is empty");
  }
  const Outcome outcome = inner_->parse(line);
  if (!outcome.error) return handler.finish();
  return handler.give_up("at byte " + std::to_string(outcome.used + 1) + ": " + cause_of(outcome.error));
}

std::optional<SignIn> RequestReader::read_sign_in(std::string_view body) {
  if (inner_->parse(body).error) return std::nullopt;
  return inner_->parser.handler().finish_sign_in();
}

}  // namespace lic::product
