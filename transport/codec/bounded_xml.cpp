#include "transport/codec/bounded_xml.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "transport/codec/utf8.hpp"

namespace lic {
namespace {

// No document types, no processing instructions, no comments: what is not asked for is skipped. White space may stand
// between two pieces of one text.
constexpr unsigned kParsing = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_ws_pcdata;

constexpr std::string_view kCdata = "<![CDATA[";
constexpr std::string_view kComment = "<!--";

Error corrupt(const std::string& what, std::size_t position) {
  return {ErrorCode::data_corrupt, what + " at byte " + std::to_string(position)};
}

// Walks over the markup alone and stops at the first thing that must not reach the parser.
class MarkupScan {
public:
  explicit MarkupScan(std::string_view text) : text_(text) {}

  std::optional<Error> run() {
    while (!problem_) {
      const std::size_t next = text_.find('<', position_);
      if (next == std::string_view::npos) break;
      position_ = next;
      take_markup();
    }
    if (!problem_ && depth_ != 0) problem_ = corrupt("it ends too early", text_.size());
    return problem_;
  }

private:
  [[nodiscard]] bool at(std::string_view token) const { return text_.substr(position_, token.size()) == token; }

  void take_markup() {
    if (at(kCdata)) return skip_to("]]>", kCdata.size());
    if (at(kComment)) return skip_to("-->", kComment.size());
    if (at("<?")) return skip_to("?>", 2);
    if (at("<!")) {
      problem_ = corrupt("it has a document type or an entity declaration, which is refused,", position_);
      return;
    }
    take_tag(at("</"));
  }

  void skip_to(std::string_view end, std::size_t from) {
    const std::size_t place = text_.find(end, position_ + from);
    if (place == std::string_view::npos)
      problem_ = corrupt("it ends too early", text_.size());
    else
      position_ = place + end.size();
  }

  void take_tag(bool closing) {
    const std::size_t begin = position_;
    const std::optional<std::size_t> end = end_of_tag(begin + 1);
    if (!end) {
      problem_ = corrupt("it ends too early", text_.size());
      return;
    }
    position_ = *end + 1;
    if (closing) {
      if (depth_ == 0) problem_ = corrupt("an element is closed that was not opened", begin);
      if (depth_ > 0) --depth_;
      return;
    }
    ++elements_;
    if (text_[*end - 1] != '/') ++depth_;
    if (depth_ > kXmlDepthMax)
      problem_ = Error{ErrorCode::resource_exhausted, "it is nested more than 32 levels deep"};
    else if (elements_ > kXmlElementsMax)
      problem_ = Error{ErrorCode::resource_exhausted, "it has more than 10,000 elements"};
  }

  // A ">" inside quotes ends no tag.
  [[nodiscard]] std::optional<std::size_t> end_of_tag(std::size_t from) const {
    char quote = 0;
    for (std::size_t place = from; place < text_.size(); ++place) {
      const char letter = text_[place];
      if (quote != 0)
        quote = letter == quote ? char{0} : quote;
      else if (letter == '"' || letter == '\'')
        quote = letter;
      else if (letter == '>')
        return place;
    }
    return std::nullopt;
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t depth_ = 0;
  std::size_t elements_ = 0;
  std::optional<Error> problem_;
};

std::optional<Error> not_utf8(std::string_view text) {
  for (std::size_t place = 0; place < text.size();) {
    const std::size_t length = utf8_character_at(text, place).length;
    if (length == 0) return corrupt("it is not UTF-8", place);
    place += length;
  }
  return std::nullopt;
}

}  // namespace

Result<pugi::xml_document> parse_bounded_xml(std::string_view text) {
  if (text.size() > kXmlBytesMax) return Error{ErrorCode::resource_exhausted, "it is larger than 1 MiB"};
  // The parser would take a zero byte for the end and ignore what follows.
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
    return corrupt("it holds a zero byte", zero);
  if (std::optional<Error> problem = not_utf8(text)) return *std::move(problem);
  if (std::optional<Error> problem = MarkupScan{text}.run()) return *std::move(problem);
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size(), kParsing, pugi::encoding_utf8);
  if (!parsed) return corrupt("it is no XML", static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)));
  return document;
}

std::string_view local_name(pugi::xml_node node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child_named(pugi::xml_node parent, std::string_view name) {
  return parent.find_child([name](pugi::xml_node child) { return local_name(child) == name; });
}

std::string text_of(pugi::xml_node node) {
  std::string text;
  for (const pugi::xml_node piece : node.children())
    if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata) text += piece.value();
  return text;
}

}  // namespace lic
