// What is inside: files come back as they were, and authenticated nonsense is refused, too.
#include <gtest/gtest.h>

#include <fcntl.h>
#include <unistd.h>

#include <map>

#include "daemon/backup/backup_stream.hpp"
#include "daemon/backup/contents_reader.hpp"
#include "tests/backup/sealed_file.hpp"
#include "tests/persistence/scratch_directory.hpp"

namespace lic::backup::test {
namespace {

Manifest some_manifest() {
  return {.made_at = WallTime{Millis{1772447400000}},
          .agent_version = "0.1.0",
          .schema = 6,
          .udi = {.pid = "UCCX", .serial = "059d8a992467", .uuid = "\xff not UTF-8"},
          .lab = true,
          .registration = "registered",
          .instance = "piid-1",
          .database_bytes = 0};
}

std::string number(std::uint64_t value, int bytes) {
  std::string text;
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text += static_cast<char>((value >> shift) & 0xffU);
  return text;
}

std::string entry(const std::string& name, const std::string& bytes) {
  return "\x01" + number(name.size(), 2) + name + number(bytes.size(), 8) + bytes;
}

std::string manifest_bytes() {
  const std::string text = to_text(some_manifest());
  return number(text.size(), 4) + text;
}

struct Read {
  std::map<std::string, std::string> files;
  std::optional<Error> error;
};

Read read_all(const std::string& file) {
  Read found;
  auto reader = ContentsReader::open(good_passphrase(), reading(file));
  if (!reader) return {.files = {}, .error = reader.error()};
  for (;;) {
    auto next = reader->next_entry();
    if (!next || !*next) {
      if (!next) found.error = next.error();
      return found;
    }
    std::string& text = found.files[(*next)->name];
    for (;;) {
      const auto bytes = reader->next_bytes();
      if (!bytes) return {.files = {}, .error = bytes.error()};
      if (bytes->empty()) break;
      text += bytes->reveal();
    }
  }
}

std::string whole_file(const std::string& database, const std::string& key, const std::string& directory) {
  const std::string path = directory + "/copy";
  write_whole_file(path, database);
  Contents contents{
      .manifest = some_manifest(), .files = {}, .database = FileDescriptor(::open(path.c_str(), O_RDONLY))};
  contents.manifest.database_bytes = static_cast<std::int64_t>(database.size());
  contents.files.push_back({.name = "keys/id-1.key.pem", .bytes = Secret(std::string(key))});
  BackupStream stream(cheap_sealer(), std::move(contents));
  std::string file;
  for (;;) {
    const auto piece = stream.next();
    EXPECT_TRUE(piece.has_value());
    if (!piece || piece->empty()) return file;
    EXPECT_LE(piece->size(), kSealedChunk) << "no piece is large, whatever the state";
    file += *piece;
  }
}

TEST(Contents, GiveBackEachFileWhereverTheChunksEnd) {
  const ScratchDirectory scratch;
  // The front has some 300 bytes, so that these databases end before, at and behind the border of a chunk.
  for (std::size_t database = kChunkBytes - 700; database < kChunkBytes + 100; ++database) {
    if (database > kChunkBytes - 600 && database % 3 != 0) continue;
    const std::string text(database, 'd');
    const Read found = read_all(whole_file(text, "key", scratch.path()));
    ASSERT_FALSE(found.error) << database << found.error->what;
    ASSERT_EQ(found.files.at("state.db"), text) << database;
    ASSERT_EQ(found.files.at("keys/id-1.key.pem"), "key");
    if (database < kChunkBytes - 600) database += 98;
  }
}

TEST(Contents, TellWhatTheyAreABackupOf) {
  const auto manifest = manifest_from(to_text(some_manifest()));
  ASSERT_TRUE(manifest.has_value());
  EXPECT_EQ(*manifest, some_manifest());
  for (const char* bad : {"", "{}", "[]", "{\"made_at\":1}", "null", "{\"made_at\":\"yesterday\"}"})
    EXPECT_FALSE(manifest_from(bad).has_value()) << bad;
}

TEST(Contents, RefuseAuthenticatedNonsense) {
  const std::string start = manifest_bytes();
  const std::string database = entry("state.db", "x");
  const std::string end(1, '\0');
  EXPECT_FALSE(read_all(sealed(start + database + end)).error);
  const std::map<std::string, std::string> nonsense = {
      {"no database", start + end},
      {"no end", start + database},
      {"something behind the end", start + database + end + "x"},
      {"database twice", start + database + database + end},
      {"a name that leads out", start + entry("../state.db", "x") + database + end},
      {"a name that leads out of its folder", start + entry("keys/../../a.key.pem", "x") + database + end},
      {"an absolute name", start + entry("/etc/cron.d/x.pem", "x") + database + end},
      {"a hidden name", start + entry("keys/.key.pem", "x") + database + end},
      {"a folder of nobody", start + entry("hooks/a.pem", "x") + database + end},
      {"the lock", start + entry("lock", "x") + database + end},
      {"an empty name", start + entry("", "x") + database + end},
      {"a mark that is none", start + "\x02" + database + end},
      {"a size beyond the end", start + "\x01" + number(8, 2) + "state.db" + number(1000, 8) + "x"},
      {"a size beyond all limits", start + "\x01" + number(8, 2) + "state.db" + number(~0ULL, 8) + "x"},
      {"a key larger than any", start + "\x01" + number(11, 2) + "keys/a.csr" + number(1, 1)},
      {"a manifest larger than any", number(1 << 30, 4) + "x"},
      {"no manifest", ""},
      {"a manifest cut off", start.substr(0, 20)}};
  for (const auto& [what, plain] : nonsense) {
    const Read found = read_all(sealed(plain));
    ASSERT_TRUE(found.error) << what;
    EXPECT_EQ(found.error->code, ErrorCode::data_corrupt) << what;
    EXPECT_FALSE(found.error->remedy.empty()) << what;
  }
}

TEST(Contents, RefuseMoreFilesThanAnyBackupHas) {
  std::string plain = manifest_bytes();
  for (std::size_t number = 0; number <= kSmallFilesMax + 1; ++number)
    plain += entry("keys/k" + std::to_string(number) + ".csr", "x");
  EXPECT_EQ(read_all(sealed(plain + entry("state.db", "x") + std::string(1, '\0'))).error->code,
            ErrorCode::data_corrupt);
}

// A fixed run of a plain generator: the same damage each time.
TEST(Contents, AreRefusedWhateverIsDamaged) {
  const ScratchDirectory scratch;
  const std::string file = whole_file(std::string(1000, 'd'), "key", scratch.path());
  // One key for all: what is behind the header is damaged, so that the passphrase stays right.
  std::uint32_t seed = 1;
  const auto draw = [&seed](std::size_t below) {
    seed = seed * 1664525 + 1013904223;
    return static_cast<std::size_t>(seed >> 8U) % below;
  };
  for (int round = 0; round < 60; ++round) {
    std::string damaged = file;
    const std::size_t at = kHeaderBytes + draw(file.size() - kHeaderBytes);
    if (round % 3 == 0) damaged[at] = static_cast<char>(damaged[at] + 1 + static_cast<char>(draw(200)));
    if (round % 3 == 1) damaged.resize(at);
    if (round % 3 == 2) damaged.insert(at, std::string(1 + draw(40), 'z'));
    const Read found = read_all(damaged);
    ASSERT_TRUE(found.error) << round;
    EXPECT_EQ(found.error->code, ErrorCode::data_corrupt) << round;
  }
}

}  // namespace
}  // namespace lic::backup::test
