#include "grader/host/basis.h"

#include <string>

#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::MatchesRegex;

// A machine's files, below a folder of its own.
std::string Root(const std::string& name, const std::string& cpuinfo,
                 const std::string& release) {
  std::string root = ::testing::TempDir() + "/" + name;
  EXPECT_TRUE(base::MakeFolder(root + "/proc/sys/kernel").ok());
  EXPECT_TRUE(base::WriteFile(root + "/proc/cpuinfo", cpuinfo).ok());
  EXPECT_TRUE(
      base::WriteFile(root + "/proc/sys/kernel/osrelease", release).ok());
  return root;
}

TEST(BasisTest, APcSaysItsProcessorAndItsMicrocode) {
  const Basis basis = BasisOf(Root("pc",
                                   "processor\t: 0\n"
                                   "model name\t: Some CPU @ 3 GHz\n"
                                   "microcode\t: 0x2b000603\n"
                                   "processor\t: 1\n"
                                   "model name\t: Another\n",
                                   "6.1.0-18-amd64\n"));
  EXPECT_EQ(basis.processor(), "Some CPU @ 3 GHz");
  EXPECT_EQ(basis.microcode(), "0x2b000603");
  EXPECT_EQ(basis.kernel(), "6.1.0-18-amd64");
  EXPECT_THAT(basis.compiler(), MatchesRegex("(GCC|Clang) .+"));
}

TEST(BasisTest, ABoardSaysItsModelAndWhatIsNotSaidIsEmpty) {
  const Basis basis = BasisOf(
      Root("board", "processor\t: 0\nModel\t\t: Raspberry Pi 4\n", "6.6"));
  EXPECT_EQ(basis.processor(), "Raspberry Pi 4");
  EXPECT_EQ(basis.microcode(), "");
  EXPECT_EQ(BasisOf("/no/such/machine").processor(), "unknown");
  EXPECT_EQ(BasisOf("/no/such/machine").kernel(), "");
}

TEST(BasisTest, ThisMachineSaysItsKernel) {
  EXPECT_NE(BasisOf("").kernel(), "");
}

}  // namespace
}  // namespace olympics
