#pragma once
// Bytes of a connection as requests. Keeps its memory from request to request. Knows HTTP's syntax and limits, nothing
// of routes.

#include <cstddef>
#include <memory>
#include <span>

#include "daemon/api/admission.hpp"
#include "daemon/api/http_message.hpp"

namespace lic::api {

class HttpReader {
public:
  enum class Progress {
    more,    // bytes are wanted
    head,    // the header has come: once for each request, before its body
    whole,   // the request has come; next() before reading on
    broken,  // there is no next request
  };

  HttpReader();
  HttpReader(const HttpReader&) = delete;
  HttpReader& operator=(const HttpReader&) = delete;
  ~HttpReader();

  // Where the next bytes go, after `more`. Empty: the request has a header, or a line between chunks, that is too
  // large.
  [[nodiscard]] std::span<char> space();
  void received(std::size_t count);
  [[nodiscard]] Progress read();
  void next();
  // Forgets what was not read: the whole space is free again.
  void discard();

  // A part of a request has come.
  [[nodiscard]] bool has_begun() const;
  // From `head` to next(); views into request().
  [[nodiscard]] RequestHead head() const;
  // The client waits for leave to send its body, and has not begun to.
  [[nodiscard]] bool expects_continue() const;
  [[nodiscard]] bool keeps_alive() const;
  // With its body from `whole` to next(). The caller may move `id` in.
  [[nodiscard]] ApiRequest& request();
  // What `broken` is answered.
  [[nodiscard]] ApiResponse refusal() const;

private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace lic::api
