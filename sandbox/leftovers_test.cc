// A thousand runs of the command, a quarter of them killed half-way, leave
// nothing behind.
#include <dirent.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "gtest/gtest.h"
#include "sandbox/cgroup.h"
#include "sandbox/small_file.h"

namespace sandbox {
namespace {

constexpr int kRuns = 1000;

std::set<std::string> Names(const std::string& directory) {
  std::set<std::string> names;
  DIR* dir = opendir(directory.c_str());
  if (dir == nullptr) return names;
  while (const dirent* entry = readdir(dir)) names.insert(entry->d_name);
  closedir(dir);
  return names;
}

int OpenDescriptors() {
  int count = 0;
  for (int fd = 0; fd < 1024; ++fd) count += fcntl(fd, F_GETFD) >= 0;
  return count;
}

pid_t StartRun(const char* program) {
  std::vector<std::string> words = {
      "sandbox/sandbox", "run",      "--quiet",  "--wall", "20", "--rw",
      "/dev/null:/out",  "--policy", "training", program};
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = -1;
  EXPECT_EQ(posix_spawn(&pid, argv[0], nullptr, nullptr, argv.data(), environ),
            0);
  return pid;
}

// Waits for every child, orphans that have become ours included.
bool AllEndWithin(std::chrono::seconds limit) {
  const auto start = std::chrono::steady_clock::now();
  while (std::chrono::steady_clock::now() - start < limit) {
    const pid_t pid = waitpid(-1, nullptr, WNOHANG);
    if (pid < 0 && errno == ECHILD) return true;
    if (pid == 0) usleep(1000);
  }
  return false;
}

TEST(LeftoversTest, AThousandRunsLeaveNothing) {
  // A keeper whose supervisor dies becomes our child, and is counted.
  ASSERT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  const std::set<std::string> tmp_before = Names("/tmp");
  const auto mounts_before = base::ReadFile("/proc/self/mountinfo");
  const int descriptors_before = OpenDescriptors();
  std::set<pid_t> ours;
  std::mt19937 random(1);
  int killed = 0;
  for (int i = 0; i < kRuns; ++i) {
    const bool kill_it = i % 4 == 3;
    const pid_t pid = StartRun(kill_it ? "sandbox/testdata/sleeps"
                                       : "sandbox/testdata/exits_seven");
    ASSERT_GT(pid, 0);
    ours.insert(pid);
    if (kill_it) {
      usleep(random() % 12'000);
      kill(pid, SIGKILL);
      ++killed;
    }
    int status = 0;
    ASSERT_EQ(waitpid(pid, &status, 0), pid);
    if (!kill_it) {
      ASSERT_TRUE(WIFEXITED(status));
      ASSERT_EQ(WEXITSTATUS(status), 7);
    }
  }
  EXPECT_EQ(killed, kRuns / 4);
  EXPECT_TRUE(AllEndWithin(std::chrono::seconds(20))) << "a process is left";
  // Cgroups of killed runs are removed by the next.
  int status = 0;
  const pid_t last = StartRun("sandbox/testdata/exits_seven");
  ours.insert(last);
  ASSERT_EQ(waitpid(last, &status, 0), last);
  EXPECT_TRUE(AllEndWithin(std::chrono::seconds(20)));

  const auto place =
      FindCgroupPlace(ReadSmallFile("/proc/self/cgroup").value_or(""),
                      base::ReadFile("/proc/self/mountinfo").value_or(""));
  if (place.ok()) {
    for (const std::string& parent :
         {place->memory, place->pids, place->cpu, place->cpuacct}) {
      for (const std::string& name : Names(parent)) {
        for (const pid_t pid : ours) {
          EXPECT_FALSE(
              absl::StartsWith(name, absl::StrCat("sandbox-run-", pid, "-")))
              << parent << "/" << name;
        }
      }
    }
  }
  EXPECT_EQ(base::ReadFile("/proc/self/mountinfo"), mounts_before);
  EXPECT_EQ(OpenDescriptors(), descriptors_before);
  for (const std::string& name : Names("/tmp")) {
    // Other tests come and go there.
    if (tmp_before.count(name) == 0) {
      EXPECT_FALSE(absl::StrContains(name, "sandbox")) << name;
    }
  }
}

}  // namespace
}  // namespace sandbox
