// Every meter on a made-up tree of the kernel's files.
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "gmock/gmock.h"
#include "grader/energy/fake_root.h"
#include "grader/energy/hwmon.h"
#include "grader/energy/idle.h"
#include "grader/energy/model.h"
#include "grader/energy/open.h"
#include "grader/energy/rapl.h"
#include "grader/energy/sampled.h"
#include "grader/energy/trace.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

class EnergyTest : public FakeRoot {
 protected:
  using FakeRoot::Put;
  void Put(const std::string& path, int64_t value) {
    Put(path, absl::StrCat(value));
  }

  void PutZone(const std::string& zone, const std::string& name, int64_t uj,
               int64_t range = 262'143'328'850) {
    const std::string folder = "/sys/class/powercap/" + zone;
    Put(folder + "/name", name);
    Put(folder + "/energy_uj", uj);
    Put(folder + "/max_energy_range_uj", range);
  }
  void SetZone(const std::string& zone, int64_t uj) {
    Put("/sys/class/powercap/" + zone + "/energy_uj", uj);
  }
};

TEST_F(EnergyTest, RaplCountsPackagesAndTheirMemoryAndNothingTwice) {
  PutZone("intel-rapl:0", "package-0", 1'000'000);
  PutZone("intel-rapl:0:0", "core", 5'000'000);
  PutZone("intel-rapl:0:1", "dram", 2'000'000);
  PutZone("intel-rapl:1", "package-1", 0);
  PutZone("intel-rapl:2", "psys", 7'000'000);
  auto meter = OpenRapl(root_);
  ASSERT_TRUE(meter.ok()) << meter.status();
  EXPECT_EQ((*meter)->Describe(), "RAPL package-0, package-0 dram, package-1");
  EXPECT_FALSE((*meter)->estimated());
  ASSERT_TRUE((*meter)->Start().ok());
  SetZone("intel-rapl:0", 3'500'000);
  SetZone("intel-rapl:0:0", 50'000'000);
  SetZone("intel-rapl:0:1", 2'250'000);
  SetZone("intel-rapl:1", 1'000'000);
  SetZone("intel-rapl:2", 70'000'000);
  EXPECT_NEAR(*(*meter)->Stop({}), 2.5 + 0.25 + 1, 1e-9);
}

