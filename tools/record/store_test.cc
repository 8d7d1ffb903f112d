#include "tools/record/store.h"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

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

class StoreTest : public ::testing::Test {
 protected:
  std::string path_ =
      ::testing::TempDir() + "/record-" +
      ::testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(StoreTest, KeepsRunsInTheirOrderAndEachOnce) {
  {
    auto store = Store::Open(path_);
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_EQ(*(*store)->Add({Report("b", 1), Report("a", 2)}), 2);
    EXPECT_EQ(*(*store)->Add({Report("a", 2), Report("a", 3)}), 1);
  }
  auto store = Store::Open(path_);
  ASSERT_TRUE(store.ok()) << store.status();
  const auto runs = (*store)->Runs();
  ASSERT_TRUE(runs.ok());
  ASSERT_EQ(runs->size(), 3);
  EXPECT_EQ((*runs)[0].submission(), "b");
  EXPECT_EQ((*runs)[2].started_unix_ms(), 3);
}

TEST_F(StoreTest, RefusesToChangeOrDeleteARun) {
  auto store = Store::Open(path_);
  ASSERT_TRUE((*store)->Add({Report("a", 1)}).ok());
  sqlite3* db;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
  EXPECT_NE(sqlite3_exec(db, "UPDATE runs SET verdict = 'x'", nullptr, nullptr,
                         nullptr),
            SQLITE_OK);
  EXPECT_NE(sqlite3_exec(db, "DELETE FROM runs", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(db);
  EXPECT_EQ((*store)->Runs()->size(), 1);
}

TEST_F(StoreTest, IsNotFooledByOtherFiles) {
  std::ofstream(path_) << "This is no database, however long it may be.";
  EXPECT_FALSE(Store::Open(path_).ok());
  const std::string other = path_ + "-other";
  sqlite3* db;
  ASSERT_EQ(sqlite3_open(other.c_str(), &db), SQLITE_OK);
  sqlite3_exec(db, "CREATE TABLE t (x)", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  EXPECT_THAT(std::string(Store::Open(other).status().message()),
              HasSubstr("not a record"));
  EXPECT_FALSE(Store::Open("/no/such/folder/record").ok());
}

TEST_F(StoreTest, ManyMayWriteAtOnce) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this, t] {
      auto store = Store::Open(path_);
      ASSERT_TRUE(store.ok()) << store.status();
      for (int i = 0; i < 20; ++i) {
        const auto added = (*store)->Add({Report(std::to_string(t), i)});
        ASSERT_TRUE(added.ok()) << added.status();
      }
    });
  }
  for (std::thread& t : threads) t.join();
  EXPECT_EQ((*Store::Open(path_))->Runs()->size(), 80);
}

TEST_F(StoreTest, AKilledWriterLosesNothingThatWasAdded) {
  const pid_t pid = fork();
  if (pid == 0) {
    auto store = Store::Open(path_);
    if (!store.ok() || !(*store)->Add({Report("a", 1)}).ok()) _exit(1);
    kill(getpid(), SIGKILL);
  }
  int status;
  ASSERT_EQ(waitpid(pid, &status, 0), pid);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ((*Store::Open(path_))->Runs()->size(), 1);
}

TEST(CurrentTest, TheLatestResultCounts) {
  const auto current =
      Current({Report("b", 1, PASSED, 10), Report("a", 2, PASSED, 20),
               Report("a", 3, INACCURATE, 0), Report("b", 4, UNSTABLE, 0),
               Report("b", 5, GRADER_ERROR, 0), Report("c", 6, UNSTABLE, 0),
               Report("c", 7, GRADER_ERROR, 0)});
  ASSERT_EQ(current.size(), 3);
  EXPECT_EQ(current[0].verdict(), INACCURATE);
  EXPECT_EQ(current[1].points(), 10);
  EXPECT_EQ(current[2].verdict(), GRADER_ERROR);
}

TEST(CurrentTest, ThatItWasNotBuiltIsForgottenOnceItIs) {
  GradeReport not_built = Report("a", 1, NOT_BUILT);
  not_built.set_category(kAllCategories);
  EXPECT_EQ(Current({not_built}).size(), 1);
  const auto current = Current({not_built, Report("a", 2)});
  ASSERT_EQ(current.size(), 1);
  EXPECT_EQ(current[0].verdict(), PASSED);
  // Broken again: both are shown, and the earlier grade stands.
  EXPECT_EQ(Current({Report("a", 2), not_built}).size(), 2);
}

}  // namespace
}  // namespace olympics
