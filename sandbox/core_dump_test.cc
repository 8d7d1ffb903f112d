// A host whose core dumps go to a program: run on the emulated board alone, as
// the pattern is the whole kernel's.
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "sandbox/jail.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"

namespace sandbox {
namespace {

namespace fs = std::filesystem;

// Whether the handler was there within so many seconds.
bool Handled(const std::string& file, int seconds) {
  for (int i = 0; i < 10 * seconds; ++i) {
    if (fs::exists(file)) return true;
    usleep(100'000);
  }
  return false;
}

TEST(CoreDumpTest, NoneReachesTheHostsHandler) {
  const std::string taken = "/tmp/core_was_taken";
  const std::string handler =
      fs::absolute("sandbox/testdata/takes_core").string();
  {
    std::ofstream pattern("/proc/sys/kernel/core_pattern");
    pattern << "|" << handler << " " << taken;
    pattern.flush();
    ASSERT_TRUE(pattern.good());
  }
  const pid_t outside = fork();
  ASSERT_GE(outside, 0);
  if (outside == 0) std::abort();
  int status = 0;
  ASSERT_EQ(waitpid(outside, &status, 0), outside);
  ASSERT_TRUE(WIFSIGNALED(status));
  ASSERT_TRUE(Handled(taken, 20)) << "the handler takes nobody's";
  fs::remove(taken);

  for (const auto& builder :
       {PolicyBuilder::Worker(), PolicyBuilder::Training()}) {
    PolicyBuilder policy = builder;
    policy.SetWallLimit(absl::Seconds(60));
    const auto outcome =
        Jail::Run(policy.Build(), {.program = "sandbox/testdata/crashes"});
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    EXPECT_EQ(outcome->verdict, Verdict::kCrashed) << outcome->Describe();
    EXPECT_FALSE(Handled(taken, 3));
  }
}

}  // namespace
}  // namespace sandbox
