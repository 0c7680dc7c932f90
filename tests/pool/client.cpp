#include "tests/pool/client.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>
#include <optional>
#include <utility>

namespace lic::pool {
namespace {

std::optional<std::int64_t> number_after(std::string_view line, std::string_view name) {
  const auto found = line.find(name);
  if (found == std::string_view::npos) return std::nullopt;
  std::int64_t value = 0;
  const char* begin = line.data() + found + name.size();
  const auto [end, error] = std::from_chars(begin, line.data() + line.size(), value);
  if (error != std::errc{}) return std::nullopt;
  return value;
}

bool says(std::string_view line, std::string_view what) { return line.find(what) != std::string_view::npos; }

// Takes one out of the list by chance.
std::int64_t draw_from(std::vector<std::int64_t>& people, sim::Dice& dice) {
  std::swap(people[static_cast<std::size_t>(dice.below(static_cast<std::int64_t>(people.size())))], people.back());
  const std::int64_t person = people.back();
  people.pop_back();
  return person;
}

}  // namespace

Client::Client(const Place& place, const Pool& pool, std::atomic<std::uint64_t>& order)
    : number_(place.number),
      pool_(pool),
      order_(order),
      dice_(sim::Dice(place.seed * 1000 + static_cast<std::uint64_t>(place.number)).roll()) {
  socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  place.socket.copy(address.sun_path, sizeof address.sun_path - 1);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    complaint_ = "cannot connect to " + place.socket + ": " + std::strerror(errno);
}

Client::~Client() {
  if (socket_ >= 0) ::close(socket_);
}

bool Client::complain(std::string text) {
  complaint_ = std::move(text);
  return false;
}

bool Client::run(const Work& work) {
  if (!complaint_.empty()) return false;
  std::int64_t left = work.operations;
  while (true) {
    std::string lines;
    Asked asked{};
    while (waiting_.size() < work.in_flight && (work.phase == Phase::drain || left > 0) && choose(work.phase, asked)) {
      write_line(asked, lines);
      --left;
    }
    if (!lines.empty() && !send(lines)) return false;
    if (waiting_.empty()) return true;
    if (!receive()) return false;
  }
}

// Nobody about whom something is under way is chosen, so that what each operation does is known beforehand.
bool Client::choose(Phase phase, Asked& asked) {
  const auto chance = dice_.below(100);
  const bool leaves = phase == Phase::drain || (phase == Phase::churn && chance < 46);
  if (leaves && !premium_.empty() && (standard_.empty() || dice_.chance(0.4))) {
    asked = {draw_from(premium_, dice_), {Kind::premium_out}};
  } else if (leaves && !standard_.empty()) {
    asked = {draw_from(standard_, dice_), {Kind::standard_out}};
  } else if (phase == Phase::drain) {
    return false;
  } else if (chance > 92 && !standard_.empty()) {
    asked = {draw_from(standard_, dice_), {Kind::rise}};
  } else {
    asked = {next_person_++, {chance % 3 == 0 ? Kind::premium_in : Kind::standard_in}};
  }
  return true;
}

void Client::write_line(const Asked& asked, std::string& out) {
  constexpr std::array<std::string_view, 5> kHeads = {
      R"("op":"sign_in","capabilities":["inbound_voice"],"id":")", R"("op":"sign_in","capabilities":["chat"],"id":")",
      R"("op":"update","capabilities":["chat"],"id":")", R"("op":"sign_out","id":")", R"("op":"sign_out","id":")"};
  out += R"({"i":)" + std::to_string(next_line_++) + ",";
  out += kHeads.at(static_cast<std::size_t>(asked.operation.kind));
  out += "p" + std::to_string(number_) + "-" + std::to_string(asked.person) + "\"}\n";
  waiting_.push_back(asked);
  waiting_.back().operation.asked = order_.fetch_add(1);
}

bool Client::send(const std::string& text) {
  for (std::size_t sent = 0; sent < text.size();) {
    const ssize_t count = ::send(socket_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return complain("the daemon closed the connection");
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

bool Client::receive() {
  std::array<char, 65536> room;
  const ssize_t count = ::recv(socket_, room.data(), room.size(), 0);
  if (count <= 0) return complain("the daemon closed the connection with " + std::to_string(waiting_.size()) + " open");
  unread_.append(room.data(), static_cast<std::size_t>(count));
  std::size_t begin = 0;
  for (std::size_t end = unread_.find('\n'); end != std::string::npos; end = unread_.find('\n', begin)) {
    if (!take(std::string_view(unread_).substr(begin, end - begin))) return false;
    begin = end + 1;
  }
  unread_.erase(0, begin);
  return true;
}

bool Client::take(std::string_view line) {
  if (waiting_.empty() || number_after(line, R"("i":)") != static_cast<std::int64_t>(next_answer_++))
    return complain("an answer out of order: " + std::string(line));
  auto [person, operation] = waiting_.front();
  waiting_.pop_front();
  operation.heard = order_.fetch_add(1);
  operation.accepted = says(line, R"("ok":true)");
  const bool came = operation.kind == Kind::standard_in || operation.kind == Kind::premium_in;
  const bool wants_premium = operation.kind == Kind::premium_in || operation.kind == Kind::rise;
  if (operation.accepted) {
    if (says(line, R"("durable":false)") || says(line, R"("known":false)"))
      return complain("not done: " + std::string(line));
    if ((came || wants_premium) && says(line, R"("class":"premium")") != wants_premium)
      return complain("another class than asked for: " + std::string(line));
    if (wants_premium) premium_.push_back(person);
    if (operation.kind == Kind::standard_in) standard_.push_back(person);
  } else {
    if (!says(line, R"("code":")" + pool_.code + '"') || !(came || wants_premium) || !judge_counts(line))
      return complain("refused for another reason than the pool's: " + std::string(line));
    if (operation.kind == Kind::rise) standard_.push_back(person);
  }
  operations_.push_back(operation);
  return true;
}

// The counts of a refusal are those of its moment: what it needs is used up (R-CTL-3).
bool Client::judge_counts(std::string_view line) {
  const auto premium = number_after(line, R"("premium":)");
  const auto seats = number_after(line, R"("seats":)");
  const bool no_premium = premium == pool_.premium && number_after(line, R"("premium_limit":)") == pool_.premium;
  const bool no_seat = seats == pool_.seats() && number_after(line, R"("seats_limit":)") == pool_.seats();
  return no_premium || no_seat;
}

}  // namespace lic::pool
