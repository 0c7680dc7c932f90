// What a durable commit of sign-ins costs, and what folding the journal adds to it (docs/decisions/0013).
//
//   lic_store_bench compare DIR SEATS BATCH [ROUNDS]   commits with folding against commits without, in turns
//   lic_store_bench pages DIR SEATS BATCH PAGES        checkpoints every PAGES pages against every 1,000, in turns
//   lic_store_bench grow DIR CHANGES                   the size of the files over so many changes of 100,000 seats
//   lic_store_bench load DIR SEATS                     how long a start takes with so many seats and a full journal

#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "persistence/sqlite_store.hpp"
#include "tests/bench/busy_office.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using Micros = std::chrono::duration<double, std::micro>;

// Of this program, its system calls included: the disk's and the neighbours' moods are not in it.
double cpu_micros() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto micros = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return micros(used.ru_utime) + micros(used.ru_stime);
}

struct Side {
  std::string directory;
  bool folds = true;
  std::int64_t pages = 1000;
  lic::bench::BusyOffice office;
  std::unique_ptr<lic::SqliteStore> store = {};
  std::vector<double> micros = {};  // of each commit
  double round_micros = 0;
  double cpu_micros_in_all = 0;

  Side(std::string where, std::int64_t ids, bool with_folding, std::int64_t wal_pages = 1000)
      : directory(std::move(where)), folds(with_folding), pages(wal_pages), office(ids) {
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
    open();
    const lic::Sections none;
    must(store->commit({.before = none, .after = office.sections(), .changes = {}, .lab = {}}));
    constexpr std::int64_t kAtOnce = 1024;
    for (std::int64_t first = 0; first < ids; first += kAtOnce) commit(office.sign_in_everybody_from(first, kAtOnce));
  }
  void open() {
    store.reset();
    auto opened = lic::SqliteStore::open(directory, {.wal_pages = pages});
    if (!opened) fail(opened.error());
    store = std::move(*opened);
  }
  double commit(const lic::Changes& changes) {
    const double cpu = cpu_micros();
    const auto begin = Clock::now();
    must(store->commit({.before = office.sections(),
                        .after = office.sections(),
                        .changes = changes,
                        .lab = {},
                        .seats = folds ? &office.seats() : nullptr,
                        .usage_only = true}));
    const double passed = Micros(Clock::now() - begin).count();
    cpu_micros_in_all += cpu_micros() - cpu;
    return passed;
  }
  void run(std::int64_t commits, std::int64_t batch) {
    round_micros = 0;
    if (micros.empty()) cpu_micros_in_all = 0;
    for (; commits > 0; --commits) {
      micros.push_back(commit(office.some(batch)));
      round_micros += micros.back();
    }
  }
  static void must(const lic::Result<void>& done) {
    if (!done) fail(done.error());
  }
  [[noreturn]] static void fail(const lic::Error& error) {
    std::fprintf(stderr, "%s\n", error.what.c_str());
    std::exit(1);
  }
};

double quantile(std::vector<double>& values, double part) {
  const auto place = static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}

std::int64_t resident_kib() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t size = 0;
  std::int64_t resident = 0;
  statm >> size >> resident;
  return resident * 4;
}

void print_size(const Side& side, std::int64_t changes) {
  auto connection = lic::SqliteConnection::open(side.directory + "/state.db");
  const auto free_pages = connection->number("PRAGMA freelist_count");
  std::error_code none;
  std::printf("%9lld changes: state.db %6.1f MiB (%lld free pages), WAL %5.1f MiB, resident %lld MiB\n",
              static_cast<long long>(changes),
              static_cast<double>(std::filesystem::file_size(side.directory + "/state.db")) / 1048576.0,
              static_cast<long long>(free_pages.has_value() ? *free_pages : -1),
              static_cast<double>(std::filesystem::file_size(side.directory + "/state.db-wal", none)) / 1048576.0,
              static_cast<long long>(resident_kib() / 1024));
}

struct Load {
  std::int64_t seats;
  std::int64_t batch;
  std::int64_t rounds;
};

