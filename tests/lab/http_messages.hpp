// Between Beast's messages and plain ones: for http_server.cpp alone, since it shows Beast.
#pragma once

#include "tests/lab/http_types.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>

namespace ssm_lab {

[[nodiscard]] HttpRequest to_plain(boost::beast::http::request<boost::beast::http::string_body>&& message);
[[nodiscard]] boost::beast::http::response<boost::beast::http::string_body> to_message(const HttpAnswer& answer,
                                                                                       bool is_kept_alive);

// The head says more than there is; the connection must end then.
template <class Stream>
void write_half(Stream& stream, const HttpAnswer& answer) {
  std::ostringstream text;
  text << to_message(answer, false);
  const std::string whole = text.str();
  boost::system::error_code error;
  boost::asio::write(stream, boost::asio::buffer(whole.data(), whole.size() - answer.body.size() / 2), error);
}

// In chunks, with the padding; the connection must end then, since whoever reads has most likely hung up on it.
template <class Stream>
void write_padded(Stream& stream, const HttpAnswer& answer) {
  namespace http = boost::beast::http;
  constexpr std::size_t kPieceBytes = 64 * 1024;
  http::response<http::empty_body> head(to_message(answer, false).base());
  head.erase(http::field::content_length);
  head.chunked(true);
  http::response_serializer<http::empty_body> serializer(head);
  boost::system::error_code error;
  http::write_header(stream, serializer, error);
  if (!error) boost::asio::write(stream, http::make_chunk(boost::asio::buffer(answer.body)), error);
  const std::string piece(kPieceBytes, ' ');
  for (std::uint64_t left = answer.padding_bytes; left > 0 && !error;) {
    const std::uint64_t size = std::min<std::uint64_t>(left, piece.size());
    boost::asio::write(stream, http::make_chunk(boost::asio::buffer(piece.data(), size)), error);
    left -= size;
  }
  if (!error) boost::asio::write(stream, http::make_chunk_last(), error);
}

// True if the connection may go on.
template <class Stream>
bool write_answer(Stream& stream, const HttpAnswer& answer, bool is_kept_alive) {
  if (answer.ending == Ending::no_answer) return false;
  if (answer.ending == Ending::half) {
    write_half(stream, answer);
    return false;
  }
  if (answer.padding_bytes > 0) {
    write_padded(stream, answer);
    return false;
  }
  boost::system::error_code error;
  boost::beast::http::write(stream, to_message(answer, is_kept_alive), error);
  return !error && is_kept_alive;
}

}  // namespace ssm_lab
