// lic_peaks: random histories on the real step(), compared with a reference written from rules.md alone. Exit 0: no
// difference; 1: a difference, or a mistake that was not noticed; 2: usage.

#include <atomic>
#include <charconv>
#include <chrono>
#include <iostream>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "agent/time_text.hpp"
#include "tests/peaks/judge.hpp"

namespace lic::peaks {
namespace {

struct Options {
  std::uint64_t histories = 5000;
  std::uint64_t threads = 2;
  std::optional<std::uint64_t> seed;
  bool prove_mistakes = false;
};

struct Findings {
  std::uint64_t seed = 0;
  std::string text;
};

struct Sums {
  std::uint64_t steps = 0;
  std::uint64_t rows = 0;
  std::uint64_t reports = 0;
};

std::string judge_seed(std::uint64_t seed, Mistake mistake, Sums& sums) {
  const History history = draw_history(seed);
  const Recording recording = play(history);
  if (!recording.complaint.empty()) return recording.complaint;
  const Truth truth = truth_of(history, recording.verdicts, mistake);
  sums.steps += static_cast<std::uint64_t>(recording.count);
  sums.rows += truth.intervals.size();
  sums.reports += truth.reports.size();
  return difference(history, recording, truth, mistake);
}

class Campaign {
public:
  Campaign(std::uint64_t histories, Mistake mistake) : histories_(histories), mistake_(mistake) {}

  void run(std::uint64_t threads) {
    std::vector<std::jthread> workers;
    for (std::uint64_t number = 0; number < threads; ++number) workers.emplace_back(&Campaign::work, this);
  }
  [[nodiscard]] const std::optional<Findings>& found() const { return found_; }
  [[nodiscard]] const Sums& sums() const { return sums_; }

private:
  void work() {
    Sums sums;
    while (!stop_) {
      const std::uint64_t seed = next_++;
      if (seed > histories_) break;
      std::string text = judge_seed(seed, mistake_, sums);
      if (text.empty()) continue;
      stop_ = true;
      const std::scoped_lock lock(mutex_);
      if (!found_ || seed < found_->seed) found_ = {seed, std::move(text)};
    }
    const std::scoped_lock lock(mutex_);
    sums_.steps += sums.steps;
    sums_.rows += sums.rows;
    sums_.reports += sums.reports;
  }

  std::uint64_t histories_;
  Mistake mistake_;
  std::atomic<std::uint64_t> next_{1};
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::optional<Findings> found_;
  Sums sums_;
};

bool take_number(const std::string& text, std::uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value > 0;
}

std::optional<Options> read_options(const std::vector<std::string>& arguments) {
  Options options;
  std::uint64_t seed = 0;
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    const std::string& name = arguments[index];
    const std::string value = index + 1 < arguments.size() ? arguments[index + 1] : "";
    if (name == "--prove-mistakes") {
      options.prove_mistakes = true;
      continue;
    }
    ++index;
    if (name == "--histories" && take_number(value, options.histories)) continue;
    if (name == "--threads" && take_number(value, options.threads)) continue;
    if (name != "--seed" || !take_number(value, seed)) return std::nullopt;
    options.seed = seed;
  }
  return options;
}

// Each deliberate mistake of the reference must show as a difference.
int prove_mistakes(const Options& options) {
  int missed = 0;
  for (const MistakeName& entry : kMistakes) {
    Campaign campaign(options.histories, entry.mistake);
    campaign.run(options.threads);
    if (campaign.found()) {
      std::cout << "found  " << entry.name << ": history " << campaign.found()->seed << ", " << campaign.found()->text
                << '\n';
    } else {
      ++missed;
      std::cout << "MISSED " << entry.name << '\n';
    }
  }
  return missed == 0 ? 0 : 1;
}

void print(const History& history) {
  for (std::size_t number = 0; number < history.happenings.size(); ++number) {
    const Happening& happening = history.happenings[number];
    std::cout << number << "  " << to_rfc3339(happening.now.wall) << " +"
              << happening.now.wall.time_since_epoch().count() % 1000 << " ms, boot "
              << happening.now.boot.time_since_epoch().count() << ", event " << happening.event.index() << '\n';
  }
}

int judge_one(std::uint64_t seed) {
  Sums sums;
  const std::string text = judge_seed(seed, Mistake::none, sums);
  if (!text.empty()) print(draw_history(seed));
  std::cout << "history " << seed << ": " << (text.empty() ? "no difference" : text) << '\n';
  return text.empty() ? 0 : 1;
}

int judge_all(const Options& options) {
  const auto began = std::chrono::steady_clock::now();
  Campaign campaign(options.histories, Mistake::none);
  campaign.run(options.threads);
  const auto took = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - began);
  if (campaign.found()) {
    std::cout << "DIFFERENT history " << campaign.found()->seed << ": " << campaign.found()->text
              << "\nreplay: lic_peaks --seed " << campaign.found()->seed << '\n';
    return 1;
  }
  std::cout << options.histories << " histories, " << campaign.sums().steps << " steps, " << campaign.sums().rows
            << " intervals, " << campaign.sums().reports << " reports: 0 differences, " << took.count() << " ms\n";
  return 0;
}

}  // namespace
}  // namespace lic::peaks

int main(int argc, char** argv) {
  const auto options = lic::peaks::read_options(std::vector<std::string>(argv + 1, argv + argc));
  if (!options) {
    std::cerr << "usage: lic_peaks [--histories N] [--threads N] [--seed K] [--prove-mistakes]\n";
    return 2;
  }
  if (options->prove_mistakes) return lic::peaks::prove_mistakes(*options);
  return options->seed ? lic::peaks::judge_one(*options->seed) : lic::peaks::judge_all(*options);
}
