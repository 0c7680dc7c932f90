// The product socket as a product sees it (interfaces.md section 3).
#include "daemon/product/product_server.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <algorithm>

#include "daemon/product/session.hpp"
#include "tests/product/product_bench.hpp"

namespace lic::test {
namespace {

constexpr std::string_view kSignIn = "{\"i\":1,\"op\":\"sign_in\",\"id\":\"a\",\"capabilities\":[]}\n";
constexpr std::string_view kSignedIn = "{\"i\":1,\"ok\":true,\"class\":\"standard\"}\n";
constexpr uid_t kNobody = 65534;

// Connections made meanwhile are another user's. Needs root.
class AsUser {
public:
  explicit AsUser(uid_t user) { EXPECT_EQ(::seteuid(user), 0); }
  AsUser(const AsUser&) = delete;
  AsUser& operator=(const AsUser&) = delete;
  ~AsUser() { EXPECT_EQ(::seteuid(0), 0); }
};

TEST(ProductServer, ListensForEverybodyAndAnswersAfterTheCommit) {
  MemoryStore disk;
  ProductBench bench(disk);
  struct stat found {};
  ASSERT_EQ(::stat(bench.path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0666U);
  ProductClient client(bench.path);
  EXPECT_EQ(bench.ask(client, kSignIn), kSignedIn);
  EXPECT_TRUE(disk.load()->state.seats.contains("a"));
}

TEST(ProductServer, TurnsStrangersAwayWithOneLine) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root to be somebody else";
  MemoryStore disk;
  ProductBench bench(disk);
  const AsUser stranger(kNobody);
  for (int count = 0; count < 300; ++count) {
    ProductClient client(bench.path);
    bench.settle();
    EXPECT_TRUE(client.receive().starts_with(R"({"ok":false,"code":"permission_denied")"));
    EXPECT_TRUE(client.is_closed_by_peer());
  }
  EXPECT_EQ(bench.server->connections(), 0U);
}

TEST(ProductServer, LetsTheUsersOfTheProductIn) {
  if (::geteuid() != 0) GTEST_SKIP() << "needs root to be somebody else";
  MemoryStore disk;
  auto rules = ProductBench::own_rules();
  rules.product_users = {kNobody};
  ProductBench bench(disk, rules);
  const AsUser product(kNobody);
  ProductClient client(bench.path);
  EXPECT_EQ(bench.ask(client, kSignIn), kSignedIn);
}

TEST(ProductServer, Takes256ConnectionsTellsTheRestAndTakesLaterOnesWhenSomeLeave) {
  MemoryStore disk;
  ProductBench bench(disk);
  std::vector<std::unique_ptr<ProductClient>> clients;
  for (int count = 0; count < 300; ++count) {
    clients.push_back(std::make_unique<ProductClient>(bench.path));
    bench.settle();
  }
  EXPECT_EQ(bench.server->connections(), product::kConnectionsMax);
  EXPECT_EQ(bench.ask(*clients[255], kSignIn), kSignedIn);
  for (std::size_t index = product::kConnectionsMax; index < clients.size(); ++index) {
    EXPECT_TRUE(clients[index]->receive().starts_with(R"({"ok":false,"code":"resource_exhausted")"));
    EXPECT_TRUE(clients[index]->is_closed_by_peer());
  }
  clients.erase(clients.begin(), clients.begin() + 10);
  bench.settle();
  ProductClient later(bench.path);
  EXPECT_EQ(bench.ask(later, kSignIn), kSignedIn);
}

TEST(ProductServer, EndsAConnectionThatStopsInTheMiddleOfALine) {
  MemoryStore disk;
  ProductBench bench(disk);
  ProductClient stopped(bench.path);
  ProductClient slow(bench.path);
  ProductClient silent(bench.path);
  for (ProductClient* client : {&stopped, &slow}) client->send("{\"op\":");
  bench.settle();
  bench.server->end_half_lines();
  slow.send("\"sign_");
  bench.settle();
  bench.server->end_half_lines();
  bench.settle();
  EXPECT_TRUE(stopped.receive().starts_with(R"({"ok":false,"code":"deadline_exceeded")"));
  EXPECT_TRUE(stopped.is_closed_by_peer());
  EXPECT_FALSE(slow.is_closed_by_peer());
  slow.send("out\",\"id\":\"x\"}\n");
  bench.settle();
  EXPECT_EQ(slow.receive(), "{\"ok\":true,\"known\":false}\n");
  for (int count = 0; count < 3; ++count) bench.server->end_half_lines();
  EXPECT_EQ(bench.ask(silent, kSignIn), kSignedIn);
}

TEST(ProductServer, ClosesAfterALineThatIsTooLong) {
  MemoryStore disk;
  ProductBench bench(disk);
  ProductClient client(bench.path);
  const std::string much(2 * product::kLineBytesMax, ' ');
  std::string answer;
  for (std::size_t sent = 0; sent < much.size() && !client.is_closed_by_peer();) {
    sent += client.send(std::string_view(much).substr(sent));
    bench.settle();
    answer += client.receive();
  }
  EXPECT_NE(answer.find("longer than 1048576 bytes"), std::string::npos) << answer;
  EXPECT_TRUE(client.is_closed_by_peer());
}

TEST(ProductServer, AnswersAPeerThatHasFinishedSending) {
  MemoryStore disk;
  ProductBench bench(disk);
  ProductClient client(bench.path);
  client.send(kSignIn);
  client.end_sending();
  bench.settle();
  EXPECT_EQ(client.receive(), kSignedIn);
  EXPECT_TRUE(client.is_closed_by_peer());
}

TEST(ProductServer, StopsReadingAClientThatDoesNotTakeItsAnswersAndLosesNone) {
  MemoryStore disk;
  ProductBench bench(disk);
  ProductClient client(bench.path);
  const std::string request = "{\"op\":\"provisioning\"}\n";
  std::size_t sent = 0;
  for (std::size_t taken = 1; taken > 0; sent += taken) {
    taken = client.send(std::string_view(request).substr(sent % request.size()));
    bench.settle();
    ASSERT_LT(sent, 100U * 1024 * 1024);
  }
  std::size_t answers = 0;
  for (std::string text = client.receive(); !text.empty(); text = client.receive()) {
    answers += static_cast<std::size_t>(std::ranges::count(text, '\n'));
    bench.settle();
  }
  EXPECT_EQ(answers, sent / request.size());
}

TEST(ProductServer, ASubscriberHearsOfChangesAndOneThatDoesNotReadIsCutOff) {
  MemoryStore disk;
  ProductBench bench(disk);
  ProductClient reader(bench.path);
  ProductClient sleeper(bench.path);
  ProductClient other(bench.path);
  for (ProductClient* client : {&reader, &sleeper}) {
    EXPECT_TRUE(bench.ask(*client, "{\"op\":\"subscribe\"}\n").starts_with(R"({"ok":true,"allowed":true)"));
  }
  const DomainEvent blocked{
      .at = kFirstMoment, .name = "PROVISIONING_BLOCKED", .kind = "info", .severity = 4, .minutes = {}, .text = "No."};
  const DomainEvent dull{
      .at = kFirstMoment, .name = "TRANSPORT_CHANGED", .kind = "info", .severity = 6, .minutes = {}, .text = "So."};
  bench.server->after_batch({blocked, dull});
  EXPECT_EQ(reader.receive(),
            "{\"event\":\"PROVISIONING_BLOCKED\",\"at\":\"2026-03-02T10:30:00Z\",\"kind\":\"info\",\"severity\":4,"
            "\"minutes\":null,\"text\":\"No.\"}\n");
  std::size_t rounds = 0;
  for (; bench.server->connections() == 3 && rounds < 100'000; ++rounds) {
    bench.server->after_batch({blocked});
    static_cast<void>(reader.receive());
  }
  EXPECT_GT(rounds, product::kUnwrittenBytesMax / 200);
  EXPECT_EQ(bench.server->connections(), 2U);
  static_cast<void>(sleeper.receive());
  EXPECT_TRUE(sleeper.is_closed_by_peer());
  EXPECT_EQ(other.receive(), "");
}

TEST(ProductServer, SessionsOutliveTheLastConnectionOfTheirProcessByItsLease) {
  MemoryStore disk;
  ProductBench bench(disk);
  const auto is_signed_in = [&bench] { return bench.bench.loop.reading().state.seats.contains("a"); };
  const auto pass = [&bench](Millis time) {
    bench.bench.clock.advance(time);
    bench.bench.loop.wake_up();
    bench.settle();
  };
  auto first = std::make_unique<ProductClient>(bench.path);
  auto second = std::make_unique<ProductClient>(bench.path);
  EXPECT_EQ(bench.ask(*first, kSignIn), kSignedIn);
  first.reset();
  bench.settle();
  pass(2 * bench.bench.policy.product_lease);
  EXPECT_TRUE(is_signed_in());  // the second connection keeps it
  second.reset();
  bench.settle();
  pass(bench.bench.policy.product_lease - kSecond);
  EXPECT_TRUE(is_signed_in());
  auto back = std::make_unique<ProductClient>(bench.path);
  bench.settle();
  pass(2 * bench.bench.policy.product_lease);
  EXPECT_TRUE(is_signed_in());
  back.reset();
  bench.settle();
  pass(bench.bench.policy.product_lease + kSecond);
  EXPECT_FALSE(is_signed_in());
}

TEST(ProductServer, AnswersWhatIsInTheLoopWhenItStopsAndTheNextOneServesTheSamePath) {
  MemoryStore disk;
  ProductBench bench(disk);
  ProductClient client(bench.path);
  bench.settle();
  client.send(kSignIn);
  bench.io.restart();
  while (bench.io.poll_one() > 0) {
  }
  bench.stop();
  EXPECT_EQ(client.receive(), kSignedIn);
  EXPECT_TRUE(client.is_closed_by_peer());
  EXPECT_NE(::access(bench.path.c_str(), F_OK), 0);
  ProductBench next(disk, ProductBench::own_rules(), bench.path);
  ProductClient again(next.path);
  EXPECT_EQ(next.ask(again, "{\"op\":\"sign_out\",\"id\":\"a\"}\n"), "{\"ok\":true}\n");
}

}  // namespace
}  // namespace lic::test
