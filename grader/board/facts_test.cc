#include "grader/board/facts.h"

#include <string>

#include "gmock/gmock.h"
#include "grader/energy/fake_root.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

class FactsTest : public FakeRoot {
 protected:
  void SetUp() override {
    FakeRoot::SetUp();
    Put("/proc/device-tree/model",
        std::string("Raspberry Pi 4 Model B Rev 1.4\0", 31));
    Put("/proc/sys/kernel/osrelease", "6.1.21-v8+\n");
    Put("/proc/sys/kernel/random/boot_id", "3f2a\n");
    Put("/proc/meminfo", "MemTotal:        3884360 kB\nMemFree: 1 kB\n");
    Put("/sys/class/thermal/thermal_zone0/temp", "51608\n");
    wanted_.set_model("Raspberry Pi 4");
    wanted_.set_min_memory_mib(3500);
    wanted_.set_max_celsius(60);
  }
  BoardFacts Facts() { return ReadBoardFacts("/", root_); }
  std::string UnfitNow() { return Unfit(Facts(), wanted_); }

  Board wanted_;
};

TEST_F(FactsTest, AreReadFromTheKernelsFiles) {
  const BoardFacts facts = Facts();
  EXPECT_EQ(facts.model(), "Raspberry Pi 4 Model B Rev 1.4");
  EXPECT_EQ(facts.kernel(), "6.1.21-v8+");
  EXPECT_EQ(facts.boot_id(), "3f2a");
  EXPECT_EQ(facts.memory_mib(), 3793);
  EXPECT_DOUBLE_EQ(facts.celsius(), 51.608);
  EXPECT_EQ(facts.throttled(), 0u);
  EXPECT_GT(facts.free_mib(), 0);
  EXPECT_FALSE(facts.emulated());
  EXPECT_EQ(UnfitNow(), "");
}

TEST_F(FactsTest, AnythingMissingIsNoCrash) {
  const BoardFacts facts = ReadBoardFacts("/no/such/disk", "/no/such/root");
  EXPECT_EQ(facts.model(), "");
  EXPECT_THAT(Unfit(facts, wanted_), HasSubstr("without a device tree"));
}

TEST_F(FactsTest, AnotherModelIsUnfit) {
  Put("/proc/device-tree/model", "Raspberry Pi 3 Model B\n");
  EXPECT_THAT(UnfitNow(), HasSubstr("this is Raspberry Pi 3 Model B, and the "
                                    "category is graded on a Raspberry Pi 4"));
}

TEST_F(FactsTest, AnEmulatedBoardStandsForAnyModel) {
  Put("/proc/device-tree/model", "linux,dummy-virt");
  EXPECT_TRUE(Facts().emulated());
  EXPECT_EQ(UnfitNow(), "");
}

TEST_F(FactsTest, TooLittleMemoryHeatAndThrottlingAreUnfit) {
  Put("/proc/meminfo", "MemTotal: 1024000 kB\n");
  EXPECT_THAT(UnfitNow(), HasSubstr("1000 MiB of memory"));
  Put("/proc/meminfo", "MemTotal: 3884360 kB\n");
  Put("/sys/class/thermal/thermal_zone0/temp", "81000\n");
  EXPECT_THAT(UnfitNow(), HasSubstr("at 81 °C, above the 60 °C"));
  Put("/sys/class/thermal/thermal_zone0/temp", "51000\n");
  const char* const firmware =
      "/sys/devices/platform/soc/soc:firmware/get_throttled";
  Put(firmware, "50005\n");
  EXPECT_THAT(UnfitNow(), HasSubstr("(under-voltage, throttled)"));
  // Long ago.
  Put(firmware, "50000\n");
  EXPECT_EQ(UnfitNow(), "");
}

TEST(ThrottledTest, OnlyWhatOccurredDuringTheRunCounts) {
  BoardFacts before, after;
  EXPECT_EQ(Throttled(before, after), "");
  before.set_throttled(0x50000);
  after.set_throttled(0x50000);
  EXPECT_EQ(Throttled(before, after), "");
  after.set_throttled(0xd0000);
  EXPECT_THAT(Throttled(before, after), HasSubstr("(soft temperature limit)"));
  after.set_throttled(0x50004);
  EXPECT_THAT(Throttled(before, after), HasSubstr("(throttled)"));
}

TEST(ThrottledTest, IsParsedAsBothSourcesWriteIt) {
  EXPECT_EQ(ParseThrottled("throttled=0x50005\n"), 0x50005u);
  EXPECT_EQ(ParseThrottled("50005"), 0x50005u);
  EXPECT_EQ(ParseThrottled("VCHI initialization failed"), 0u);
  EXPECT_EQ(ParseThrottled(""), 0u);
}

}  // namespace
}  // namespace olympics
