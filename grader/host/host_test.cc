// Hosts that are made up.
#include "grader/host/host.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "gmock/gmock.h"
#include "grader/energy/fake_root.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class HostTest : public FakeRoot {
 protected:
  HostTest() {
    // A machine that nothing is against.
    for (const char* cpu : {"cpu0", "cpu1"}) {
      const std::string folder = absl::StrCat("/sys/devices/system/cpu/", cpu);
      Put(folder + "/cpufreq/scaling_governor", "performance");
      Put(folder + "/topology/thread_siblings_list", cpu + 3);
    }
    Put("/sys/devices/system/cpu/cpufreq/boost", "0");
    Put("/sys/kernel/mm/transparent_hugepage/enabled",
        "always [madvise] never");
    Put("/proc/sys/kernel/randomize_va_space", "0");
    Put("/proc/swaps", "Filename Type Size Used Priority");
    Put("/proc/loadavg", "0.10 0.90 0.95 1/100 1234");
    Put("/proc/stat", "cpu  100 0 100 5000 10 0 0 1 0 0\ncpu0 1 2 3");
    Put("/sys/class/powercap/intel-rapl:0/name", "package-0");
    Put("/sys/class/powercap/intel-rapl:0/energy_uj", "1");
    Put("/sys/class/powercap/intel-rapl:0/max_energy_range_uj", "100");
  }

  std::vector<std::string> Found() const {
    std::vector<std::string> names;
    for (const HostFinding& f : ExamineHost(root_)) {
      names.push_back(absl::StrCat(f.what(), "=", f.state()));
      EXPECT_NE(f.mend(), "");
    }
    return names;
  }
};

TEST_F(HostTest, AQuietMachineHasNothingAgainstIt) {
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_THAT(HostText({}), HasSubstr("Nothing against"));
}

TEST_F(HostTest, EachFindingIsNamed) {
  const struct {
    const char* path;
    const char* text;
    const char* found;
  } kCases[] = {
      {"/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "powersave",
       "frequency_governor=powersave"},
      {"/sys/devices/system/cpu/cpufreq/boost", "1", "turbo=on"},
      {"/sys/devices/system/cpu/intel_pstate/no_turbo", "0", "turbo=on"},
      {"/sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "0,4",
       "smt=1 processors share a core"},
      {"/sys/devices/system/cpu/cpu0/topology/thread_siblings_list", "0-1",
       "smt=1 processors share a core"},
      {"/proc/swaps", "Filename Type\n/dev/sda2 partition", "swap=on"},
      {"/sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never",
       "transparent_huge_pages=always"},
      {"/proc/sys/kernel/randomize_va_space", "2", "address_randomisation=2"},
      {"/proc/loadavg", "1.73 0.1 0.1 1/1 1", "load=1.73"},
      {"/proc/stat", "cpu  100 0 100 700 0 0 0 100 0 0",
       "stolen_time=10.0 % of all since the start"},
  };
  for (const auto& c : kCases) {
    const std::string before = base::ReadFile(root_ + c.path).value_or("");
    Put(c.path, c.text);
    EXPECT_THAT(Found(), ElementsAre(c.found)) << c.path;
    if (before.empty()) {
      std::filesystem::remove(root_ + c.path);
    } else {
      Put(c.path, before.substr(0, before.size() - 1));
    }
  }
}

TEST_F(HostTest, MissingMetersAndCoresAreFound) {
  std::filesystem::remove_all(root_ + "/sys/class/powercap");
  EXPECT_THAT(Found(), ElementsAre("energy_meter=none"));
  std::filesystem::remove_all(root_ + "/sys/devices/system/cpu/cpu1");
  EXPECT_THAT(Found(), ElementsAre("cores=1", "energy_meter=none"));
}

TEST_F(HostTest, NothingOfAnEmulatedBoardIsToBeMended) {
  std::filesystem::remove_all(root_ + "/sys/class/powercap");
  std::filesystem::remove_all(root_ + "/sys/devices/system/cpu/cpu1");
  EXPECT_EQ(ExamineHost(root_).size(), 2);
  EXPECT_TRUE(ExamineHost(root_, /*emulated=*/true).empty());
}

TEST_F(HostTest, AMachineThatTellsNothingIsNoError) {
  std::filesystem::remove_all(root_);
  EXPECT_THAT(Found(), ElementsAre("energy_meter=none"));
}

TEST_F(HostTest, TheTextIsAligned) {
  Put("/proc/loadavg", "1.73 0.1 0.1 1/1 1");
  Put("/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "powersave");
  EXPECT_EQ(HostText(ExamineHost(root_)),
            "frequency_governor  powersave  set it with `cpupower "
            "frequency-set --governor performance`\n"
            "load                1.73       end what else runs here, or "
            "wait\n");
}

TEST_F(HostTest, ScriptsGetTheSame) {
  EXPECT_EQ(HostJson({}), "[]\n");
  Put("/proc/loadavg", "1.73 0.1 0.1 1/1 1");
  EXPECT_THAT(
      HostJson(ExamineHost(root_)),
      AllOf(HasSubstr("\"what\": \"load\""), HasSubstr("\"state\": \"1.73\""),
            HasSubstr("\"mend\": \"end what else")));
}

}  // namespace
}  // namespace olympics
