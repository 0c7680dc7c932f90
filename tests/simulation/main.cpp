// lic_sim: years of licensing under faults, one seed a life. Exit 0: every seed is green; 1: a rule was broken; 2:
// usage.

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

#include "tests/simulation/clone_trials.hpp"
#include "tests/simulation/world.hpp"

namespace lic::sim {
namespace {

struct Options {
  std::int64_t years = 100;  // in all
  std::int64_t seeds = 20;
  std::optional<std::int64_t> seed;  // only this one
  bool verbose = false;
  Mutation mutation = Mutation::none;
  bool prove_mutations = false;
  std::int64_t crash_points = 0;  // in all
  std::int64_t clones = 0;
};

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 1) return std::nullopt;
  return value;
}

bool take_value(Options& options, std::string_view name, std::string_view value) {
  if (name == "--mutation") {
    const auto mutation = mutation_named(value);
    options.mutation = mutation.value_or(Mutation::none);
    return mutation.has_value();
  }
  const auto parsed = number(value);
  if (!parsed) return false;
  if (name == "--years") options.years = *parsed;
  if (name == "--seeds") options.seeds = *parsed;
  if (name == "--seed") options.seed = *parsed;
  if (name == "--crash-points") options.crash_points = *parsed;
  if (name == "--clones") options.clones = *parsed;
  if (name == "--crash-points" || name == "--clones") return true;
  return name == "--years" || name == "--seeds" || name == "--seed";
}

std::optional<Options> read_options(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t index = 0; index < arguments.size(); ++index) {
    const std::string& name = arguments[index];
    if (name == "--verbose") {
      options.verbose = true;
    } else if (name == "--prove-mutations") {
      options.prove_mutations = true;
    } else if (index + 1 >= arguments.size() || !take_value(options, name, arguments[++index])) {
      return std::nullopt;
    }
  }
  return options;
}

class Campaign {
public:
  explicit Campaign(const Options& options) : options_(options), next_(1) {
    per_seed_ = 365 * kDay * options.years / (options.seed ? 1 : options.seeds);
  }

  // Runs every seed on two threads; stops soon after the first failure.
  void run() {
    std::vector<std::jthread> workers;
    for (int index = 0; index < (options_.seed ? 1 : 2); ++index) workers.emplace_back(&Campaign::work, this);
  }
  [[nodiscard]] const std::optional<RunResult>& failure() const { return failure_; }
  [[nodiscard]] std::int64_t steps() const { return steps_; }
  [[nodiscard]] std::int64_t requests() const { return requests_; }

private:
  void work() {
    for (;;) {
      const std::int64_t seed = options_.seed ? *options_.seed : next_++;
      if (stop_ || (!options_.seed && seed > options_.seeds)) return;
      World world(static_cast<std::uint64_t>(seed), options_.mutation, options_.verbose);
      const RunResult result = world.live(per_seed_);
      const std::scoped_lock lock(mutex_);
      steps_ += result.steps;
      requests_ += result.requests;
      if (result.violation && (!failure_ || result.seed < failure_->seed)) failure_ = result;
      if (result.violation || options_.seed) stop_ = true;
    }
  }

  const Options& options_;
  Millis per_seed_{0};
  std::atomic<std::int64_t> next_;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::optional<RunResult> failure_;
  std::int64_t steps_ = 0;
  std::int64_t requests_ = 0;
};

std::string name_of_mutation(Mutation mutation) {
  for (const MutationName& entry : mutation_names()) {
    if (entry.mutation == mutation) return std::string(entry.name);
  }
  return "none";
}

void print_failure(const Options& options, const RunResult& result) {
  const std::int64_t years = options.seed ? options.years : options.years / options.seeds;
  std::cout << "FAILED seed " << result.seed << " at " << text_of(result.violation->at) << ": "
            << result.violation->rule << ": " << result.violation->text << "\nlast events:\n";
  for (const std::string& line : result.last_lines) std::cout << "  " << line << '\n';
  std::cout << "replay: lic_sim --seed " << result.seed << " --years " << years
            << (options.mutation == Mutation::none ? "" : " --mutation " + name_of_mutation(options.mutation)) << '\n';
}

