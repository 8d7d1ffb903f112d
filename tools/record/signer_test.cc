// The signer as a process: what it adds, what it refuses, and that it may be
// killed at any moment.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/process/process.h"
#include "tools/record/record.h"
#include "tools/record/request.h"
#include "tools/signing/files.h"
#include "tools/signing/keys.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kSigner[] = "tools/record/signer_main";

class SignerTest : public ::testing::Test {
 protected:
  SignerTest()
      : state_(absl::StrCat(
            ::testing::TempDir(), "/",
            ::testing::UnitTest::GetInstance()->current_test_info()->name(),
            getpid())) {
    fs::remove_all(state_);
  }
  ~SignerTest() override { fs::remove_all(state_); }

  static GradeReport Run(int64_t started) {
    GradeReport r;
    r.set_submission("alice");
    r.set_category("speed_demon");
    r.set_verdict(PASSED);
    r.set_host("host");
    r.set_started_unix_ms(started);
    return r;
  }
  static SignRequest Of(int runs, int64_t from = 1) {
    SignRequest request;
    for (int i = 0; i < runs; ++i) *request.add_runs() = Run(from + i);
    return request;
  }
  // How many entries are on record, all of them as they were signed.
  int64_t OnRecord() {
    const auto store = OpenRecord(state_);
    EXPECT_TRUE(store.ok()) << store.status();
    if (!store.ok()) return -1;
    const auto audit = (*store)->Audit();
    EXPECT_TRUE(audit.ok()) << audit.status();
    EXPECT_THAT(*audit, IsEmpty());
    const auto entries = (*store)->News();
    EXPECT_TRUE(entries.ok()) << entries.status();
    return entries.ok() ? static_cast<int64_t>(entries->size()) : -1;
  }
  // What it says to bytes that are not of AppendToRecord.
  std::string Said(const std::string& bytes) {
    const auto answer = AnswerOf({kSigner, state_}, bytes);
    EXPECT_TRUE(answer.ok()) << answer.status();
    SignResponse response;
    EXPECT_TRUE(answer.ok() && response.ParseFromString(*answer));
    EXPECT_TRUE(response.answered());
    EXPECT_NE(response.code(), 0);
    return response.message();
  }

  const std::string state_;
};

TEST_F(SignerTest, AddsAllThatItIsAsked) {
  SignRequest request = Of(2);
  Event* e = request.add_events();
  e->set_by("root");
  e->mutable_hand_in()->set_submission("alice");
  EXPECT_EQ(*AppendToRecord(state_, request), 2);
  const auto entries = (*OpenRecord(state_))->News();
  ASSERT_EQ(entries->size(), 3u);
  EXPECT_TRUE(entries->at(0).has_event());
  EXPECT_EQ(*AppendToRecord(state_, Of(2)), 0);
  EXPECT_EQ(OnRecord(), 3);
  const auto key = LoadPublicKey(state_);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_TRUE(VerifyFile(state_ + "/junit/alice_speed_demon.xml", *key).ok());
}

// A signer that is killed has added to the record, and may not have written.
TEST_F(SignerTest, AskedForNothingItMakesAnewWhatAKillLeftOut) {
  ASSERT_TRUE(AppendToRecord(state_, Of(2)).ok());
  const auto key = LoadPublicKey(state_);
  ASSERT_TRUE(key.ok()) << key.status();
  const std::string path = state_ + "/junit/alice_speed_demon.xml";
  const std::string whole = *base::ReadFile(path);
  const struct {
    const char* what;
    std::function<void()> left;
    bool mended;
  } kCases[] = {
      {"neither", [&] { fs::remove_all(state_ + "/junit"); }, true},
      {"no signature", [&] { fs::remove(path + ".sig"); }, true},
      {"the signature of the one before",
       [&] { ASSERT_TRUE(base::WriteFile(path + ".sig", "AAAA\n").ok()); },
       true},
      {"changed by other hands",
       [&] { ASSERT_TRUE(base::WriteFile(path, "<testsuites/>").ok()); },
       false},
  };
  for (const auto& c : kCases) {
    c.left();
    EXPECT_EQ(*AppendToRecord(state_, {}), 0) << c.what;
    EXPECT_EQ(VerifyFile(path, *key).ok(), c.mended) << c.what;
    EXPECT_EQ(*base::ReadFile(path) == whole, c.mended) << c.what;
  }
}

