// On a system without Landlock and without a memory controller: run on the
// emulated board, whose kernel is told so.
#include <string>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sandbox/jail.h"
#include "sandbox/landlock.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"

namespace sandbox {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

absl::StatusOr<Outcome> RunProgram(const std::string& program,
                                   const PolicyBuilder& builder) {
  return Jail::Run(builder.Build(), {.program = "sandbox/testdata/" + program});
}

TEST(MissingLayersTest, ARunGoesOnAndSaysWhatIsLost) {
  ASSERT_EQ(LandlockAbi(), 0);
  const auto outcome = RunProgram("greets", PolicyBuilder::Worker());
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_TRUE(outcome->ok()) << outcome->Describe();
  EXPECT_THAT(outcome->missing,
              ElementsAre(HasSubstr("the layer landlock is missing"),
                          HasSubstr("the layer cgroup is missing")));
  EXPECT_THAT(outcome->missing[1], HasSubstr("memory is watched"));
  EXPECT_EQ(outcome->peak_cgroup_bytes, -1);
  EXPECT_EQ(outcome->peak_memory_method, "VmHWM");
}

TEST(MissingLayersTest, WhatIsRequiredIsAnErrorAndNothingRuns) {
  for (const Layer layer : {Layer::kLandlock, Layer::kCgroup}) {
    PolicyBuilder builder = PolicyBuilder::Worker();
    const auto outcome = RunProgram("greets", builder.Require(layer));
    EXPECT_EQ(outcome.status().code(), absl::StatusCode::kUnavailable);
    EXPECT_THAT(std::string(outcome.status().message()),
                HasSubstr(LayerName(layer)));
  }
  PolicyBuilder cores = PolicyBuilder::Worker();
  EXPECT_EQ(RunProgram("greets", cores.SetCoreLimit(0.5)).status().code(),
            absl::StatusCode::kUnavailable);
}

TEST(MissingLayersTest, TheOtherLayersHold) {
  PolicyBuilder builder = PolicyBuilder::Worker();
  builder.SetMemoryLimit(64 << 20).SetWallLimit(absl::Seconds(60));
  const auto memory = RunProgram("takes_memory", builder);
  ASSERT_TRUE(memory.ok()) << memory.status();
  EXPECT_EQ(memory->verdict, Verdict::kMemoryLimit) << memory->Describe();
  const auto burst = RunProgram("bursts", builder);
  ASSERT_TRUE(burst.ok()) << burst.status();
  EXPECT_EQ(burst->verdict, Verdict::kMemoryLimit) << burst->Describe();
  const auto file = RunProgram("opens_file", builder);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->violation, "openat(\"/etc/passwd\")");
}

}  // namespace
}  // namespace sandbox
