#include "tools/record/head.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/record/open.h"
#include "tools/record/store.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

GradeReport Report(int64_t started) {
  GradeReport r;
  r.set_submission("amy");
  r.set_category("speed_demon");
  r.set_host("host");
  r.set_started_unix_ms(started);
  r.set_verdict(PASSED);
  return r;
}

std::string Message(const absl::Status& status) {
  return std::string(status.message());
}

// What of a record is missing is seen by its head, which is kept apart.
class HeadTest : public ::testing::Test {
 protected:
  void SetUp() override {
    state_ = ::testing::TempDir() + "/" +
             ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(state_);
    std::filesystem::create_directories(state_);
    Add(1);
    std::filesystem::copy_file(db(), state_ + "/older");
    Add(2);
    Add(3);
  }
  std::string db() const { return state_ + "/record.db"; }
  void Add(int64_t started) {
    auto store = OpenToAdd(state_);
    ASSERT_TRUE(store.ok()) << store.status();
    ASSERT_TRUE((*store)->Add({Report(started)}, started).ok());
  }
  // What reading it says; "" for all being well.
  std::string Said() {
    auto store = OpenToAdd(state_);
    if (!store.ok()) return Message(store.status());
    return Message((*store)->News().status());
  }
  std::string state_;
};

TEST_F(HeadTest, IsOfTheLastEntry) {
  EXPECT_EQ(Said(), "");
  const auto head = ReadHead(state_ + "/record.head");
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->entries, 3);
  EXPECT_THAT(head->Text(), HasSubstr("3 entries, head "));
}

TEST_F(HeadTest, ARecordThatIsGoneIsNoNewCourse) {
  std::filesystem::remove(db());
  EXPECT_THAT(Said(), HasSubstr("is gone, and the record had 3 entries"));
}

TEST_F(HeadTest, ARecordThatWasEmptiedIsNoNewOne) {
  std::ofstream(db(), std::ios::trunc).close();
  EXPECT_THAT(Said(), HasSubstr("is empty, and the record had 3 entries"));
}

TEST_F(HeadTest, AnOlderCopyIsFound) {
  std::filesystem::copy_file(state_ + "/older", db(),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_THAT(Said(), HasSubstr("has 1 entries and had 3 entries"));
}

TEST_F(HeadTest, AnotherRecordOfTheSameCourseIsFound) {
  std::filesystem::copy_file(state_ + "/older", db(),
                             std::filesystem::copy_options::overwrite_existing);
  std::filesystem::remove(state_ + "/record.head");
  for (int64_t started = 12; started < 16; ++started) Add(started);
  std::ofstream(state_ + "/record.head")
      << "entries: 3\nlink: " << std::string(64, 'a') << "\n";
  EXPECT_THAT(Said(), HasSubstr("is another than the one that had 3 entries"));
}

TEST_F(HeadTest, ABackupIsWholeAndCanBePutBack) {
  auto store = OpenToAdd(state_);
  ASSERT_TRUE(store.ok());
  const auto head = (*store)->Backup(state_ + "/copy");
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->entries, 3);
  EXPECT_THAT(Message((*store)->Backup(state_ + "/copy").status()),
              HasSubstr("is there already"));
  store->reset();
  std::filesystem::rename(state_ + "/copy", db());
  std::filesystem::remove(db() + "-wal");
  std::filesystem::remove(db() + "-shm");
  EXPECT_EQ(Said(), "");
}

TEST_F(HeadTest, OneThatIsNoHeadIsNamed) {
  for (const char* text : {"", "entries: -1\n", "gibberish"}) {
    std::ofstream(state_ + "/record.head") << text;
    EXPECT_THAT(Said(), HasSubstr("record.head does not say how many"));
  }
}

}  // namespace
}  // namespace olympics
