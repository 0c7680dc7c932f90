#include "tests/lab/http_call.hpp"

#include "tests/lab/http_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace ssm_lab {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

Result<HttpAnswer> call_plain(const HttpCall& call) {
  asio::io_context context;
  tcp::socket socket(context);
  const auto address = parse_listen_address(call.authority);
  if (!address) return address.error();
  boost::system::error_code error;
  socket.connect({asio::ip::make_address(address->host, error), address->port}, error);
  if (error) return failure("cannot reach " + call.authority + ": " + error.message());
  http::request<http::string_body> message(http::string_to_verb(call.request.method), call.request.target, 11);
  message.set(http::field::host, call.authority);
  message.set(http::field::content_type, call.request.content_type);
  if (call.request.authorization) message.set(http::field::authorization, *call.request.authorization);
  message.body() = call.request.body;
  message.keep_alive(false);
  message.prepare_payload();
  http::write(socket, message, error);
  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  if (!error) http::read(socket, buffer, response, error);
  if (error) return failure("no answer from " + call.authority + ": " + error.message());
  HttpAnswer answer;
  answer.status = response.result_int();
  answer.body = response.body();
  return answer;
}

}  // namespace ssm_lab
