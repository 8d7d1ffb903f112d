#include "sandbox/text.h"

#include <csignal>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sandbox {
namespace {

using ::testing::HasSubstr;

TEST(PolicyTextTest, ReadsEveryField) {
  const absl::StatusOr<Policy> policy = ParsePolicy(R"pb(
    use: TRAINING
    mount { host: "/data" guest: "/train" }
    mount { host: "/tmp/w" guest: "/out/w" writable: true }
    tmp_bytes: 65536
    limits {
      wall_seconds: 1.5
      cpu_seconds: 2
      memory_bytes: 1048576
      output_bytes: 3
      file_bytes: 4
      stack_bytes: 65536
      open_files: 10
      threads: 2
      cores: 0.5
    }
    require: "landlock"
    without: "network"
  )pb");
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_TRUE(policy->files);
  EXPECT_FALSE(policy->executable_mappings);
  ASSERT_EQ(policy->mounts.size(), 2u);
  EXPECT_EQ(policy->mounts[0].host, "/data");
  EXPECT_FALSE(policy->mounts[0].writable);
  EXPECT_EQ(policy->mounts[1].guest, "/out/w");
  EXPECT_TRUE(policy->mounts[1].writable);
  EXPECT_EQ(policy->tmp_bytes, 65536);
  EXPECT_EQ(policy->limits.wall, absl::Milliseconds(1500));
  EXPECT_EQ(policy->limits.cpu, absl::Seconds(2));
  EXPECT_EQ(policy->limits.memory_bytes, 1 << 20);
  EXPECT_EQ(policy->limits.output_bytes, 3);
  EXPECT_EQ(policy->limits.file_bytes, 4);
  EXPECT_EQ(policy->limits.stack_bytes, 65536);
  EXPECT_EQ(policy->limits.open_files, 10);
  EXPECT_EQ(policy->limits.threads, 2);
  EXPECT_EQ(policy->limits.cores, 0.5);
  EXPECT_TRUE(policy->required.Has(Layer::kLandlock));
  EXPECT_FALSE(policy->layers.Has(Layer::kNetwork));
  EXPECT_TRUE(policy->layers.Has(Layer::kSeccomp));
}

TEST(PolicyTextTest, TheEmptyPolicyIsTheWorkers) {
  const absl::StatusOr<Policy> policy = ParsePolicy("");
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_FALSE(policy->files);
  EXPECT_EQ(policy->limits.threads, Limits().threads);
}

struct Bad {
  const char* text;
  const char* says;
};
class BadPolicyTest : public ::testing::TestWithParam<Bad> {};

TEST_P(BadPolicyTest, IsRefusedInWords) {
  const absl::StatusOr<Policy> policy = ParsePolicy(GetParam().text);
  ASSERT_FALSE(policy.ok());
  EXPECT_EQ(policy.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(policy.status().message()),
              HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BadPolicyTest,
    ::testing::Values(
        Bad{"use: WORKER\nnonsense: 1", "line 2, column 9"},
        Bad{"mount { host: '/a' guest: '/a' }", "lets none be opened"},
        Bad{"use: TRAINING mount { host: '/a' guest: 'a' }",
            "not an absolute path"},
        Bad{"use: TRAINING mount { host: '/a' guest: '/a/../b' }", ".. part"},
        Bad{"use: TRAINING mount { guest: '/a' }", "nothing is named"},
        Bad{"use: TRAINING mount { host: '/a' guest: '/b' } "
            "mount { host: '/c' guest: '/b' }",
            "two mounts are at /b"},
        Bad{"use: TRAINING tmp_bytes: 1 mount { host: '/a' guest: '/tmp' }",
            "two mounts are at /tmp"},
        Bad{"use: TRAINING mount { host: '/a' guest: '/b' } without: 'mount'",
            "need the mount layer"},
        Bad{"require: 'cgroup' without: 'cgroup'",
            "both required and switched off"},
        Bad{"require: 'magic'", "\"magic\" is no layer; there are mount"},
        Bad{"limits { wall_seconds: 0 }", "must be above 0"},
        Bad{"limits { cpu_seconds: nan }", "must be above 0"},
        Bad{"limits { wall_seconds: 1e300 }", "longer than a year"},
        Bad{"limits { memory_bytes: -1 }", "zero or negative"},
        Bad{"limits { memory_bytes: 1000 stack_bytes: 2000 }",
            "stack's is larger"},
        Bad{"limits { cores: nan }", "zero or negative"},
        Bad{"limits { open_files: 3 }", "from 4 to 128"},
        Bad{"limits { open_files: 200 }", "from 4 to 128"},
        Bad{"limits { threads: 0 }", "zero or negative"}));

TEST(OutcomeTest, AnIllegalInstructionIsToldAsAnotherProcessorsProgram) {
  Outcome o;
  o.verdict = Verdict::kCrashed;
  o.signal = SIGILL;
  EXPECT_EQ(o.Describe(),
            "it crashed with signal 4 (Illegal instruction): this processor "
            "lacks an instruction that it was compiled for, or it ran into a "
            "trap");
}

Outcome Example() {
  Outcome o;
  o.verdict = Verdict::kViolation;
  o.exit_code = 3;
  o.signal = SIGKILL;
  o.violation = "openat(\"/etc/passwd\")";
  o.wall_seconds = 0.25;
  o.user_seconds = 0.125;
  o.system_seconds = 0.5;
  o.peak_memory_bytes = int64_t{5} << 32;
  o.peak_memory_method = "cgroup";
  o.peak_resident_bytes = 0;
  o.minor_faults = 1;
  o.major_faults = 2;
  o.voluntary_switches = 3;
  o.involuntary_switches = 4;
  o.output_bytes = 5;
  o.written_bytes = 6;
  o.missing = {"one", "two"};
  return o;
}

TEST(OutcomeTextTest, BothFormsAreReadBackAsTheyWere) {
  const Outcome o = Example();
  for (const std::string& text : {OutcomeToJson(o), OutcomeToTextproto(o)}) {
    const absl::StatusOr<Outcome> back = ParseOutcome(text);
    ASSERT_TRUE(back.ok()) << back.status() << text;
    EXPECT_EQ(back->verdict, o.verdict);
    EXPECT_EQ(back->exit_code, o.exit_code);
    EXPECT_EQ(back->signal, o.signal);
    EXPECT_EQ(back->violation, o.violation);
    EXPECT_EQ(back->wall_seconds, o.wall_seconds);
    EXPECT_EQ(back->user_seconds, o.user_seconds);
    EXPECT_EQ(back->system_seconds, o.system_seconds);
    EXPECT_EQ(back->peak_memory_bytes, o.peak_memory_bytes);
    EXPECT_EQ(back->peak_memory_method, o.peak_memory_method);
    EXPECT_EQ(back->peak_resident_bytes, 0);  // known, and nothing
    EXPECT_EQ(back->peak_cgroup_bytes, -1);   // unknown
    EXPECT_EQ(back->minor_faults, o.minor_faults);
    EXPECT_EQ(back->major_faults, o.major_faults);
    EXPECT_EQ(back->voluntary_switches, o.voluntary_switches);
    EXPECT_EQ(back->involuntary_switches, o.involuntary_switches);
    EXPECT_EQ(back->output_bytes, o.output_bytes);
    EXPECT_EQ(back->written_bytes, o.written_bytes);
    EXPECT_EQ(back->missing, o.missing);
  }
}

TEST(OutcomeTextTest, EveryVerdictHasANameOfItsOwn) {
  for (int i = 0; i < kVerdicts; ++i) {
    Outcome o;
    o.verdict = static_cast<Verdict>(i);
    const absl::StatusOr<Outcome> back = ParseOutcome(OutcomeToJson(o));
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(back->verdict, o.verdict);
    EXPECT_FALSE(o.Describe().empty());
  }
}

TEST(OutcomeTextTest, WhatIsNoOutcomeIsRefused) {
  for (const char* text :
       {"", "{", "{}", "verdict: \"splendid\"", "{\"verdict\":\"splendid\"}",
        "verdict: 3", "{\"verdict\":\"exited\",\"exit_code\":\"x\"}"}) {
    EXPECT_EQ(ParseOutcome(text).status().code(),
              absl::StatusCode::kInvalidArgument)
        << text;
  }
}

}  // namespace
}  // namespace sandbox