TEST_F(SignerTest, ReadingMakesARecordAndTakesNoSecretKey) {
  EXPECT_EQ(OnRecord(), 0);
  ASSERT_TRUE(AppendToRecord(state_, Of(1)).ok());
  fs::remove(state_ + "/key");
  EXPECT_EQ(OnRecord(), 1);
  const auto store = OpenRecord(state_);
  EXPECT_THAT(std::string((*store)->Add({Run(7)}, 7).status().message()),
              HasSubstr("secret key"));
  EXPECT_THAT(std::string(AppendToRecord(state_, Of(1, 9)).status().message()),
              HasSubstr("secret key"));
}

TEST_F(SignerTest, AKeyOfAnotherCourseAddsNothing) {
  ASSERT_TRUE(AppendToRecord(state_, Of(1)).ok());
  const std::string other = state_ + "/other";
  ASSERT_TRUE(LoadOrMakeKeys(other).ok());
  fs::rename(other + "/key", state_ + "/key");
  const auto added = AppendToRecord(state_, Of(1, 9));
  EXPECT_THAT(std::string(added.status().message()),
              HasSubstr("is not the public key of"));
  EXPECT_EQ(OnRecord(), 1);
}

TEST_F(SignerTest, ABadEntryAmongGoodOnesAddsNothing) {
  SignRequest request = Of(3);
  request.mutable_runs(2)->set_submission("../../etc/cron.d/evil");
  const auto added = AppendToRecord(state_, request);
  EXPECT_THAT(std::string(added.status().message()),
              HasSubstr("of ? in speed_demon is not recorded"));
  EXPECT_EQ(OnRecord(), 0);
  EXPECT_FALSE(fs::exists(state_ + "/junit"));
}

TEST_F(SignerTest, WhatIsCutOffOrNoRequestAddsNothing) {
  const std::string whole = Framed(Of(3));
  for (const size_t size : {size_t{0}, size_t{7}, whole.size() / 2,
                            whole.size() - Of(1).ByteSizeLong()}) {
    EXPECT_THAT(Said(whole.substr(0, size)), HasSubstr("was cut off"));
  }
  EXPECT_THAT(Said(whole + "more"), HasSubstr("is no request"));
  EXPECT_THAT(Said(Framed(Of(0)).replace(0, 1, "\4") + "evil"),
              HasSubstr("is no request"));
  EXPECT_EQ(OnRecord(), 0);
}

TEST_F(SignerTest, MoreThanIsBoundedIsNotReadToItsEnd) {
  EXPECT_THAT(Said(std::string(kMostRequestBytes + (size_t{1} << 20), '\0')),
              HasSubstr("has more than"));
}

// What it answered for is there, and what is there is whole.
TEST_F(SignerTest, KilledAtAnyMomentItLosesNothing) {
  ASSERT_EQ(OnRecord(), 0);
  int64_t kept = 0;
  const std::string request = state_ + "/request";
  const std::string response = state_ + "/response";
  for (int i = 0; i < 40; ++i) {
    constexpr int kRuns = 50;
    std::ofstream(request, std::ios::binary)
        << Framed(Of(kRuns, 1 + int64_t{i} * kRuns));
    const pid_t pid = fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      if (std::freopen(request.c_str(), "r", stdin) == nullptr ||
          std::freopen(response.c_str(), "w", stdout) == nullptr) {
        _exit(1);
      }
      execl(kSigner, "signer", state_.c_str(), nullptr);
      _exit(1);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(i));
    kill(pid, SIGKILL);
    ASSERT_EQ(waitpid(pid, nullptr, 0), pid);
    SignResponse said;
    const auto bytes = base::ReadFile(response);
    const bool answered = bytes.ok() && said.ParseFromString(*bytes) &&
                          said.answered() && said.code() == 0;
    const int64_t now = OnRecord();
    ASSERT_TRUE(now == kept || now == kept + kRuns) << now << " of " << kept;
    ASSERT_TRUE(!answered || now == kept + kRuns);
    kept = now;
    fs::remove(response);
  }
  EXPECT_EQ(*AppendToRecord(state_, Of(1, 1'000'000)), 1);
  EXPECT_EQ(OnRecord(), kept + 1);
}

}  // namespace
}  // namespace olympics
