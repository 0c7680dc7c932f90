// lic_load: one load client for every server of the benchmark. Prints one JSON object.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>
#include <map>

#include "tests/bench/load_engine.hpp"

namespace {

using lic::load::Engine;
using lic::load::Outcome;
using lic::load::Plan;
using lic::load::Workload;

const std::map<std::string, Engine::MakeSession>& protocols() {
  static const std::map<std::string, Engine::MakeSession> kProtocols = {{"product", lic::load::product_session},
                                                                        {"http", lic::load::http_session},
                                                                        {"redis", lic::load::redis_session},
                                                                        {"etcd", lic::load::etcd_session}};
  return kProtocols;
}

struct Options {
  std::string protocol;
  Plan plan;
  std::size_t ids = 100'000;
  std::uint64_t seed = 1;
  std::uint64_t turn = 0;
};

void describe(CLI::App& app, Options& options) {
  std::vector<std::string> names;
  for (const auto& [name, make] : protocols()) names.push_back(name);
  app.add_option("protocol", options.protocol, "what is spoken")->required()->check(CLI::IsMember(names));
  app.add_option("place", options.plan.place, "path of a Unix socket, or HOST:PORT")->required();
  app.add_option("--connections", options.plan.connections)->check(CLI::Range(1, 10'000))->capture_default_str();
  app.add_option("--depth", options.plan.depth, "requests in flight on each connection")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  app.add_option("--seconds", options.plan.seconds)->check(CLI::PositiveNumber)->capture_default_str();
  app.add_option("--warm-up", options.plan.warm_up_seconds, "seconds before what is measured")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--rate", options.plan.rate, "open loop: requests a second over all connections")
      ->check(CLI::PositiveNumber);
  app.add_option("--count", options.plan.count, "so many requests, then the end; no warm-up")
      ->check(CLI::PositiveNumber)
      ->excludes("--rate");
  app.add_option("--ids", options.ids, "how many different ids")->check(CLI::Range(1, 100'000'000));
  app.add_option("--seed", options.seed, "of the order and the values");
  app.add_option("--turn", options.turn, "next_turn of the last run with the same server and ids");
}

double processor_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

nlohmann::json report(const Outcome& outcome) {
  nlohmann::json said;
  said["rate"] = static_cast<double>(outcome.count) / outcome.seconds;
  said["p50"] = outcome.latency.percentile_us(0.5);
  said["p99"] = outcome.latency.percentile_us(0.99);
  said["p999"] = outcome.latency.percentile_us(0.999);
  said["count"] = outcome.count;
  said["seconds"] = outcome.seconds;
  said["errors"] = outcome.errors;
  said["first_error"] = outcome.first_error.empty() ? nlohmann::json(nullptr) : nlohmann::json(outcome.first_error);
  return said;
}

}  // namespace

int main(int argument_count, char** arguments) {
  CLI::App app("Drives a server with durable writes and measures it");
  Options options;
  describe(app, options);
  CLI11_PARSE(app, argument_count, arguments);
  Workload work(options.ids, options.seed, options.turn);
  Engine engine(options.plan, work, protocols().at(options.protocol));
  const double before = processor_seconds();
  const lic::load::Instant began = lic::load::now();
  const Outcome outcome = engine.run();
  const double whole = std::chrono::duration<double>(lic::load::now() - began).count();
  nlohmann::json said = report(outcome);
  said["client_cpu"] = (processor_seconds() - before) / whole;
  said["next_turn"] = work.next_turn();
  std::cout << said.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
  if (outcome.errors == 0) return 0;
  std::cerr << "lic_load: " << outcome.errors << " errors, the figures are void; the first: " << outcome.first_error
            << '\n';
  return 1;
}