TEST_F(EnergyTest, RaplCountersWrapAround) {
  PutZone("intel-rapl:0", "package-0", 65'000'000, 65'532'610);
  auto meter = OpenRapl(root_);
  ASSERT_TRUE(meter.ok()) << meter.status();
  ASSERT_TRUE((*meter)->Start().ok());
  SetZone("intel-rapl:0", 467'390);
  EXPECT_NEAR(*(*meter)->Stop({}), 1.0, 1e-9);
}

TEST_F(EnergyTest, RaplThatMayNotBeReadSaysHowToAllowIt) {
  PutZone("intel-rapl:0", "package-0", 1);
  // A folder cannot be read as a file, whoever asks; of files root reads all.
  const std::string counter =
      root_ + "/sys/class/powercap/intel-rapl:0/energy_uj";
  chmod(counter.c_str(), 0);
  if (getuid() == 0) GTEST_SKIP() << "root may read everything";
  const auto meter = OpenRapl(root_);
  EXPECT_TRUE(absl::IsPermissionDenied(meter.status()));
  EXPECT_THAT(std::string(meter.status().message()), HasSubstr("chmod a+r"));
}

TEST_F(EnergyTest, RaplThatVanishesIsLostAndSaysSo) {
  PutZone("intel-rapl:0", "package-0", 1);
  auto meter = OpenRapl(root_);
  ASSERT_TRUE(meter.ok()) << meter.status();
  ASSERT_TRUE((*meter)->Start().ok());
  std::filesystem::remove_all(root_ + "/sys/class/powercap/intel-rapl:0");
  const auto joules = (*meter)->Stop({});
  EXPECT_TRUE(absl::IsUnavailable(joules.status()));
  EXPECT_THAT(std::string(joules.status().message()),
              HasSubstr("does not answer any more"));
}

TEST_F(EnergyTest, RaplFollowsACounterThatAnotherThreadMoves) {
  PutZone("intel-rapl:0", "package-0", 0, 1'000'000);
  auto opened = OpenRapl(root_);
  ASSERT_TRUE(opened.ok()) << opened.status();
  std::atomic<bool> end{false};
  std::atomic<int64_t> moved{0};
  // Adds 0.1 J a step and wraps every ten steps.
  std::thread machine([&] {
    while (!end) {
      const int64_t total = moved + 100'000;
      SetZone("intel-rapl:0", total % 1'000'000);
      moved = total;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  });
  for (int i = 0; i < 20; ++i) {
    const int64_t before = moved;
    ASSERT_TRUE((*opened)->Start().ok());
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const auto joules = (*opened)->Stop({});
    const int64_t after = moved;
    ASSERT_TRUE(joules.ok()) << joules.status();
    // The thread may be a step further than it says. Ten steps would be a
    // whole turn of the counter, which cannot be told from none.
    if (after - before > 800'000) continue;
    EXPECT_GE(*joules, 0);
    EXPECT_LE(*joules, 1e-6 * static_cast<double>(after - before) + 0.11);
  }
  end = true;
  machine.join();
}

TEST_F(EnergyTest, PowerMonitorsAreAddedUpInWatts) {
  Put("/sys/class/hwmon/hwmon0/name", "coretemp");
  Put("/sys/class/hwmon/hwmon1/name", "ina219");
  Put("/sys/class/hwmon/hwmon1/power1_input", 2'540'000);
  Put("/sys/class/hwmon/hwmon2/name", "ina3221");
  Put("/sys/class/hwmon/hwmon2/in1_input", 5'000);
  Put("/sys/class/hwmon/hwmon2/curr1_input", 300);
  Put("/sys/class/hwmon/hwmon2/in2_enable", 0);
  Put("/sys/class/hwmon/hwmon2/in2_input", 5'000);
  Put("/sys/class/hwmon/hwmon2/curr2_input", 9'000);
  Put("/sys/class/hwmon/hwmon2/in3_input", 3'300);
  Put("/sys/class/hwmon/hwmon2/curr3_input", 100);
  Put("/sys/class/hwmon/hwmon3/name", "ina226");
  Put("/sys/class/hwmon/hwmon3/power1_input", 1'000'000);
  auto source = OpenHwmon(root_);
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ((*source)->Describe(),
            "ina219 on hwmon1, ina3221 on hwmon2, ina226 on hwmon3");
  EXPECT_NEAR(*(*source)->Watts(), 2.54 + 1.5 + 0.33 + 1.0, 1e-9);
  Put("/sys/class/hwmon/hwmon1/power1_input", "broken");
  EXPECT_FALSE((*source)->Watts().ok());
}

TEST_F(EnergyTest, SampledPowerIsAddedUpOverTime) {
  Put("/sys/class/hwmon/hwmon0/name", "ina219");
  Put("/sys/class/hwmon/hwmon0/power1_input", 4'000'000);
  auto source = OpenHwmon(root_);
  ASSERT_TRUE(source.ok()) << source.status();
  auto meter = Sampled(*std::move(source), 1);
  const double begin = base::SteadySeconds();
  ASSERT_TRUE(meter->Start().ok());
  const double began = base::SteadySeconds();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const double ends = base::SteadySeconds();
  const auto joules = meter->Stop({});
  const double end = base::SteadySeconds();
  ASSERT_TRUE(joules.ok()) << joules.status();
  EXPECT_GE(*joules, 4 * (ends - began) - 1e-6);
  EXPECT_LE(*joules, 4 * (end - begin) + 1e-6);

  // Gone in between, back at the end: that interval is lost all the same.
  ASSERT_TRUE(meter->Start().ok());
  std::filesystem::remove(root_ + "/sys/class/hwmon/hwmon0/power1_input");
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  Put("/sys/class/hwmon/hwmon0/power1_input", 4'000'000);
  EXPECT_TRUE(absl::IsUnavailable(meter->Stop({}).status()));
  ASSERT_TRUE(meter->Start().ok());
  EXPECT_TRUE(meter->Stop({}).ok());
}

TEST_F(EnergyTest, TracesAreReadLineByLine) {
  const auto trace = ParseTrace("# s,W\n1,2\n\n2.5,4\n3,6");
  ASSERT_TRUE(trace.ok()) << trace.status();
  // The last line has no end yet.
  ASSERT_EQ(trace->size(), 2u);
  EXPECT_NEAR(*JoulesBetween(*trace, 1, 2.5), 4.5, 1e-12);
  EXPECT_NEAR(*JoulesBetween(*trace, 1.75, 2.5), 0.75 * 3.5, 1e-12);
  EXPECT_FALSE(JoulesBetween(*trace, 0.9, 2).ok());
  EXPECT_FALSE(JoulesBetween(*trace, 2, 2.6).ok());
  EXPECT_FALSE(JoulesBetween({}, 0, 0).ok());
  for (const char* bad : {"1\n", "1,x\n", "1,-1\n", "nan,1\n", "1,2,3\n"}) {
    EXPECT_THAT(std::string(ParseTrace(bad).status().message()),
                HasSubstr("line 1"))
        << bad;
  }
  EXPECT_THAT(std::string(ParseTrace("2,1\n1,1\n").status().message()),
              HasSubstr("line 2 of the trace goes back"));
}

TEST_F(EnergyTest, ATraceThatGrowsIsReadOnAndABadLineIsNamed) {
  Put("/trace.csv", "# seconds,watts\n100,5\n101,5\n");
  double now = 100;
  auto meter = OpenTrace(
      root_ + "/trace.csv", [&] { return now; }, 0);
  ASSERT_TRUE(meter.ok()) << meter.status();
  std::string text = "# seconds,watts\n100,5\n101,5\n";
  for (int second = 1; second < 20; ++second) {
    text += absl::StrCat(101 + second, ",", 5 + second, "\n");
    Put("/trace.csv", text);
    now = 100 + second;
    ASSERT_TRUE((*meter)->Start().ok());
    now = 101 + second;
    const auto joules = (*meter)->Stop({});
    ASSERT_TRUE(joules.ok()) << joules.status();
    const double before = second == 1 ? 5 : 4 + second;
    EXPECT_NEAR(*joules, (before + 5 + second) / 2, 1e-9);
  }
  // The same place, another file.
  Put("/trace.csv", "200,1\n300,1\n");
  now = 200;
  ASSERT_TRUE((*meter)->Start().ok());
  now = 210;
  EXPECT_NEAR((*meter)->Stop({}).value_or(0), 10, 1e-9);
  Put("/trace.csv", "200,1\n300,1\n250,1\n");
  EXPECT_THAT(std::string((*meter)->Stop({}).status().message()),
              testing::HasSubstr("line 3 of the trace goes back in time"));
}

TEST_F(EnergyTest, ATraceMayBeBehindAndCatchUpButNotForEver) {
  Put("/trace.csv", "100,5\n101,5");
  double now = 100;
  auto meter = OpenTrace(
      root_ + "/trace.csv", [&] { return now += 1e-3; }, 1);
  ASSERT_TRUE(meter.ok()) << meter.status();
  now = 100.5;
  ASSERT_TRUE((*meter)->Start().ok());
  now = 102;
  std::thread recorder([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    Put("/trace.csv", "100,5\n101,5\n103,5");
  });
  const auto joules = (*meter)->Stop({});
  recorder.join();
  ASSERT_TRUE(joules.ok()) << joules.status();
  EXPECT_NEAR(*joules, 7.5, 0.01);
  ASSERT_TRUE((*meter)->Start().ok());
  now = 104;
  // Every look at the clock takes it on: patience ends.
  auto impatient = OpenTrace(
      root_ + "/trace.csv", [&] { return now += 0.6; }, 1);
  ASSERT_TRUE((*impatient)->Start().ok());
  EXPECT_TRUE(absl::IsUnavailable((*impatient)->Stop({}).status()));
  EXPECT_FALSE(OpenTrace(root_ + "/no/such").ok());
}

Energy ModelSpec() {
  Energy spec;
  spec.set_meter("auto");
  spec.set_idle_watts(10);
  spec.set_dram_watts_per_gib(0.5);
  CorePower* slow = spec.add_core();
  slow->set_mhz(1000);
  slow->set_watts(1);
  CorePower* fast = spec.add_core();
  fast->set_mhz(3000);
  fast->set_watts(5);
  return spec;
}

TEST_F(EnergyTest, TheModelIsCpuTimeByFrequencyAndMemory) {
  const Energy spec = ModelSpec();
  EXPECT_EQ(CoreWatts(spec, 500), 1);
  EXPECT_EQ(CoreWatts(spec, 1000), 1);
  EXPECT_EQ(CoreWatts(spec, 1500), 2);
  EXPECT_EQ(CoreWatts(spec, 3000), 5);
  EXPECT_EQ(CoreWatts(spec, 9000), 5);
  EXPECT_EQ(CoreWatts(spec, 0), 5);  // unknown
  auto model =
      ModelMeter(spec, [](int core) { return core == 2 ? 2000.0 : 0.0; });
  EXPECT_TRUE(model->estimated());
  ASSERT_TRUE(model->Start().ok());
  EXPECT_NEAR(*model->Stop({2.0, int64_t{1} << 30, 2, 4}),
              4 * 10 + 2 * 3 + 2 * 0.5, 1e-12);
}

TEST_F(EnergyTest, TheCoresFrequencyComesFromCpufreqOrCpuinfo) {
  EXPECT_EQ(CoreMhz(1, root_), 0);
  Put("/proc/cpuinfo",
      "processor\t: 0\ncpu MHz\t\t: 1200.5\n\nprocessor\t: 1\ncpu MHz\t\t: "
      "2450.25\n");
  EXPECT_EQ(CoreMhz(1, root_), 2450.25);
  EXPECT_EQ(CoreMhz(7, root_), 0);
  Put("/sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", 3'400'000);
  EXPECT_EQ(CoreMhz(1, root_), 3400);
}

TEST_F(EnergyTest, WhatTheIdleMachineUsesIsSubtracted) {
  double now = 0;
  const auto clock = [&] { return now; };
  // The frequency takes its time to be read: none of it is the turn's.
  AboveIdle meter(ModelMeter(ModelSpec(),
                             [&](int) {
                               now += 0.5;
                               return 1000.0;
                             }),
                  clock);
  ASSERT_TRUE(meter.MeasureIdle([&] { now += 5; }).ok());
  EXPECT_NEAR(meter.idle_watts(), 10, 1e-12);
  ASSERT_TRUE(meter.Start().ok());
  now += 2;
  EXPECT_NEAR(*meter.Stop({1.5, 0, 0}), 1.5, 1e-9);
  // Never below nothing.
  ASSERT_TRUE(meter.Start().ok());
  now += 2;
  EXPECT_NEAR(*meter.Stop({}), 0, 1e-9);
}

TEST_F(EnergyTest, AutoTakesTheBestMeterThatIsThere) {
  std::string why;
  auto meter = OpenMeter(ModelSpec(), why, root_);
  ASSERT_TRUE(meter.ok()) << meter.status();
  EXPECT_TRUE((*meter)->estimated());
  EXPECT_THAT(why, HasSubstr("no RAPL"));
  EXPECT_THAT(why, HasSubstr("no INA219"));
  Put("/sys/class/hwmon/hwmon0/name", "ina226");
  Put("/sys/class/hwmon/hwmon0/power1_input", 4'000'000);
  meter = OpenMeter(ModelSpec(), why, root_);
  ASSERT_TRUE(meter.ok()) << meter.status();
  EXPECT_EQ((*meter)->Describe(), "ina226 on hwmon0");
  EXPECT_EQ(why, "");
  PutZone("intel-rapl:0", "package-0", 1);
  meter = OpenMeter(ModelSpec(), why, root_);
  ASSERT_TRUE(meter.ok()) << meter.status();
  EXPECT_EQ((*meter)->Describe(), "RAPL package-0");
  // What is named is taken, or nothing.
  Energy spec = ModelSpec();
  for (const char* name : {"rapl", "hwmon"}) {
    spec.set_meter(name);
    EXPECT_TRUE(OpenMeter(spec, why, root_).ok());
    EXPECT_FALSE(OpenMeter(spec, why, root_ + "/nowhere").ok());
  }
  spec.set_meter("trace:" + root_ + "/nowhere");
  EXPECT_FALSE(OpenMeter(spec, why, root_).ok());
}

}  // namespace
}  // namespace olympics
