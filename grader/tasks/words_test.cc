#include "grader/tasks/words.h"

#include <array>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace olympics {
namespace {

std::vector<Clip> Clips(Voices voices, int of_class, int seed) {
  std::mt19937_64 engine(seed);
  std::vector<Clip> clips;
  std::string why;
  EXPECT_TRUE(MakeClips(
      voices, of_class, [&] { return engine(); }, clips, why))
      << why;
  return clips;
}

TEST(WordsTest, EveryPartHoldsAllClassesAndEverySeedSpeaksOtherwise) {
  for (const Voices voices : {Voices::kTest, Voices::kFresh}) {
    const std::vector<Clip> clips = Clips(voices, 2, 1);
    ASSERT_EQ(clips.size(), 2u * kWordClasses);
    for (int i = 0; i < 2 * kWordClasses; ++i) {
      EXPECT_EQ(clips[i].label, i % kWordClasses);
      EXPECT_EQ(clips[i].features.size(), size_t{kFrames} * kCoefficients);
    }
    EXPECT_NE(clips[0].features, clips[kWordClasses].features);
    EXPECT_NE(clips[0].features, Clips(voices, 1, 2)[0].features);
  }
}

TEST(WordsTest, FeaturesAreSpreadOverBytesByTheirScale) {
  const std::vector<Clip> clips = Clips(Voices::kTraining, 2, 1);
  const WordScale scale = ScaleOf(clips);
  double sum = 0;
  for (const Clip& clip : clips) {
    for (const char byte : BytesOf(clip, scale)) {
      sum += static_cast<unsigned char>(byte);
    }
  }
  const auto count =
      static_cast<double>(clips.size() * kFrames * kCoefficients);
  EXPECT_NEAR(sum / count, 127.5, 2);
}

TEST(WordsTest, AScaleIsReadAsItWasWrittenAndNothingElseIs) {
  const WordScale scale = ScaleOf(Clips(Voices::kTraining, 1, 1));
  const std::string text = ScaleText(scale);
  WordScale read;
  ASSERT_TRUE(ParseScale(text, read));
  for (int k = 0; k < kCoefficients; ++k) {
    EXPECT_EQ(read.mean[k], scale.mean[k]);
    EXPECT_EQ(read.deviation[k], scale.deviation[k]);
  }
  EXPECT_FALSE(ParseScale("", read));
  EXPECT_FALSE(ParseScale(text + "1", read));
  EXPECT_FALSE(ParseScale("no" + text, read));
  std::string zeros;
  for (int i = 0; i < 2 * kCoefficients; ++i) zeros += "0 ";
  EXPECT_FALSE(ParseScale(zeros, read));
}

}  // namespace
}  // namespace olympics
