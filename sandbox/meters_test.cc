// What the outcome says was used is what was used, by programs whose use is
// known.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "sandbox/jail.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"

namespace sandbox {
namespace {

constexpr int64_t kMiB = 1 << 20;

Outcome Use(int mib, int milliseconds, int bytes) {
  PolicyBuilder builder = PolicyBuilder::Worker();
  builder.SetWallLimit(absl::Seconds(30)).SetMemoryLimit(512 * kMiB);
  const absl::StatusOr<Outcome> outcome = Jail::Run(
      builder.Build(),
      {.program = "sandbox/testdata/uses_what_it_is_told",
       .arguments = {"uses", absl::StrCat(mib), absl::StrCat(milliseconds),
                     absl::StrCat(bytes)}});
  EXPECT_TRUE(outcome.ok()) << outcome.status();
  if (!outcome.ok()) return Outcome();
  EXPECT_TRUE(outcome->ok()) << outcome->Describe();
  return *outcome;
}

class MemoryMeterTest : public ::testing::TestWithParam<int> {};

// The program itself, its libraries and its stack are less than 2 MiB.
TEST_P(MemoryMeterTest, BothMetersAgreeWithWhatWasTouched) {
  const int64_t touched = GetParam() * kMiB;
  const Outcome o = Use(GetParam(), 0, 0);
  EXPECT_GE(o.peak_resident_bytes, touched);
  EXPECT_LE(o.peak_resident_bytes, touched + 2 * kMiB);
  if (o.peak_cgroup_bytes < 0) GTEST_SKIP() << "no cgroup: one meter only";
  EXPECT_GE(o.peak_cgroup_bytes, touched);
  // Kernel memory and the program's pages in the page cache come on top.
  EXPECT_LE(o.peak_cgroup_bytes, touched + touched / 100 + 4 * kMiB);
}

INSTANTIATE_TEST_SUITE_P(MiB, MemoryMeterTest,
                         ::testing::Values(0, 1, 8, 64, 256));

TEST(MetersTest, TheParentsMemoryNeverLeaksIn) {
  std::vector<char> ballast(300 * kMiB, 1);
  const Outcome o = Use(1, 0, 0);
  EXPECT_LT(o.peak_resident_bytes, 4 * kMiB);
  EXPECT_LT(o.peak_memory_bytes, 8 * kMiB);
  EXPECT_EQ(ballast.back(), 1);
}

// Waits until the program has written `dots` to the pipe.
void AwaitDots(int fd, int dots) {
  char c;
  while (dots-- > 0) ASSERT_EQ(read(fd, &c, 1), 1);
}

TEST(MetersTest, PeaksStartAnewWhenTheyAreReset) {
  int pipe_fds[2];
  ASSERT_EQ(pipe2(pipe_fds, O_CLOEXEC), 0);
  auto jail = Jail::Start(PolicyBuilder::Worker()
                              .SetWallLimit(absl::Seconds(30))
                              .SetMemoryLimit(512 * kMiB)
                              .Build(),
                          {.program = "sandbox/testdata/gives_memory_back",
                           .copy_stdout = pipe_fds[1]});
  ASSERT_TRUE(jail.ok()) << jail.status();
  AwaitDots(pipe_fds[0], 1);
  const auto before = (*jail)->ReadUsage();
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_GE(before->peak_resident_bytes, 64 * kMiB);
  EXPECT_LT(before->resident_bytes, 8 * kMiB);
  ASSERT_TRUE((*jail)->ResetPeak().ok());
  AwaitDots(pipe_fds[0], 1);
  const auto after = (*jail)->ReadUsage();
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_GE(after->peak_resident_bytes, 16 * kMiB);
  EXPECT_LT(after->peak_resident_bytes, 24 * kMiB);
  if (after->peak_cgroup_bytes >= 0) {
    EXPECT_GE(after->peak_cgroup_bytes, 16 * kMiB);
    EXPECT_LT(after->peak_cgroup_bytes, 24 * kMiB);
  }
  (*jail)->Kill();
  // The whole life's peak is not forgotten.
  EXPECT_GE((*jail)->Wait().peak_memory_bytes, 64 * kMiB);
  close(pipe_fds[0]);
  close(pipe_fds[1]);
}

TEST(MetersTest, CpuTimeIsTheProgramsOwn) {
  const Outcome o = Use(0, 300, 0);
  const double cpu = o.user_seconds + o.system_seconds;
  EXPECT_GE(cpu, 0.29);
  // Its own start and end, and what a busy machine takes meanwhile.
  EXPECT_LE(cpu, 0.6);
  EXPECT_GE(o.wall_seconds, 0.29);
}

TEST(MetersTest, BytesWrittenAreCountedExactly) {
  const Outcome o = Use(0, 0, 12'345);
  EXPECT_EQ(o.output_bytes, 12'345);
  EXPECT_EQ(o.written_bytes, 12'345);
}

TEST(MetersTest, FaultsAreCounted) {
  // Zeroed pages of 4 KiB, or fewer and larger ones.
  EXPECT_GT(Use(64, 0, 0).minor_faults, 30);
}

TEST(MetersTest, WhoIsPausedUsesNothingAndGoesOnAfterwards) {
  auto jail = Jail::Start(
      PolicyBuilder::Worker().SetWallLimit(absl::Seconds(30)).Build(),
      {.program = "sandbox/testdata/loops"});
  ASSERT_TRUE(jail.ok()) << jail.status();
  for (int i = 0; i < 20; ++i) {
    usleep(3000);
    ASSERT_TRUE((*jail)->Pause());
    const auto before = (*jail)->ReadUsage();
    usleep(10'000);
    const auto after = (*jail)->ReadUsage();
    ASSERT_TRUE(before.ok() && after.ok());
    EXPECT_EQ(before->cpu_seconds, after->cpu_seconds);
    (*jail)->Resume();
    usleep(10'000);
    ASSERT_TRUE((*jail)->Pause());
    const auto later = (*jail)->ReadUsage();
    ASSERT_TRUE(later.ok());
    EXPECT_GT(later->cpu_seconds, after->cpu_seconds);
    (*jail)->Resume();
  }
  ASSERT_TRUE((*jail)->Pause());
  (*jail)->Kill();
  EXPECT_EQ((*jail)->Wait().verdict, Verdict::kKilled);
  EXPECT_FALSE((*jail)->Pause());
}

// Whoever is told that it was not stopped does not let it go on.
TEST(MetersTest, WhoDoesNotStopInTimeGoesOn) {
  auto jail = Jail::Start(
      PolicyBuilder::Worker().SetWallLimit(absl::Seconds(30)).Build(),
      {.program = "sandbox/testdata/loops"});
  ASSERT_TRUE(jail.ok()) << jail.status();
  for (int i = 0; i < 50; ++i) {
    if ((*jail)->Pause(absl::ZeroDuration())) (*jail)->Resume();
    const auto before = (*jail)->ReadUsage();
    ASSERT_TRUE(before.ok());
    const absl::Time end = absl::Now() + absl::Seconds(10);
    bool went_on = false;
    while (!went_on && absl::Now() < end) {
      usleep(1000);
      const auto after = (*jail)->ReadUsage();
      ASSERT_TRUE(after.ok());
      went_on = after->cpu_seconds > before->cpu_seconds;
    }
    ASSERT_TRUE(went_on) << i;
  }
}

TEST(MetersTest, WhoseFirstThreadEndedIsPausedAsWell) {
  auto jail = Jail::Start(
      PolicyBuilder::Worker().SetWallLimit(absl::Seconds(30)).Build(),
      {.program = "sandbox/testdata/leader_leaves"});
  ASSERT_TRUE(jail.ok()) << jail.status();
  usleep(50'000);
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE((*jail)->Pause(absl::Seconds(10)));
    const auto before = (*jail)->ReadUsage();
    usleep(10'000);
    const auto after = (*jail)->ReadUsage();
    ASSERT_TRUE(before.ok() && after.ok());
    EXPECT_GT(before->cpu_seconds, 0);
    EXPECT_EQ(before->cpu_seconds, after->cpu_seconds);
    (*jail)->Resume();
    usleep(5000);
  }
}

TEST(MetersTest, WhoSettledDropsNothingAndUsesNoDescriptorButItsOutput) {
  const int file = memfd_create("file", MFD_CLOEXEC);
  ASSERT_GE(file, 0);
  ASSERT_EQ(write(file, "0123456789", 10), 10);
  int pipe_fds[2];
  ASSERT_EQ(pipe2(pipe_fds, O_CLOEXEC), 0);
  auto jail = Jail::Start(
      PolicyBuilder::Worker().SetWallLimit(absl::Seconds(30)).Settles().Build(),
      {.program = "sandbox/testdata/settles",
       .descriptors = {{file, 3}},
       .copy_stdout = pipe_fds[1]});
  ASSERT_TRUE(jail.ok()) << jail.status();
  std::string said(200, 0);
  said.resize(read(pipe_fds[0], said.data(), said.size()));
  (*jail)->Settle();
  const Outcome& outcome = (*jail)->Wait();
  EXPECT_TRUE(outcome.ok()) << outcome.Describe();
  // EPERM is 1.
  EXPECT_EQ(outcome.output, "before 0 0 0 0 0 0 0 0\nafter 1 1 0 1 1 1 1 1\n");
  for (const int fd : {file, pipe_fds[0], pipe_fds[1]}) close(fd);
}

TEST(MetersTest, WhoOpensFilesCannotSettle) {
  PolicyBuilder builder = PolicyBuilder::Training();
  const auto outcome = Jail::Run(builder.Settles().Build(),
                                 {.program = "sandbox/testdata/greets"});
  EXPECT_EQ(outcome.status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sandbox