int run_campaign(const Options& options) {
  const auto began = std::chrono::steady_clock::now();
  Campaign campaign(options);
  campaign.run();
  const auto took = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - began);
  if (campaign.failure()) {
    print_failure(options, *campaign.failure());
    return 1;
  }
  std::cout << "green: " << (options.seed ? 1 : options.seeds) << " seeds, " << options.years << " years, "
            << campaign.steps() << " steps, " << campaign.requests() << " requests, " << took.count() << " ms\n";
  return 0;
}

// Each deliberately broken rule must be noticed within the given seeds.
int prove_mutations(Options options) {
  int missed = 0;
  if (const auto broken = crash_trial(1, 10'000, true).failure) {
    std::cout << "found  a request that leaves before its commit, by crashes: " << *broken << '\n';
  } else {
    ++missed;
    std::cout << "MISSED a request that leaves before its commit, by crashes\n";
  }
  for (const MutationName& entry : mutation_names()) {
    if (entry.mutation == Mutation::none) continue;
    options.mutation = entry.mutation;
    Campaign campaign(options);
    campaign.run();
    if (campaign.failure()) {
      const Violation& violation = *campaign.failure()->violation;
      std::cout << "found  " << entry.name << ": seed " << campaign.failure()->seed << ", " << violation.rule << ": "
                << violation.text << '\n';
    } else {
      ++missed;
      std::cout << "MISSED " << entry.name << '\n';
    }
  }
  return missed == 0 ? 0 : 1;
}

// Trials on two threads until `enough` says so, or one fails. `seed` alone if it is given.
TrialResult run_trials(const Options& options, const auto& trial, const auto& enough) {
  TrialResult sum;
  std::mutex mutex;
  std::atomic<std::uint64_t> next{static_cast<std::uint64_t>(options.seed.value_or(1))};
  const auto work = [&] {
    for (;;) {
      const TrialResult result = trial(next++);
      const std::scoped_lock lock(mutex);
      sum.add(result);
      if (sum.failure || options.seed || enough(sum)) return;
    }
  };
  std::vector<std::jthread> workers;
  for (int index = 0; index < (options.seed ? 1 : 2); ++index) workers.emplace_back(work);
  workers.clear();
  return sum;
}

int print(const TrialResult& sum, std::string_view what, std::chrono::steady_clock::time_point began) {
  if (sum.failure) {
    std::cout << "FAILED " << *sum.failure << '\n';
    return 1;
  }
  const auto took = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - began);
  std::cout << "green: " << sum.trials << ' ' << what << ", " << sum.points() << " crash points (" << sum.crashes
            << " crashes, " << sum.lost << " requests or answers lost, " << sum.duplicates << " duplicates), "
            << sum.exchanges << " exchanges, " << sum.repeats << " of them repeats, no false clone alarm, "
            << took.count() << " ms\n";
  return 0;
}

// R-ID: neither a crash taken for a clone, nor a clone taken for a crash.
int prove_clones(const Options& options) {
  constexpr std::int64_t kPointsALife = 1000;
  const auto began = std::chrono::steady_clock::now();
  int failed = 0;
  if (options.crash_points > 0) {
    const auto life = [](std::uint64_t number) { return crash_trial(number, kPointsALife); };
    const auto enough = [&options](const TrialResult& sum) { return sum.points() >= options.crash_points; };
    failed += print(run_trials(options, life, enough), "lives", began);
  }
  if (options.clones > 0) {
    const auto enough = [&options](const TrialResult& sum) { return sum.trials >= options.clones; };
    failed += print(run_trials(options, clone_trial, enough), "clones, each known at once", began);
  }
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace lic::sim

int main(int argc, char** argv) {
  const auto options = lic::sim::read_options(std::vector<std::string>(argv + 1, argv + argc));
  if (!options) {
    std::cerr << "usage: lic_sim [--years N] [--seeds S] [--seed K] [--verbose] [--mutation NAME] [--prove-mutations]\n"
                 "               [--crash-points N] [--clones N]\n";
    return 2;
  }
  if (options->crash_points > 0 || options->clones > 0) return lic::sim::prove_clones(*options);
  return options->prove_mutations ? lic::sim::prove_mutations(*options) : lic::sim::run_campaign(*options);
}
