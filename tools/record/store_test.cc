#include "tools/record/store.h"

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/record/open.h"

namespace olympics {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

GradeReport Report(const std::string& name, int64_t started,
                   Verdict verdict = PASSED, double points = 1) {
  GradeReport r;
  r.set_submission(name);
  r.set_category("speed_demon");
  r.set_host("host");
  r.set_started_unix_ms(started);
  r.set_verdict(verdict);
  r.set_points(points);
  return r;
}

std::string Message(const absl::Status& status) {
  return std::string(status.message());
}

class StoreTest : public ::testing::Test {
 protected:
  StoreTest() : keys_{secret_, secret_.public_key()} {}

  absl::StatusOr<std::unique_ptr<Store>> Open() {
    return Store::Open(path_, keys_);
  }

  std::vector<GradeReport> Runs() {
    auto store = Open();
    EXPECT_TRUE(store.ok()) << store.status();
    const auto entries = (*store)->News();
    EXPECT_TRUE(entries.ok()) << entries.status();
    return entries.ok() ? RunsOf(*entries) : std::vector<GradeReport>();
  }

  // As somebody with an editor for SQLite files would.
  void Tamper(const std::string& sql) {
    sqlite3* db;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
    char* error = nullptr;
    EXPECT_EQ(
        sqlite3_exec(db,
                     ("DROP TRIGGER entries_are_not_changed; DROP TRIGGER "
                      "entries_are_not_deleted; " +
                      sql)
                         .c_str(),
                     nullptr, nullptr, &error),
        SQLITE_OK)
        << error;
    sqlite3_close(db);
  }

  std::vector<std::string> Audit() { return *(*Open())->Audit(); }

