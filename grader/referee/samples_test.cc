#include "grader/referee/samples.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace olympics {
namespace {

using Image = std::array<float, 784>;

TEST(PerturbTest, ChangesLittleAndNeverTwiceAlike) {
  Image image{};
  for (int y = 8; y < 20; ++y) {
    for (int x = 8; x < 20; ++x) image[y * 28 + x] = 0.5f;
  }
  tinytorch::Generator random(1);
  std::set<Image> seen;
  for (int i = 0; i < 500; ++i) {
    Image out;
    Perturb(image.data(), random, out.data());
    EXPECT_TRUE(seen.insert(out).second);
    double sum = 0;
    for (const float v : out) {
      EXPECT_GE(v, 0);
      EXPECT_LE(v, 1);
      sum += v;
    }
    // 144 pixels of 0.5, give or take brightness and noise.
    EXPECT_NEAR(sum, 72, 72 * 0.05 + 784 * 0.01);
    // The middle is in the square whatever the shift.
    EXPECT_NEAR(out[14 * 28 + 14], 0.5, 0.5 * 0.05 + 0.0101);
    // Two pixels outside of it never are.
    EXPECT_LE(out[14 * 28 + 6], 0.0101);
  }
}

TEST(PerturbTest, ShiftsByEveryAllowedStep) {
  Image image{};
  image[14 * 28 + 14] = 1;
  tinytorch::Generator random(2);
  std::set<size_t> places;
  for (int i = 0; i < 300; ++i) {
    Image out;
    Perturb(image.data(), random, out.data());
    places.insert(std::max_element(out.begin(), out.end()) - out.begin());
  }
  EXPECT_EQ(places.size(), 9);
}

TEST(SampleStreamTest, ComesByEveryImageOnceBeforeAnyTwice) {
  constexpr int kCount = 50;
  tinytorch::Tensor images = tinytorch::Tensor::zeros({kCount, 1, 28, 28});
  std::vector<int32_t> labels(kCount);
  for (int i = 0; i < kCount; ++i)
    labels[i] = i;  // more than ten, to tell apart
  SampleStream stream(images, labels, 3), same(images, labels, 3),
      other(images, labels, 4);
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

TEST(OpenSamplesTest, ReadsTheTestSplitAndRefusesWhatDoesNotFit) {
  const std::string images = "third_party/fashion_mnist/t10k-images-idx3-ubyte";
  const std::string labels = "third_party/fashion_mnist/t10k-labels-idx1-ubyte";
  EXPECT_TRUE(OpenSamples(images, labels, 1).ok());
  EXPECT_FALSE(OpenSamples(labels, images, 1).ok());
  EXPECT_FALSE(OpenSamples("no/such", labels, 1).ok());
}

}  // namespace
}  // namespace olympics
