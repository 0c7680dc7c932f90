#pragma once
// A console that keeps what is printed and answers questions from a script.

#include <optional>
#include <string>

#include "daemon/cli/console.hpp"

namespace lic::cli {

class FakeConsole final : public Console {
public:
  std::string out, err;
  bool watched = false;
  bool askable = false;
  bool flushed = true;
  std::string typed;      // what a hidden prompt gets; empty = end of input
  bool says_yes = false;  // the answer to (y/n)
  std::string input;      // standard input
  std::string pasted;     // at the terminal; empty = end of input
  int questions = 0;
  std::string asked;  // the last question

  void print(std::string_view text) override { out += text; }
  void complain(std::string_view text) override { err += text; }
  bool is_watched() const override { return watched; }
  bool can_ask() const override { return askable; }
  std::optional<Secret> ask_hidden(std::string_view) override {
    ++questions;
    if (typed.empty()) return std::nullopt;
    return Secret{typed};
  }
  std::optional<std::string> ask_pasted(const Pasting& pasting) override {
    ++questions;
    err += pasting.prompt;
    if (pasted.empty()) return std::nullopt;
    return pasted;
  }
  bool ask_yes_no(std::string_view question) override {
    ++questions;
    asked = question;
    return says_yes;
  }
  std::optional<Secret> read_input(std::size_t) override { return Secret{input}; }
  bool is_flushed() override { return flushed; }
};

}  // namespace lic::cli
