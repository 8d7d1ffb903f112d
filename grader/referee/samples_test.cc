#include "grader/referee/samples.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "categories/spec.h"
#include "grader/referee/fixtures.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(SampleStreamTest, CanKeepToTheFirstImages) {
  DataSet data;
  data.task.set_height(1);
  data.task.set_width(1);
  data.samples = tinytorch::Tensor::zeros({10, 1, 1, 1});
  for (int i = 0; i < 10; ++i) data.labels.push_back(i);
  SampleStream stream(data, TestStream("3"), 4),
      whole(data, TestStream("3"), 40);
  std::set<int> seen, all;
  float sample;
  for (int i = 0; i < 8; ++i) seen.insert(stream.Next(&sample));
  for (int i = 0; i < 10; ++i) all.insert(whole.Next(&sample));
  EXPECT_EQ(seen, (std::set<int>{0, 1, 2, 3}));
  EXPECT_EQ(all.size(), 10u);
}

TEST(SampleStreamTest, ComesByEveryImageOnceBeforeAnyTwice) {
  constexpr int kCount = 50;
  tinytorch::Tensor images = tinytorch::Tensor::zeros({kCount, 1, 28, 28});
  std::vector<int32_t> labels(kCount);
  for (int i = 0; i < kCount; ++i)
    labels[i] = i;  // more than ten, to tell apart
  const DataSet data = {ImageTask(), images, labels};
  SampleStream stream(data, TestStream("3")), same(data, TestStream("3")),
      other(data, TestStream("4"));
  Image out;
  std::vector<int32_t> first, second, again, different;
  for (int i = 0; i < kCount; ++i) {
    first.push_back(stream.Next(out.data()));
    again.push_back(same.Next(out.data()));
    different.push_back(other.Next(out.data()));
  }
  for (int i = 0; i < kCount; ++i) second.push_back(stream.Next(out.data()));
  EXPECT_EQ(first, again);
  EXPECT_NE(first, different);
  EXPECT_NE(first, second);
  EXPECT_EQ(std::set<int32_t>(first.begin(), first.end()).size(), kCount);
  EXPECT_EQ(std::set<int32_t>(second.begin(), second.end()).size(), kCount);
}

// Mann and Whitney's U by counting pairs.
double CountPairs(const std::vector<float>& scores,
                  const std::vector<int32_t>& labels) {
  double won = 0, pairs = 0;
  for (size_t a = 0; a < scores.size(); ++a) {
    for (size_t b = 0; b < scores.size(); ++b) {
      if (labels[a] != 1 || labels[b] != 0) continue;
      ++pairs;
      won += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
    }
  }
  return won / pairs;
}

TEST(AreaUnderRocTest, IsTheShareOfPairsInOrder) {
  EXPECT_EQ(AreaUnderRoc({1, 2, 3, 4}, {0, 0, 1, 1}), 1);
  EXPECT_EQ(AreaUnderRoc({1, 2, 3, 4}, {1, 1, 0, 0}), 0);
  EXPECT_EQ(AreaUnderRoc({5, 5, 5, 5}, {1, 0, 1, 0}), 0.5);
  EXPECT_EQ(AreaUnderRoc({1, 2}, {1, 1}), 0.5);
  EXPECT_EQ(AreaUnderRoc({}, {}), 0.5);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(AreaUnderRoc({1, nan, 3, nan}, {0, 0, 1, 1}), 0);
  SecretStream random = SecretSeed::Of("4").For("noise");
  for (int run = 0; run < 20; ++run) {
    std::vector<float> scores;
    std::vector<int32_t> labels = {0, 1};
    for (int i = 0; i < 60; ++i) {
      scores.push_back(static_cast<float>(random.below(15)));  // with ties
      if (i >= 2) labels.push_back(static_cast<int32_t>(random.below(2)));
    }
    EXPECT_NEAR(AreaUnderRoc(scores, labels), CountPairs(scores, labels),
                1e-12);
  }
}