  SecretKey secret_ = SecretKey::Create();
  Keys keys_;
  std::string path_ =
      ::testing::TempDir() + "/record-" +
      ::testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(StoreTest, KeepsRunsInTheirOrderAndEachOnce) {
  {
    auto store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_EQ(*(*store)->Add({Report("b", 1), Report("a", 2)}, 10), 2);
    EXPECT_EQ(*(*store)->Add({Report("a", 2), Report("a", 3)}, 11), 1);
  }
  const auto runs = Runs();
  ASSERT_EQ(runs.size(), 3);
  EXPECT_EQ(runs[0].submission(), "b");
  EXPECT_EQ(runs[2].started_unix_ms(), 3);
  EXPECT_THAT(Audit(), IsEmpty());
}

TEST_F(StoreTest, WhatIsJudgedAgainIsARunOfItsOwnAndCounts) {
  GradeReport again = Report("a", 2, INACCURATE);
  again.mutable_judged_again()->set_at_unix_ms(77);
  {
    auto store = Open();
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_EQ(*(*store)->Add({Report("a", 2)}, 10), 1);
    EXPECT_EQ(*(*store)->Add({again, again}, 11), 1);
    EXPECT_EQ(*(*store)->Add({Report("a", 2), again}, 12), 0);
    again.mutable_judged_again()->set_at_unix_ms(78);
    EXPECT_EQ(*(*store)->Add({again}, 13), 1);
  }
  const auto runs = Runs();
  ASSERT_EQ(runs.size(), 3);
  EXPECT_EQ(runs[1].host(), "host");
  EXPECT_EQ(runs[1].started_unix_ms(), 2);
  EXPECT_EQ(runs[2].judged_again().at_unix_ms(), 78);
  EXPECT_THAT(Audit(), IsEmpty());
}

TEST_F(StoreTest, ReadsOnlyWhatIsNew) {
  auto writer = Open(), reader = Open();
  ASSERT_TRUE((*writer)->Add({Report("a", 1)}, 1).ok());
  EXPECT_EQ((*reader)->News()->size(), 1);
  const int64_t version = (*reader)->Version();
  EXPECT_EQ((*reader)->Version(), version);
  EXPECT_EQ((*reader)->News()->size(), 0);
  Event event;
  event.set_by("ann");
  event.mutable_vote()->set_voter("bob");
  ASSERT_TRUE((*writer)->AddEvent(event, 2).ok());
  ASSERT_TRUE((*writer)->AddEvent(event, 2).ok());  // events may be alike
  EXPECT_NE((*reader)->Version(), version);
  const auto news = (*reader)->News();
  ASSERT_EQ(news->size(), 2);
  EXPECT_EQ((*news)[1].event().vote().voter(), "bob");
}

TEST_F(StoreTest, TimeDoesNotRunBackwardsWhateverTheClockDoes) {
  auto store = Open();
  ASSERT_TRUE((*store)->Add({Report("a", 900)}, 1000).ok());
  ASSERT_TRUE((*store)->Add({Report("a", 20)}, 30).ok());
  ASSERT_TRUE((*store)->AddEvent({}, 2000).ok());
  const auto entries = (*store)->News();
  EXPECT_EQ((*entries)[1].at_unix_ms(), 1000);
  EXPECT_EQ((*entries)[2].at_unix_ms(), 2000);
}

TEST_F(StoreTest, RefusesToChangeOrDeleteAnEntry) {
  ASSERT_TRUE((*Open())->Add({Report("a", 1)}, 1).ok());
  sqlite3* db;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
  for (const char* sql :
       {"UPDATE entries SET verdict = 'x'", "DELETE FROM entries",
        "REPLACE INTO entries SELECT seq, 'x', submission, category, host, "
        "started_unix_ms, verdict, at_unix_ms, body, link, signature FROM "
        "entries"}) {
    sqlite3_exec(db, "PRAGMA recursive_triggers = ON", nullptr, nullptr,
                 nullptr);
    EXPECT_NE(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK)
        << sql;
  }
  sqlite3_close(db);
  EXPECT_EQ(Runs().size(), 1);
}

TEST_F(StoreTest, AChangedGradeIsFoundWhenItIsRead) {
  ASSERT_TRUE(
      (*Open())
          ->Add({Report("a", 1, PASSED, 10), Report("b", 2), Report("c", 3)}, 5)
          .ok());
  Entry forged;
  forged.set_at_unix_ms(5);
  *forged.mutable_run() = Report("a", 1, PASSED, 99);
  std::string hex;
  for (const char c : forged.SerializeAsString()) {
    char byte[3];
    snprintf(byte, sizeof(byte), "%02x", static_cast<unsigned char>(c));
    hex += byte;
  }
  Tamper("UPDATE entries SET body = x'" + hex + "' WHERE seq = 1");
  EXPECT_TRUE(absl::IsDataLoss((*Open())->News().status()));
  EXPECT_THAT(Message((*Open())->News().status()), HasSubstr("at entry 1"));
  EXPECT_THAT(Audit(),
              ElementsAre(HasSubstr("entries_are_not_changed is missing"),
                          HasSubstr("entries_are_not_deleted is missing"),
                          HasSubstr("entry 1 is not as it was added")));
}

TEST_F(StoreTest, DeletedSwappedAndForeignEntriesAreFound) {
  ASSERT_TRUE(
      (*Open())->Add({Report("a", 1), Report("b", 2), Report("c", 3)}, 5).ok());
  Tamper("DELETE FROM entries WHERE seq = 2");
  EXPECT_FALSE((*Open())->News().ok());
  EXPECT_THAT(Audit(), Contains(HasSubstr("entry 2 is missing")));

  path_ += "-swapped";
  ASSERT_TRUE((*Open())->Add({Report("a", 1), Report("b", 2)}, 5).ok());
  Tamper(
      "UPDATE entries SET seq = 9 WHERE seq = 1;"
      "UPDATE entries SET seq = 1 WHERE seq = 2;"
      "UPDATE entries SET seq = 2 WHERE seq = 9");
  EXPECT_FALSE((*Open())->News().ok());
  EXPECT_THAT(Audit(), Contains(HasSubstr("entry 1 is not as it was")));

  // Somebody with a key of their own makes a record of their own.
  path_ += "-foreign";
  const SecretKey other = SecretKey::Create();
  ASSERT_TRUE((*Store::Open(path_, Keys{other, other.public_key()}))
                  ->Add({Report("a", 1)}, 5)
                  .ok());
  EXPECT_THAT(Message((*Open())->News().status()),
              HasSubstr("not signed with the course's key"));
  EXPECT_THAT(Audit(), ElementsAre(HasSubstr("entry 1 was not signed")));
}

TEST_F(StoreTest, ColumnsThatBelieTheBodyAreFound) {
  ASSERT_TRUE((*Open())->Add({Report("a", 1, INACCURATE)}, 5).ok());
  Tamper("UPDATE entries SET verdict = 'PASSED'");
  EXPECT_THAT(Audit(), Contains(HasSubstr("columns that belie")));
}

TEST_F(StoreTest, ReadingTakesThePublicKeyAlone) {
  ASSERT_TRUE((*Open())->Add({Report("a", 1)}, 1).ok());
  keys_.secret.reset();
  EXPECT_EQ(Runs().size(), 1);
  EXPECT_TRUE(
      absl::IsFailedPrecondition((*Open())->Add({Report("b", 2)}, 1).status()));
  path_ += "-new";
  EXPECT_TRUE(absl::IsUnauthenticated(Open().status()));
}

TEST_F(StoreTest, IsNotFooledByOtherFiles) {
  std::ofstream(path_) << "This is no database, however long it may be.";
  EXPECT_FALSE(Open().ok());
  path_ += "-other";
  sqlite3* db;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
  sqlite3_exec(db, "CREATE TABLE t (x)", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  EXPECT_THAT(Message(Open().status()), HasSubstr("not a record"));
  path_ = "/no/such/folder/record";
  EXPECT_FALSE(Open().ok());
}

// The schema of version 1, as it was.
void MakeVersion1(const std::string& path) {
  sqlite3* db;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  char* error = nullptr;
  ASSERT_EQ(sqlite3_exec(db, R"(
    PRAGMA journal_mode = WAL;
    CREATE TABLE runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      submission TEXT NOT NULL,
      category TEXT NOT NULL,
      host TEXT NOT NULL,
      started_unix_ms INTEGER NOT NULL,
      verdict TEXT NOT NULL,
      report BLOB NOT NULL,
      UNIQUE (submission, category, host, started_unix_ms)
    );
    CREATE TRIGGER runs_are_not_changed BEFORE UPDATE ON runs
      BEGIN SELECT RAISE(ABORT, 'runs are never changed'); END;
    CREATE TRIGGER runs_are_not_deleted BEFORE DELETE ON runs
      BEGIN SELECT RAISE(ABORT, 'runs are never deleted'); END;
    PRAGMA application_id = 0x54544f4c; PRAGMA user_version = 1;)",
                         nullptr, nullptr, &error),
            SQLITE_OK)
      << error;
  sqlite3_stmt* s;
  sqlite3_prepare_v2(db,
                     "INSERT INTO runs (submission, category, host, "
                     "started_unix_ms, verdict, report) VALUES "
                     "(?, 'speed_demon', 'host', ?, 'PASSED', ?)",
                     -1, &s, nullptr);
  for (int i = 1; i <= 3; ++i) {
    const std::string name = "s" + std::to_string(i);
    const std::string body = Report(name, 10 - i).SerializeAsString();
    sqlite3_bind_text(s, 1, name.data(), -1, SQLITE_TRANSIENT);
    sqlite3_bind_int(s, 2, 10 - i);
    sqlite3_bind_blob(s, 3, body.data(), static_cast<int>(body.size()),
                      SQLITE_TRANSIENT);
    ASSERT_EQ(sqlite3_step(s), SQLITE_DONE);
    sqlite3_reset(s);
  }
  sqlite3_finalize(s);
  sqlite3_close(db);
}

TEST_F(StoreTest, TriggersThatAreNotItsOwnAreFound) {
  ASSERT_TRUE((*Open())->Add({Report("amy", 1)}, 1).ok());
  sqlite3* db;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db,
                         "CREATE TRIGGER evil BEFORE INSERT ON entries BEGIN "
                         "SELECT RAISE(IGNORE); END",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(db);
  EXPECT_THAT(Audit(),
              Contains(HasSubstr("the trigger evil does not belong there")));
  // What is not recorded is not said to be.
  auto store = Open();
  EXPECT_THAT(Message((*store)->AddEvent(Event(), 2)),
              HasSubstr("takes no entries any more"));
  EXPECT_THAT(Message((*store)->Add({Report("bob", 2)}, 2).status()),
              HasSubstr("takes no entries any more"));
}

TEST_F(StoreTest, ATriggerThatDoesNothingIsFound) {
  ASSERT_TRUE((*Open())->Add({Report("amy", 1)}, 1).ok());
  Tamper(
      "CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries BEGIN "
      "SELECT 1; END; CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON "
      "entries BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END");
  EXPECT_THAT(Audit(), Contains(HasSubstr("trigger entries_are_not_changed is "
                                          "not the record's own")));
}

TEST_F(StoreTest, RowsBeforeTheFirstAreFound) {
  ASSERT_TRUE((*Open())->Add({Report("amy", 1)}, 1).ok());
  Tamper(
      "INSERT INTO entries SELECT 0, kind, 'bob', category, host, "
      "started_unix_ms, verdict, at_unix_ms, body, link, signature FROM "
      "entries");
  EXPECT_THAT(Message((*Open())->News().status()),
              HasSubstr("entries before its first"));
  EXPECT_THAT(Audit(), Contains(HasSubstr("stand before the first one")));
}

// An entry of 2099 made every later one of 2099, and every hand-in late.
TEST_F(StoreTest, AClockThatRanFarAheadIsNotFollowed) {
  constexpr int64_t kNow = 1'795'000'000'000, kYears = 2'200'000'000'000;
  auto store = Open();
  ASSERT_TRUE((*store)->Add({Report("amy", 1)}, kNow + kYears).ok());
  ASSERT_TRUE((*store)->Add({Report("bob", 2)}, kNow).ok());
  const auto entries = (*store)->News();
  ASSERT_TRUE(entries.ok()) << entries.status();
  EXPECT_EQ((*entries)[1].at_unix_ms(), kNow);
}

// The advice was to move the record away.
TEST_F(StoreTest, WhatKeepsItFromBeingReadIsNotTakenForWhatIsInIt) {
  ASSERT_TRUE((*Open())->Add({Report("amy", 1)}, 1).ok());
  const absl::Status folder = Store::Open(::testing::TempDir(), keys_).status();
  EXPECT_EQ(folder.code(), absl::StatusCode::kUnavailable) << folder;
  std::ofstream(path_ + "x") << std::string(5000, 'x');
  const absl::Status other = Store::Open(path_ + "x", keys_).status();
  EXPECT_EQ(other.code(), absl::StatusCode::kDataLoss) << other;
  EXPECT_THAT(Message(other), HasSubstr("is not a record"));
}

TEST_F(StoreTest, ARecordOfVersion1IsTakenOverAndSigned) {
  MakeVersion1(path_);
  {
    std::vector<std::thread> threads;  // several may find it so at once
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([this] { EXPECT_TRUE(Open().ok()); });
    }
    for (std::thread& t : threads) t.join();
  }
  const auto entries = (*Open())->News();
  ASSERT_TRUE(entries.ok()) << entries.status();
  ASSERT_EQ(entries->size(), 4);
  EXPECT_EQ((*entries)[0].run().submission(), "s1");
  EXPECT_EQ((*entries)[3].event().migration().entries(), 3);
  EXPECT_THAT(Audit(), IsEmpty());
  EXPECT_EQ(*(*Open())->Add({Report("s1", 9)}, 1), 0);  // known already
}

