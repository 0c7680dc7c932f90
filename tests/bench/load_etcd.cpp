#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <unordered_map>

#include "tests/bench/load_session.hpp"

namespace lic::load {
namespace {

constexpr std::size_t kGrpcHeadBytes = 5;
constexpr std::uint32_t kStreamWindowBytes = 1 << 20;

nghttp2_nv header(std::string_view name, std::string_view value) {
  // nghttp2 takes bytes it never writes as pointers to non-const.
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));  // NOLINT
  };
  return {bytes(name), bytes(value), name.size(), value.size(),
          NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE};
}

// A gRPC frame (one byte "not compressed", four of length) around PutRequest{key = 1, value = 2}. Both are shorter than
// 128 bytes, so that each length is one byte.
std::string put_frame(const Item& item) {
  static_assert(kIdLetters < 128 && kValueLetters < 128);
  const std::size_t length = 2 + item.id.size() + 2 + item.value.size();
  std::string frame{'\0', '\0', '\0', '\0', static_cast<char>(length)};
  frame += '\x0a';
  frame += static_cast<char>(item.id.size());
  frame += item.id;
  frame += '\x12';
  frame += static_cast<char>(item.value.size());
  frame += item.value;
  return frame;
}

struct Stream {
  Instant asked;
  std::string frame;
  std::size_t sent = 0;
  std::size_t answer_bytes = 0;
  bool is_status_good = false;
  bool is_grpc_good = false;
  std::string said;  // the headers of an answer that is not good
};

class EtcdSession final : public Session {
public:
  EtcdSession();
  ~EtcdSession() override { nghttp2_session_del(session_); }

  void put(const Item& item, Instant asked, std::string& out) override;
  std::size_t take(std::string_view in, Answers& answers) override;
  void flush(std::string& out) override;

private:
  static EtcdSession& of(void* self) { return *static_cast<EtcdSession*>(self); }
  Stream* find(std::int32_t id);
  static ssize_t read_frame(nghttp2_session*, std::int32_t id, std::uint8_t* room, std::size_t most,
                            std::uint32_t* flags, nghttp2_data_source*, void* self);
  static int on_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t name_bytes,
                       const std::uint8_t* value, std::size_t value_bytes, std::uint8_t, void* self);
  static int on_data(nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t*, std::size_t bytes,
                     void* self);
  static int on_close(nghttp2_session*, std::int32_t id, std::uint32_t error, void* self);

  nghttp2_session* session_ = nullptr;
  std::unordered_map<std::int32_t, Stream> streams_;
  Answers* answers_ = nullptr;  // of the call of take() under way
};

EtcdSession::EtcdSession() {
  nghttp2_session_callbacks* callbacks = nullptr;
  if (nghttp2_session_callbacks_new(&callbacks) != 0) std::abort();
  nghttp2_session_callbacks_set_on_header_callback(callbacks, &EtcdSession::on_header);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, &EtcdSession::on_data);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, &EtcdSession::on_close);
  if (nghttp2_session_client_new(&session_, callbacks, this) != 0) std::abort();
  nghttp2_session_callbacks_del(callbacks);
  const std::array<nghttp2_settings_entry, 2> settings{
      {{NGHTTP2_SETTINGS_ENABLE_PUSH, 0}, {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kStreamWindowBytes}}};
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings.data(), settings.size());
}

Stream* EtcdSession::find(std::int32_t id) {
  const auto found = streams_.find(id);
  return found == streams_.end() ? nullptr : &found->second;
}

void EtcdSession::put(const Item& item, Instant asked, std::string&) {
  static const std::array<nghttp2_nv, 6> kHeaders = {header(":method", "POST"),
                                                     header(":scheme", "http"),
                                                     header(":path", "/etcdserverpb.KV/Put"),
                                                     header(":authority", "localhost"),
                                                     header("content-type", "application/grpc"),
                                                     header("te", "trailers")};
  nghttp2_data_provider body{};
  body.read_callback = &EtcdSession::read_frame;
  const std::int32_t id = nghttp2_submit_request(session_, nullptr, kHeaders.data(), kHeaders.size(), &body, nullptr);
  if (id < 0) {
    std::cerr << "lic_load: nghttp2 takes no further stream: " << nghttp2_strerror(id) << '\n';
    std::exit(1);
  }
  streams_[id] = Stream{.asked = asked, .frame = put_frame(item), .said = {}};
}

void EtcdSession::flush(std::string& out) {
  const std::uint8_t* bytes = nullptr;
  for (ssize_t count = 0; (count = nghttp2_session_mem_send(session_, &bytes)) > 0;)
    out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(count));
}

std::size_t EtcdSession::take(std::string_view in, Answers& answers) {
  answers_ = &answers;
  const ssize_t used = nghttp2_session_mem_recv(session_, reinterpret_cast<const std::uint8_t*>(in.data()), in.size());
  answers_ = nullptr;
  if (used < 0) answers.give_up(nghttp2_strerror(static_cast<int>(used)));
  if (nghttp2_session_want_read(session_) == 0) answers.give_up("etcd ended the HTTP/2 connection");
  return in.size();
}

ssize_t EtcdSession::read_frame(nghttp2_session*, std::int32_t id, std::uint8_t* room, std::size_t most,
                                std::uint32_t* flags, nghttp2_data_source*, void* self) {
  Stream* stream = of(self).find(id);
  if (stream == nullptr) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  const std::size_t count = std::min(most, stream->frame.size() - stream->sent);
  std::copy_n(stream->frame.data() + stream->sent, count, room);
  stream->sent += count;
  if (stream->sent == stream->frame.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(count);
}

int EtcdSession::on_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                           std::size_t name_bytes, const std::uint8_t* value, std::size_t value_bytes, std::uint8_t,
                           void* self) {
  Stream* stream = of(self).find(frame->hd.stream_id);
  if (stream == nullptr) return 0;
  const std::string_view key(reinterpret_cast<const char*>(name), name_bytes);
  const std::string_view text(reinterpret_cast<const char*>(value), value_bytes);
  if (key == ":status") stream->is_status_good = text == "200";
  if (key == "grpc-status") stream->is_grpc_good = text == "0";
  if (key == "grpc-message" || (key == "grpc-status" && text != "0") || (key == ":status" && text != "200")) {
    stream->said += std::string(key) + ": " + std::string(text) + "; ";
  }
  return 0;
}

int EtcdSession::on_data(nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t*, std::size_t bytes,
                         void* self) {
  if (Stream* stream = of(self).find(id)) stream->answer_bytes += bytes;
  return 0;
}

int EtcdSession::on_close(nghttp2_session*, std::int32_t id, std::uint32_t error, void* self) {
  EtcdSession& session = of(self);
  const Stream* stream = session.find(id);
  if (stream == nullptr || session.answers_ == nullptr) return 0;
  const bool is_done = error == NGHTTP2_NO_ERROR && stream->is_status_good && stream->is_grpc_good &&
                       stream->answer_bytes > kGrpcHeadBytes;
  if (is_done) {
    session.answers_->good(stream->asked);
  } else {
    session.answers_->refuse(stream->asked, "etcd: " + stream->said + "HTTP/2 error " + std::to_string(error));
  }
  session.streams_.erase(id);
  return 0;
}

}  // namespace

std::unique_ptr<Session> etcd_session() { return std::make_unique<EtcdSession>(); }

}  // namespace lic::load
