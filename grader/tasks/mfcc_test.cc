#include "grader/tasks/mfcc.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace olympics {
namespace {

#include "grader/tasks/mfcc_golden.inc"

constexpr double kPi = 3.14159265358979323846;

TEST(MfccTest, IsWhatNumpyAndScipyCompute) {
  std::vector<double> clip(kClipSamples);
  for (int i = 0; i < kClipSamples; ++i) {
    const double t = static_cast<double>(i) / kSampleRate;
    clip[i] = 0.5 * std::sin(2 * kPi * (200 + 700 * t) * t) +
              0.1 * std::sin(2 * kPi * 2500 * t);
  }
  const std::vector<double> features = Mfcc(clip);
  ASSERT_EQ(features.size(), 490u);
  for (int k = 0; k < kCoefficients; ++k) {
    EXPECT_NEAR(features[k], kFrame0[k], 1e-6) << k;
    EXPECT_NEAR(features[17 * kCoefficients + k], kFrame17[k], 1e-6) << k;
    EXPECT_NEAR(features[48 * kCoefficients + k], kFrame48[k], 1e-6) << k;
  }
}

TEST(ResampleTest, KeepsTonesBelowTheNewLimitAndDropsThoseAbove) {
  const auto tone = [](double hz) {
    std::vector<double> samples(22'050);
    for (size_t i = 0; i < samples.size(); ++i) {
      samples[i] = std::sin(2 * kPi * hz * static_cast<double>(i) / 22'050);
    }
    return Resample(samples, 22'050, 16'000);
  };
  const std::vector<double> low = tone(1000);
  EXPECT_EQ(low.size(), 16'000u);
  for (int i = 1000; i < 15'000; ++i) {
    ASSERT_NEAR(low[i], std::sin(2 * kPi * 1000 * i / 16'000.0), 2e-3) << i;
  }
  const std::vector<double> high = tone(10'000);  // above 8 kHz
  for (int i = 1000; i < 15'000; ++i) ASSERT_NEAR(high[i], 0, 1e-2) << i;
}

}  // namespace
}  // namespace olympics
