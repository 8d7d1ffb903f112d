#include "sandbox/cgroup.h"

#include <sys/wait.h>
#include <unistd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sandbox {
namespace {

using ::testing::HasSubstr;

// As systemd lays them out: Debian 12 and Ubuntu 22.04 have v2 alone.
TEST(CgroupPlaceTest, FindsTheOneTreeOfV2) {
  const auto place = FindCgroupPlace(
      "0::/user.slice/session-1.scope\n",
      "25 30 0:23 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n");
  ASSERT_TRUE(place.ok()) << place.status();
  EXPECT_TRUE(place->v2);
  EXPECT_EQ(place->memory, "/sys/fs/cgroup/user.slice/session-1.scope");
  EXPECT_EQ(place->mount, "/sys/fs/cgroup");
}

TEST(CgroupPlaceTest, FindsEachControllersTreeOfV1) {
  const auto place = FindCgroupPlace(
      "9:name=systemd:/\n8:pids:/a\n4:memory:/b/c\n2:cpu,cpuacct:/\n0::/\n",
      "1 0 0:1 / /cg/memory rw - cgroup cgroup rw,memory\n"
      "2 0 0:2 / /cg/pids rw - cgroup cgroup rw,pids\n"
      "3 0 0:3 / /cg/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
      "4 0 0:4 / /cg/unified rw - cgroup2 cgroup2 rw\n");
  ASSERT_TRUE(place.ok()) << place.status();
  EXPECT_FALSE(place->v2);
  EXPECT_EQ(place->memory, "/cg/memory/b/c");
  EXPECT_EQ(place->pids, "/cg/pids/a");
  EXPECT_EQ(place->cpu, "/cg/cpu,cpuacct");
  EXPECT_EQ(place->cpuacct, "/cg/cpu,cpuacct");
}

// Inside a container, whose own cgroup is the root of what is mounted.
TEST(CgroupPlaceTest, UnderstandsAMountOfAPartOfTheTree) {
  const auto place =
      FindCgroupPlace("4:memory:/docker/x/y\n8:pids:/docker/x\n",
                      "1 0 0:1 /docker/x /m rw - cgroup cgroup rw,memory\n"
                      "2 0 0:2 /docker/x /p rw - cgroup cgroup rw,pids\n");
  ASSERT_TRUE(place.ok()) << place.status();
  EXPECT_EQ(place->memory, "/m/y");
  EXPECT_EQ(place->pids, "/p");
}

TEST(CgroupPlaceTest, SaysThatThereIsNone) {
  for (const char* mounts :
       {"", "1 0 0:1 / / rw - ext4 /dev/sda rw\n", "nonsense", " - ",
        "1 0 0:1 / /m rw - cgroup cgroup rw,memory\n"}) {
    EXPECT_THAT(std::string(FindCgroupPlace("4:memory:/\n8:pids:/\n", mounts)
                                .status()
                                .message()),
                HasSubstr("no cgroup tree"))
        << mounts;
  }
}

TEST(CgroupTest, CountsAndHoldsAProcessAndIsGoneAfterwards) {
  auto cgroup = Cgroup::Create({64 << 20, 4, 0});
  if (!cgroup.ok()) GTEST_SKIP() << cgroup.status().message();
  const pid_t pid = fork();
  if (pid == 0) {
    for (const int fd : (*cgroup)->entries()) {
      if (fd >= 0 && write(fd, "0", 1) != 1) _exit(1);
    }
    static volatile char page[16 << 20];
    for (size_t i = 0; i < sizeof(page); i += 4096) page[i] = 1;
    int children = 0;
    while (children < 16 && fork() > 0) ++children;
    _exit(10 + children);
  }
  int status = 0;
  ASSERT_EQ(waitpid(pid, &status, 0), pid);
  // Children also count theirs: the first process made at most three.
  EXPECT_LE(WEXITSTATUS(status), 13);
  EXPECT_GE(WEXITSTATUS(status), 10);
  EXPECT_GE((*cgroup)->PeakMemoryBytes().value_or(16 << 20), 16 << 20);
  EXPECT_GT((*cgroup)->CpuSeconds().value_or(1), 0);
  EXPECT_FALSE((*cgroup)->OutOfMemory());
}

}  // namespace
}  // namespace sandbox