// Both sides in turns within one run, so that a mood of the machine meets both.
void in_turns(Side& with, Side& without, Load load) {
  const auto& [seats, batch, rounds] = load;
  // A whole cycle of the journal, so that the folding side pays for all of a fold.
  const std::int64_t cycle = std::max<std::int64_t>(16 * 1048576, seats * 36);
  const std::int64_t commits = (cycle / (200 + 42 * batch) + 2 * seats / 1024) * 11 / 10 / rounds + 1;
  std::vector<double> ratios;
  for (std::int64_t round = 0; round < rounds; ++round) {
    Side& first = round % 2 == 0 ? with : without;
    Side& second = round % 2 == 0 ? without : with;
    first.run(commits, batch);
    second.run(commits, batch);
    ratios.push_back(without.round_micros / with.round_micros);
  }
  std::sort(ratios.begin(), ratios.end());
  for (Side* side : {&with, &without}) {
    double sum = 0;
    for (const double one : side->micros) sum += one;
    const auto count = static_cast<double>(side->micros.size());
    std::printf(
        "%8lld seats, batch %3lld, %s, %5lld pages: %8.0f changes/s, p50 %5.0f us, p99 %5.0f us, p99.9 %6.0f us, CPU "
        "%4.0f us a "
        "commit\n",
        static_cast<long long>(seats), static_cast<long long>(batch), side->folds ? "folding" : "without",
        static_cast<long long>(side->pages), count * static_cast<double>(batch) / sum * 1e6,
        quantile(side->micros, 0.5), quantile(side->micros, 0.99), quantile(side->micros, 0.999),
        side->cpu_micros_in_all / count);
  }
  std::printf(
      "%30s rate of the first / the second in one round: median %.2f, lowest %.2f, highest %.2f of %lld rounds of %lld "
      "commits\n",
      "", ratios[ratios.size() / 2], ratios.front(), ratios.back(), static_cast<long long>(rounds),
      static_cast<long long>(commits));
}

void compare(const std::string& directory, std::int64_t seats, std::int64_t batch, std::int64_t rounds) {
  Side with(directory + "/with", seats, true);
  Side without(directory + "/without", seats, false);
  in_turns(with, without, {seats, batch, rounds});
}

void compare_pages(const std::string& directory, std::int64_t seats, std::int64_t batch, std::int64_t pages) {
  constexpr std::int64_t kRounds = 9;
  Side with(directory + "/with", seats, true, pages);
  Side without(directory + "/without", seats, true);
  in_turns(with, without, {seats, batch, kRounds});
}
void grow(const std::string& directory, std::int64_t changes) {
  constexpr std::int64_t kBatch = 64;
  constexpr std::int64_t kPrints = 20;
  Side side(directory + "/grow", 100000, true);
  print_size(side, 0);
  for (std::int64_t print = 1; print <= kPrints; ++print) {
    side.run(changes / kBatch / kPrints, kBatch);
    print_size(side, print * changes / kPrints);
  }
}

void load(const std::string& directory, std::int64_t seats) {
  constexpr std::int64_t kBatch = 64;
  Side side(directory + "/load", seats, true);
  constexpr std::int64_t kJournalBytes = 32 * 1048576;
  auto connection = lic::SqliteConnection::open(side.directory + "/state.db");
  auto select = connection->prepare("SELECT max(journal.bytes)-fold.journal_bytes FROM journal,fold");
  std::int64_t replayed = 0;
  for (; replayed < kJournalBytes; select->finish()) {
    side.run(100, kBatch);
    if (!*select->start().next()) break;
    replayed = select->integer(0);
  }
  std::printf("%.1f MiB of journal after the snapshot\n", static_cast<double>(replayed) / 1048576);
  for (int round = 0; round < 5; ++round) {
    const std::int64_t before = resident_kib();
    const double cpu = cpu_micros();
    const auto begin = Clock::now();
    side.open();
    const auto opened = Clock::now();
    auto loaded = side.store->load();
    const auto end = Clock::now();
    const double worked = cpu_micros() - cpu;
    if (!loaded) Side::fail(loaded.error());
    const bool same = loaded->state.seats == side.office.seats() && loaded->state.sections == side.office.sections();
    std::printf(
        "open %.1f ms, load %.1f ms, CPU of both %.1f ms, %zu seats, %s, %.1f bytes of resident memory a seat\n",
        Micros(opened - begin).count() / 1000, Micros(end - opened).count() / 1000, worked / 1000,
        loaded->state.seats.size(), same ? "as they were" : "NOT AS THEY WERE",
        static_cast<double>(resident_kib() - before) * 1024 / static_cast<double>(seats));
  }
}

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

int main(int count, char** words) {
  const std::vector<std::string> arguments(words + 1, words + count);
  if (arguments.size() >= 4 && arguments[0] == "compare") {
    compare(arguments[1], number(arguments[2]), number(arguments[3]), arguments.size() > 4 ? number(arguments[4]) : 9);
  } else if (arguments.size() == 5 && arguments[0] == "pages") {
    compare_pages(arguments[1], number(arguments[2]), number(arguments[3]), number(arguments[4]));
  } else if (arguments.size() == 3 && arguments[0] == "grow") {
    grow(arguments[1], number(arguments[2]));
  } else if (arguments.size() == 3 && arguments[0] == "load") {
    load(arguments[1], number(arguments[2]));
  } else {
    std::fprintf(stderr,
                 "lic_store_bench compare DIR SEATS BATCH [ROUNDS] | pages DIR SEATS BATCH PAGES | grow DIR CHANGES | "
                 "load DIR SEATS\n");
    return 2;
  }
  return 0;
}
