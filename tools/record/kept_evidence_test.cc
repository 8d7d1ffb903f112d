#include "tools/record/kept_evidence.h"

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "gmock/gmock.h"
#include "grader/report/sha256.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class KeptEvidenceTest : public ::testing::Test {
 protected:
  std::string Folder(const std::string& name) {
    std::string path = absl::StrCat(
        ::testing::TempDir(), "/",
        ::testing::UnitTest::GetInstance()->current_test_info()->name(), name);
    fs::remove_all(path);
    return path;
  }
};

TEST_F(KeptEvidenceTest, ComesBackAndIsReadOnly) {
  const std::string state = Folder("");
  const std::string bytes(
      "\0evi\xff"
      "dence",
      10);
  const auto digest = KeepEvidence(state, bytes);
  ASSERT_TRUE(digest.ok()) << digest.status();
  EXPECT_EQ(*digest, Sha256Hex(bytes));
  EXPECT_EQ(*ReadEvidence(state, *digest), bytes);
  const fs::perms perms =
      fs::status(state + "/evidence/" + *digest).permissions();
  EXPECT_EQ(perms & (fs::perms::owner_write | fs::perms::group_write |
                     fs::perms::others_write),
            fs::perms::none);
  // Again is no fault, and leaves nothing beside it.
  EXPECT_EQ(*KeepEvidence(state, bytes), *digest);
  EXPECT_EQ(std::distance(fs::directory_iterator(state + "/evidence"),
                          fs::directory_iterator()),
            1);
}

TEST_F(KeptEvidenceTest, ManyAtOnceKeepOneWholeFile) {
  const std::string state = Folder("");
  const std::string bytes(100'000, 'e');
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] { EXPECT_TRUE(KeepEvidence(state, bytes).ok()); });
  }
  for (std::thread& t : threads) t.join();
  EXPECT_EQ(*ReadEvidence(state, Sha256Hex(bytes)), bytes);
}

TEST_F(KeptEvidenceTest, WhatIsGoneOrAlteredIsNamed) {
  const std::string state = Folder("");
  const std::string digest = *KeepEvidence(state, "evidence");
  const std::string path = state + "/evidence/" + digest;
  for (const char* altered : {"evidencf", "eviden", ""}) {
    fs::permissions(path, fs::perms::owner_all);
    ASSERT_TRUE(base::WriteFile(path, altered).ok());
    const absl::Status s = ReadEvidence(state, digest).status();
    EXPECT_TRUE(absl::IsDataLoss(s)) << s;
    EXPECT_THAT(s.message(), HasSubstr("its evidence was altered: " + path));
  }
  // Kept anew it is whole again.
  EXPECT_TRUE(KeepEvidence(state, "evidence").ok());
  EXPECT_TRUE(ReadEvidence(state, digest).ok());
  fs::remove(path);
  const absl::Status s = ReadEvidence(state, digest).status();
  EXPECT_TRUE(absl::IsNotFound(s)) << s;
  EXPECT_THAT(s.message(), HasSubstr(path));
}

TEST_F(KeptEvidenceTest, ADigestIsNoPath) {
  const std::string state = Folder("");
  for (const std::string& digest :
       {std::string("../record.db"), std::string(), std::string(64, 'A'),
        std::string(64, '0') + "/.."}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ReadEvidence(state, digest).status()));
  }
}

TEST_F(KeptEvidenceTest, AReportNamesNoEvidenceThatIsNotKept) {
  const std::string state = Folder("");
  GradeReport report;
  report.set_submission("eve");
  report.set_category("speed_demon");
  EXPECT_TRUE(KeepEvidenceOf(state, absl::NotFoundError("x"), report).ok());
  report.set_evidence_sha256(Sha256Hex("evidence"));
  EXPECT_TRUE(KeepEvidenceOf(state, std::string("evidence"), report).ok());
  EXPECT_EQ(report.evidence_sha256(), Sha256Hex("evidence"));
  const absl::Status s = KeepEvidenceOf(state, std::string("other"), report);
  EXPECT_THAT(s.message(), HasSubstr("the evidence of eve in speed_demon"));
  EXPECT_EQ(report.evidence_sha256(), "");
}

TEST_F(KeptEvidenceTest, IsCopiedWhereItIsWhole) {
  const std::string from = Folder("from"), to = Folder("to");
  std::vector<GradeReport> reports(3);
  reports[0].set_evidence_sha256(*KeepEvidence(from, "one"));
  reports[1].set_submission("eve");
  reports[1].set_evidence_sha256(Sha256Hex("two"));
  EXPECT_THAT(CopyEvidence(from, to, reports),
              ElementsAre(HasSubstr("the evidence of eve")));
  EXPECT_EQ(*ReadEvidence(to, Sha256Hex("one")), "one");
  reports.erase(reports.begin() + 1);
  EXPECT_THAT(CopyEvidence(from, to, reports), IsEmpty());
}

}  // namespace
}  // namespace olympics
