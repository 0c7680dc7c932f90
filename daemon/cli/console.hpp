#pragma once
// What a command may do with the terminal. The real one is made in main.cpp; tests have a fake.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "agent/secret.hpp"

namespace lic::cli {

class Console {
public:
  virtual ~Console() = default;
  virtual void print(std::string_view text) = 0;     // standard output
  virtual void complain(std::string_view text) = 0;  // standard error

  // Whether a person watches standard error: progress is shown only then.
  [[nodiscard]] virtual bool is_watched() const = 0;
  // Whether questions can be asked: both standard input and standard error are a terminal.
  [[nodiscard]] virtual bool can_ask() const = 0;
  // One line from the terminal, echo off; nothing at the end of input.
  [[nodiscard]] virtual std::optional<Secret> ask_hidden(std::string_view prompt) = 0;
  // Asks until the answer is y or n; no answer is no.
  [[nodiscard]] virtual bool ask_yes_no(std::string_view question) = 0;
  // What is typed or pasted at the terminal, however long a line is, until the line with `end` is over; nothing if it
  // is longer than `bytes_max` or the input ends before.
  struct Pasting {
    std::string_view prompt;
    std::string_view end;
    std::size_t bytes_max;
  };
  [[nodiscard]] virtual std::optional<std::string> ask_pasted(const Pasting& pasting) = 0;
  // All of standard input, at most `bytes_max`; nothing if it is longer or unreadable.
  [[nodiscard]] virtual std::optional<Secret> read_input(std::size_t bytes_max) = 0;
  // False if something printed did not reach its place (a full disk, for example).
  [[nodiscard]] virtual bool is_flushed() = 0;
};

[[nodiscard]] std::unique_ptr<Console> process_console();

}  // namespace lic::cli
