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

}  // namespace

struct RequestReader::Inner {
  boost::json::basic_parser<LineHandler> parser{options()};
};

RequestReader::RequestReader() : inner_(std::make_unique<Inner>()) {}
RequestReader::~RequestReader() = default;

Request RequestReader::read(std::string_view line) {
  auto& parser = inner_->parser;
  LineHandler& handler = parser.handler();
  parser.reset();
  handler.begin(line);
  if (line.find_first_not_of(" \t\r") == std::string_view::npos) return handler.give_up("the line is empty");
  boost::json::error_code error;
  const std::size_t used = parser.write_some(false, line.data(), line.size(), error);
  if (!error && used < line.size()) error = boost::json::error::extra_data;
  if (!error) return handler.finish();
  return handler.give_up("at byte " + std::to_string(used + 1) + ": " + cause_of(error));
}

}  // namespace lic::product