TEST(OpenDataSetTest, ReadsTheTestSplitAndRefusesWhatDoesNotFit) {
  const std::string images = "third_party/fashion_mnist/t10k-images-idx3-ubyte";
  const std::string labels = "third_party/fashion_mnist/t10k-labels-idx1-ubyte";
  const auto data = OpenDataSet(ImageTask(), images, labels);
  ASSERT_TRUE(data.ok()) << data.status();
  EXPECT_EQ(data->size(), 10'000);
  EXPECT_FALSE(OpenDataSet(ImageTask(), labels, images).ok());
  EXPECT_FALSE(OpenDataSet(ImageTask(), "no/such", labels).ok());
  TaskSpec other = ImageTask();
  other.set_outputs(9);
  EXPECT_FALSE(OpenDataSet(other, images, labels).ok());
  other = ImageTask();
  other.set_width(27);
  EXPECT_FALSE(OpenDataSet(other, images, labels).ok());
  // Another file than the one that is pinned.
  const auto pinned = OpenDataSet(ImageTask(), images, labels, "", "00ff");
  EXPECT_TRUE(absl::IsDataLoss(pinned.status()));
  EXPECT_NE(std::string(pinned.status().message()).find(labels),
            std::string::npos);
}

TEST(MixedSamplesTest, KindsComeInTheirSharesFromTheirSplits) {
  TaskData data;
  for (DataSet* set : {&data.test, &data.training}) {
    set->task = ImageTask();
    set->samples = tinytorch::Tensor::zeros({20, 1, 28, 28});
  }
  data.test.labels.assign(20, 1);
  data.training.labels.assign(20, 2);
  Measuring measuring;
  measuring.set_training_share(0.3);
  measuring.set_strong_share(0.2);
  MixedSamples samples(data, measuring, SecretSeed::Of("1"), "samples");
  std::array<int, kSampleKinds> counts = {};
  Image out;
  constexpr int kCount = 20'000;
  for (int i = 0; i < kCount; ++i) {
    const SampleKind kind = samples.NextKind();
    ++counts[kind];
    ASSERT_EQ(samples.Next(kind, out.data()), kind == kTrainingSample ? 2 : 1);
  }
  EXPECT_NEAR(counts[kTrainingSample], 0.3 * kCount, 0.02 * kCount);
  EXPECT_NEAR(counts[kStrongSample], 0.2 * kCount, 0.02 * kCount);
}

TEST(MixedSamplesTest, FreshSamplesTakeTheStrongOnesPlace) {
  TaskData data;
  data.test.task = ImageTask();
  data.test.samples = tinytorch::Tensor::zeros({20, 1, 28, 28});
  data.test.labels.assign(20, 1);
  data.training = data.test;
  data.fresh = data.test;
  data.fresh->labels.assign(20, 3);
  data.strong_change = Unchanged;
  EXPECT_EQ(data.Different(0)[kStrongSample], 20);
  Measuring measuring;
  // Of the test split alone.
  measuring.set_test_images(5);
  MixedSamples samples(data, measuring, SecretSeed::Of("1"), "samples");
  Image out;
  for (int i = 0; i < 20; ++i) {
    // Zeros, were they not left as they are.
    ASSERT_EQ(samples.Next(kStrongSample, out.data()), 3);
    ASSERT_EQ(out, Image());
    ASSERT_EQ(samples.Next(kTestSample, out.data()), 1);
  }
}

TEST(MixedSamplesTest, AKindsSamplesTellNothingOfTheOthers) {
  TaskData data;
  data.test.task = ImageTask();
  data.test.samples = tinytorch::Tensor::zeros({20, 1, 28, 28});
  data.test.labels.resize(20);
  data.training = data.test;
  Measuring measuring;
  measuring.set_training_share(0.3);
  measuring.set_strong_share(0.3);
  MixedSamples samples(data, measuring, SecretSeed::Of("1"), "samples");
  std::array<Image, kSampleKinds> noise;
  for (const SampleKind kind : {kTestSample, kTrainingSample, kStrongSample}) {
    samples.Next(kind, noise[kind].data());
  }
  EXPECT_NE(noise[kTestSample], noise[kTrainingSample]);
  EXPECT_NE(noise[kTestSample], noise[kStrongSample]);
}

}  // namespace
}  // namespace olympics
