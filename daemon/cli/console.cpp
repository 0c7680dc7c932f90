#include "daemon/cli/console.hpp"

#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdio>

namespace lic::cli {
namespace {

constexpr std::size_t kLineMax = 4096;

// Turns something of the terminal off, and on again when it goes; what was typed and not read by then is dropped.
class TerminalWithout {
public:
  explicit TerminalWithout(tcflag_t what) {
    is_changed_ = tcgetattr(STDIN_FILENO, &before_) == 0;
    if (!is_changed_) return;
    termios changed = before_;
    changed.c_lflag &= ~what;
    changed.c_cc[VMIN] = 1;
    changed.c_cc[VTIME] = 0;
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &changed);
  }
  ~TerminalWithout() {
    if (is_changed_) (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  TerminalWithout(const TerminalWithout&) = delete;
  TerminalWithout& operator=(const TerminalWithout&) = delete;

private:
  termios before_{};
  bool is_changed_ = false;
};

// Until the line with `end` is over. Ctrl-C and Ctrl-D end it: as bytes, so that the terminal is put right again.
std::optional<std::string> read_until(std::string_view end, std::size_t bytes_max) {
  constexpr std::string_view kGivenUp = "\x03\x04";
  std::string text;
  std::array<char, 4096> buffer{};
  // Of whole lines; `end` itself may be broken over two of them.
  const auto is_whole = [&] {
    const auto last = text.rfind('\n');
    std::string dense = last == std::string::npos ? std::string{} : text.substr(0, last);
    std::erase_if(dense,
                  [](char letter) { return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n'; });
    return dense.find(end) != std::string::npos;
  };
  while (!is_whole()) {
    const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (count <= 0) return std::nullopt;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    if (text.size() > bytes_max || text.find_first_of(kGivenUp) != std::string::npos) return std::nullopt;
  }
  return text;
}

// One line without its end; read byte by byte so that nothing of the secret stays in a stdio buffer.
std::optional<std::string> read_line() {
  std::string line;
  line.reserve(kLineMax);
  char character = 0;
  while (line.size() < kLineMax) {
    const ssize_t count = ::read(STDIN_FILENO, &character, 1);
    if (count != 1) return line.empty() ? std::nullopt : std::optional{line};
    if (character == '\n') return line;
    line += character;
  }
  return std::nullopt;
}

void write_text(std::FILE* file, std::string_view text) { (void)std::fwrite(text.data(), 1, text.size(), file); }

class ProcessConsole final : public Console {
public:
  void print(std::string_view text) override { write_text(stdout, text); }
  void complain(std::string_view text) override {
    (void)std::fflush(stdout);  // keeps the order on a terminal
    write_text(stderr, text);
  }
  bool is_watched() const override { return isatty(STDERR_FILENO) == 1; }
  bool can_ask() const override { return isatty(STDIN_FILENO) == 1 && is_watched(); }

  std::optional<Secret> ask_hidden(std::string_view prompt) override {
    std::optional<std::string> line;
    {
      const TerminalWithout echo(ECHO);
      complain(prompt);
      line = read_line();
    }
    complain("\n");
    if (!line) return std::nullopt;
    return Secret{std::move(*line)};
  }

  // A terminal that edits lines takes 4095 bytes of one and drops the rest: a code is longer.
  std::optional<std::string> ask_pasted(const Pasting& pasting) override {
    complain(pasting.prompt);
    std::optional<std::string> text;
    {
      const TerminalWithout lines_and_signals(ICANON | ISIG);
      text = read_until(pasting.end, pasting.bytes_max);
    }
    complain("\n");
    return text;
  }

  bool ask_yes_no(std::string_view question) override {
    for (int attempt = 0; attempt < 3; ++attempt) {
      complain(question);
      complain(" (y/n)? ");
      const auto line = read_line();
      if (!line) return false;
      if (*line == "y" || *line == "Y" || *line == "yes") return true;
      if (*line == "n" || *line == "N" || *line == "no") return false;
    }
    return false;
  }

  std::optional<Secret> read_input(std::size_t bytes_max) override {
    std::string text;
    std::array<char, 4096> buffer{};
    for (;;) {
      const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
      if (count < 0 || text.size() > bytes_max) return std::nullopt;
      if (count == 0) return Secret{std::move(text)};
      text.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

  bool is_flushed() override { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }
};

}  // namespace

std::unique_ptr<Console> process_console() { return std::make_unique<ProcessConsole>(); }

}  // namespace lic::cli