TEST_F(StoreTest, AnEarlierVersionWaitsForTheKeyAndANewerOneIsRefused) {
  MakeVersion1(path_);
  keys_.secret.reset();
  EXPECT_TRUE(absl::IsUnauthenticated(Open().status()));
  keys_.secret = secret_;
  EXPECT_TRUE(Open().ok());
  sqlite3* db;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
  sqlite3_exec(db, "PRAGMA user_version = 3", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  EXPECT_THAT(Message(Open().status()), HasSubstr("newer tito"));
}

TEST_F(StoreTest, ManyProcessesMayWriteAtOnce) {
  std::vector<pid_t> writers;
  for (int t = 0; t < 4; ++t) {
    const pid_t pid = fork();
    if (pid == 0) {
      auto store = Open();
      bool ok = store.ok();
      for (int i = 0; ok && i < 20; ++i) {
        ok = (*store)->Add({Report(std::to_string(t), i)}, i).ok();
      }
      _exit(ok ? 0 : 1);
    }
    writers.push_back(pid);
  }
  for (const pid_t pid : writers) {
    int status = -1;
    ASSERT_EQ(waitpid(pid, &status, 0), pid);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(Runs().size(), 80);
  EXPECT_THAT(Audit(), IsEmpty());
}

// Writers say through a pipe what was added, and are killed at any moment: what
// was said is there, the rest is there whole or not at all.
TEST_F(StoreTest, AKilledWriterLosesNothingThatWasAdded) {
  constexpr int kRounds = 12;
  int said = 0;
  for (int round = 0; round < kRounds; ++round) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t pid = fork();
    if (pid == 0) {
      auto store = Open();
      if (!store.ok()) _exit(1);
      for (int i = 0;; ++i) {
        const int64_t start = 1000 * (round + 1) + i;
        const auto added =
            (*store)->Add({Report("a", start), Report("b", start)}, 0);
        if (!added.ok() || write(ends[1], "x", 1) != 1) _exit(1);
      }
    }
    close(ends[1]);
    usleep(2000 * (round + 1));
    kill(pid, SIGKILL);
    int status = 0;
    ASSERT_EQ(waitpid(pid, &status, 0), pid);
    EXPECT_TRUE(WIFSIGNALED(status)) << "a writer ended by itself";
    char byte;
    while (read(ends[0], &byte, 1) == 1) ++said;
    close(ends[0]);
  }
  const size_t kept = Runs().size();
  EXPECT_GE(kept, 2 * said);
  EXPECT_LE(kept, 2 * (said + kRounds));
  EXPECT_EQ(kept % 2, 0) << "half of an addition is there";
  EXPECT_THAT(Audit(), IsEmpty());
}

TEST_F(StoreTest, AFullDiskIsSaidAndLosesNothing) {
  auto store = Open();
  ASSERT_TRUE((*store)->Add({Report("a", 1)}, 1).ok());
  GradeReport large = Report("b", 2);
  large.set_worker_output(std::string(4 << 20, 'x'));
  // No file of this process may grow beyond 1 MiB.
  const pid_t pid = fork();
  if (pid == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {1 << 20, 1 << 20};
    setrlimit(RLIMIT_FSIZE, &limit);
    auto full = Open();
    _exit(full.ok() && !(*full)->Add({large}, 2).ok() ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(pid, &status, 0), pid);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(Runs().size(), 1);
  EXPECT_THAT(Audit(), IsEmpty());
}

TEST_F(StoreTest, ANewRecordIsItsOwnersAlone) {
  mkdir(path_.c_str(), 0755);
  ASSERT_TRUE(OpenToAdd(path_).ok());
  struct stat info;
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700);
  chmod(path_.c_str(), 0750);  // an instructor's decision stands
  ASSERT_TRUE(OpenToAdd(path_).ok());
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0750);
}

TEST_F(StoreTest, ARecordThatLostItsKeysGetsNoNewOnes) {
  const std::string state = path_;
  mkdir(state.c_str(), 0700);
  ASSERT_TRUE((*OpenToAdd(state))->Add({Report("a", 1)}, 1).ok());
  EXPECT_EQ((*OpenToAdd(state))->News()->size(), 1);
  unlink((state + "/key").c_str());
  unlink((state + "/key.pub").c_str());
  EXPECT_THAT(Message(OpenToAdd(state).status()), HasSubstr("are missing"));
  EXPECT_NE(access((state + "/key").c_str(), F_OK), 0);

  const std::string old = path_ + "-old";
  mkdir(old.c_str(), 0700);
  MakeVersion1(old + "/record.db");
  EXPECT_EQ((*OpenToAdd(old))->News()->size(), 4);
}

}  // namespace
}  // namespace olympics
