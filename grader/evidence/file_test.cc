#include "grader/evidence/file.h"

#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "grader/evidence/evidence.pb.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

JudgedEvidence Judged(int pairs) {
  JudgedEvidence j;
  j.spec.set_name("speed_demon");
  j.spec.set_accuracy_floor(0.9);
  j.gradings = 2;
  j.evidence.meter = "none";
  TaskEvidence& t = j.evidence.tasks.emplace_back();
  for (int i = 0; i < pairs; ++i) {
    TurnPair& p = t.pairs.emplace_back();
    p.start = i;
    p.candidate.seconds = 1.0 / (i + 3);
  }
  return j;
}

TEST(EvidenceFileTest, HoldsWhatWasPacked) {
  for (const int pairs : {0, 1, 1000}) {
    const JudgedEvidence before = Judged(pairs);
    const auto after = UnpackEvidence(PackEvidence(before));
    ASSERT_TRUE(after.ok()) << after.status();
    EXPECT_EQ(after->spec.SerializeAsString(), before.spec.SerializeAsString());
    EXPECT_EQ(after->gradings, 2);
    ASSERT_EQ(after->evidence.tasks.size(), 1);
    ASSERT_EQ(after->evidence.tasks[0].pairs.size(), pairs);
    if (pairs > 0) {
      EXPECT_EQ(after->evidence.tasks[0].pairs.back().candidate.seconds,
                1.0 / (pairs + 2));
    }
    EXPECT_EQ(PackEvidence(*after), PackEvidence(before));
  }
}

TEST(EvidenceFileTest, WhatIsLargeIsZipped) {
  const std::string bytes = PackEvidence(Judged(10'000));
  evidence::EvidenceFile file;
  ASSERT_TRUE(file.ParseFromString(bytes));
  EXPECT_FALSE(file.has_evidence());
  EXPECT_GT(file.unzipped_bytes(), 3 * bytes.size());
}

TEST(EvidenceFileTest, WhatWasCutIsRefusedWhereverItWas) {
  for (const int pairs : {20, 1000}) {
    const std::string bytes = PackEvidence(Judged(pairs));
    for (size_t size = 0; size < bytes.size(); size += 7) {
      EXPECT_FALSE(UnpackEvidence(bytes.substr(0, size)).ok()) << size;
    }
  }
}

TEST(EvidenceFileTest, WhatIsNoneIsRefusedInASentence) {
  evidence::EvidenceFile file;
  ASSERT_TRUE(file.ParseFromString(PackEvidence(Judged(1))));
  evidence::EvidenceFile other = file;
  other.mutable_spec()->set_accuracy_floor(0.1);
  EXPECT_THAT(UnpackEvidence(other.SerializeAsString()).status().message(),
              HasSubstr("is not the one whose digest it has"));
  other = file;
  other.set_version(kEvidenceVersion + 1);
  EXPECT_TRUE(absl::IsFailedPrecondition(
      UnpackEvidence(other.SerializeAsString()).status()));
  other = file;
  other.set_zipped("nonsense");
  other.set_unzipped_bytes(int64_t{1} << 50);
  EXPECT_THAT(UnpackEvidence(other.SerializeAsString()).status().message(),
              HasSubstr("unzipped"));
  other.set_unzipped_bytes(100);
  EXPECT_THAT(UnpackEvidence(other.SerializeAsString()).status().message(),
              HasSubstr("does not unzip"));
}

}  // namespace
}  // namespace olympics
