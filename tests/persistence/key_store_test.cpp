// What every KeyStore promises (agent/key_store.hpp), for files and for the fake of the tests; then what only files can
// suffer.

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "persistence/file_key_store.hpp"
#include "tests/persistence/scratch_directory.hpp"
#include "tests/support/memory_key_store.hpp"

namespace lic {
namespace {

KeyMaterial material(const std::string& text) {
  return KeyMaterial{Secret("-----BEGIN PRIVATE KEY-----\n" + text), std::string("csr\0", 4) + text};
}

class FileSubject {
public:
  FileSubject() : store_(*FileKeyStore::open(directory_.path())) {}
  KeyStore& store() { return *store_; }

private:
  ScratchDirectory directory_;
  std::unique_ptr<FileKeyStore> store_;
};
class MemorySubject {
public:
  KeyStore& store() { return store_; }

private:
  MemoryKeyStore store_;
};

template <class Subject>
class KeyStoreContract : public testing::Test {
protected:
  KeyStore& store() { return subject_.store(); }
  Subject subject_;
};
struct SubjectNames {
  template <class Subject>
  static std::string GetName(int) {
    return std::is_same_v<Subject, FileSubject> ? "File" : "Memory";
  }
};
using Subjects = testing::Types<FileSubject, MemorySubject>;
TYPED_TEST_SUITE(KeyStoreContract, Subjects, SubjectNames);

TYPED_TEST(KeyStoreContract, KeyComesBackWithItsCsr) {
  ASSERT_TRUE(this->store().store_key({"key-1"}, material("one")));
  const auto loaded = this->store().load_key({"key-1"});
  ASSERT_TRUE(loaded) << loaded.error().what;
  EXPECT_EQ(loaded->private_key_pem.reveal(), material("one").private_key_pem.reveal());
  EXPECT_EQ(loaded->csr_der, material("one").csr_der);
}

TYPED_TEST(KeyStoreContract, ExistingKeyStaysAsItIs) {
  ASSERT_TRUE(this->store().store_key({"key-1"}, material("one")));
  ASSERT_TRUE(this->store().store_key({"key-1"}, material("two")));
  EXPECT_EQ(this->store().load_key({"key-1"})->csr_der, material("one").csr_der);
}

TYPED_TEST(KeyStoreContract, MissingIsNotFound) {
  EXPECT_EQ(this->store().load_key({"key-1"}).error().code, ErrorCode::not_found);
  EXPECT_EQ(this->store().load_token({"token-1"}).error().code, ErrorCode::not_found);
}

TYPED_TEST(KeyStoreContract, DestroyedIsGoneAndGoneIsSuccess) {
  ASSERT_TRUE(this->store().store_key({"key-1"}, material("one")));
  ASSERT_TRUE(this->store().store_token({"token-1"}, Secret("secret")));
  for (int time = 0; time < 2; ++time) {
    EXPECT_TRUE(this->store().destroy_key({"key-1"}));
    EXPECT_TRUE(this->store().destroy_token({"token-1"}));
  }
  EXPECT_EQ(this->store().load_key({"key-1"}).error().code, ErrorCode::not_found);
  EXPECT_EQ(this->store().load_token({"token-1"}).error().code, ErrorCode::not_found);
  EXPECT_TRUE(this->store().keys()->empty());
  EXPECT_TRUE(this->store().tokens()->empty());
}

TYPED_TEST(KeyStoreContract, TokenComesBackAndIsReplaced) {
  ASSERT_TRUE(this->store().store_token({"token-1"}, Secret("first")));
  ASSERT_TRUE(this->store().store_token({"token-1"}, Secret("second")));
  EXPECT_EQ(this->store().load_token({"token-1"})->reveal(), "second");
}

TYPED_TEST(KeyStoreContract, EverythingIsListed) {
  ASSERT_TRUE(this->store().store_key({"key-2"}, material("two")));
  ASSERT_TRUE(this->store().store_key({"key-1"}, material("one")));
  ASSERT_TRUE(this->store().store_token({"token-1"}, Secret("secret")));
  EXPECT_EQ(*this->store().keys(), (std::vector<KeyRef>{{"key-1"}, {"key-2"}}));
  EXPECT_EQ(*this->store().tokens(), std::vector<TokenRef>{{"token-1"}});
}

TYPED_TEST(KeyStoreContract, NamesThatCouldLeaveTheDirectoryAreRefused) {
  for (const std::string& name : {std::string("../x"), std::string("a/b"), std::string(), std::string("a.b"),
                                  std::string("nul\0l", 5), std::string(65, 'a')}) {
    EXPECT_EQ(this->store().store_key({name}, material("x")).error().code, ErrorCode::invalid_argument) << name;
    EXPECT_EQ(this->store().load_key({name}).error().code, ErrorCode::invalid_argument) << name;
    EXPECT_EQ(this->store().destroy_key({name}).error().code, ErrorCode::invalid_argument) << name;
    EXPECT_EQ(this->store().store_token({name}, Secret("x")).error().code, ErrorCode::invalid_argument) << name;
    EXPECT_EQ(this->store().load_token({name}).error().code, ErrorCode::invalid_argument) << name;
    EXPECT_EQ(this->store().destroy_token({name}).error().code, ErrorCode::invalid_argument) << name;
  }
}

TYPED_TEST(KeyStoreContract, ThreadsMayUseItAtOnce) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([this, thread] {
      for (int number = 0; number < 10; ++number) {
        const KeyRef key{"key-" + std::to_string(thread) + "-" + std::to_string(number)};
        EXPECT_TRUE(this->store().store_key(key, material(key.value)));
        EXPECT_EQ(this->store().load_key(key)->csr_der, material(key.value).csr_der);
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(this->store().keys()->size(), 40U);
}

unsigned mode_of(const std::string& path) {
  struct stat found {};
  return ::stat(path.c_str(), &found) == 0 ? found.st_mode & 07777U : 0;
}

TEST(FileKeyStore, FilesAreReadableByTheirOwnerOnly) {
  const ScratchDirectory directory;
  const auto store = FileKeyStore::open(directory.path());
  ASSERT_TRUE(store);
  ASSERT_TRUE((*store)->store_key({"key-1"}, material("one")));
  ASSERT_TRUE((*store)->store_token({"token-1"}, Secret("secret")));
  EXPECT_EQ(mode_of(directory.file("keys")), 0700U);
  for (const char* name : {"keys/key-1.key.pem", "keys/key-1.csr", "keys/token-1.token"})
    EXPECT_EQ(mode_of(directory.file(name)), 0600U) << name;
}

TEST(FileKeyStore, KeyThatOthersMayReadIsRefusedWithARemedy) {
  const ScratchDirectory directory;
  const auto store = FileKeyStore::open(directory.path());
  ASSERT_TRUE((*store)->store_key({"key-1"}, material("one")));
  for (const mode_t mode : {0640U, 0604U, 0660U, 0601U}) {
    ASSERT_EQ(::chmod(directory.file("keys/key-1.key.pem").c_str(), mode), 0);
    const auto loaded = (*store)->load_key({"key-1"});
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::failed_precondition);
    EXPECT_NE(loaded.error().what.find("key-1.key.pem may be read or written by others"), std::string::npos);
    EXPECT_NE(loaded.error().remedy.find("chmod 600"), std::string::npos);
  }
}

TEST(FileKeyStore, DirectoryThatOthersMayEnterIsRefused) {
  const ScratchDirectory directory;
  ASSERT_TRUE(FileKeyStore::open(directory.path()));
  ASSERT_EQ(::chmod(directory.file("keys").c_str(), 0755), 0);
  EXPECT_EQ(FileKeyStore::open(directory.path()).error().code, ErrorCode::failed_precondition);
}

TEST(FileKeyStore, EmptyHugeAndLinkedFilesAreDamage) {
  const ScratchDirectory directory;
  const auto store = FileKeyStore::open(directory.path());
  const std::string path = directory.file("keys/key-1.key.pem");
  ASSERT_TRUE((*store)->store_key({"key-1"}, material("one")));
  write_whole_file(path, "");
  EXPECT_EQ((*store)->load_key({"key-1"}).error().code, ErrorCode::data_corrupt);
  write_whole_file(path, std::string(65537, 'x'));
  EXPECT_EQ((*store)->load_key({"key-1"}).error().code, ErrorCode::data_corrupt);
  write_whole_file(path, "x");
  ASSERT_EQ(::unlink(directory.file("keys/key-1.csr").c_str()), 0);
  EXPECT_EQ((*store)->load_key({"key-1"}).error().code, ErrorCode::data_corrupt);
  ASSERT_EQ(::unlink(path.c_str()), 0);
  ASSERT_EQ(::symlink("/etc/passwd", path.c_str()), 0);
  EXPECT_EQ((*store)->load_key({"key-1"}).error().code, ErrorCode::data_corrupt);
}

TEST(FileKeyStore, HalfWrittenSecretsOfACrashAreDestroyedAtTheNextStart) {
  const ScratchDirectory directory;
  ASSERT_TRUE(FileKeyStore::open(directory.path()));
  write_whole_file(directory.file("keys/key-1.key.pem.unfinished"), "half a k");
  const auto store = FileKeyStore::open(directory.path());
  EXPECT_FALSE(std::filesystem::exists(directory.file("keys/key-1.key.pem.unfinished")));
  EXPECT_TRUE((*store)->keys()->empty());
}

TEST(FileKeyStore, CsrWithoutKeyIsListedForDestructionAndReplacedByANewKey) {
  const ScratchDirectory directory;
  const auto store = FileKeyStore::open(directory.path());
  write_whole_file(directory.file("keys/key-1.csr"), "old");
  EXPECT_EQ(*(*store)->keys(), std::vector<KeyRef>{{"key-1"}});
  EXPECT_EQ((*store)->load_key({"key-1"}).error().code, ErrorCode::not_found);
  ASSERT_TRUE((*store)->store_key({"key-1"}, material("new")));
  EXPECT_EQ((*store)->load_key({"key-1"})->csr_der, material("new").csr_der);
}

TEST(FileKeyStore, DestroyedBytesAreOverwritten) {
  const ScratchDirectory directory;
  const auto store = FileKeyStore::open(directory.path());
  ASSERT_TRUE((*store)->store_token({"token-1"}, Secret("very secret")));
  // A second name of the same file shows what became of its bytes.
  ASSERT_EQ(::link(directory.file("keys/token-1.token").c_str(), directory.file("witness").c_str()), 0);
  ASSERT_TRUE((*store)->destroy_token({"token-1"}));
  EXPECT_EQ(read_whole_file(directory.file("witness")), std::string(11, '\0'));
}

TEST(MemoryKeyStoreFaults, StoresFailUntilToldOtherwise) {
  MemoryKeyStore store;
  store.refuse_stores(true);
  EXPECT_EQ(store.store_key({"key-1"}, material("one")).error().code, ErrorCode::storage);
  EXPECT_EQ(store.store_token({"token-1"}, Secret("x")).error().code, ErrorCode::storage);
  store.refuse_stores(false);
  EXPECT_TRUE(store.store_key({"key-1"}, material("one")));
}

}  // namespace
}  // namespace lic
