#include "tinytorch/dataloader/dataloader.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TensorDataset Numbers(int64_t n) {
  std::vector<int32_t> labels(n);
  std::iota(labels.begin(), labels.end(), 0);
  return TensorDataset(Tensor::arange(n * 4).reshape({n, 1, 2, 2}), labels);
}

std::vector<int32_t> LabelsOf(const DataLoader& loader, int64_t epoch) {
  std::vector<int32_t> labels;
  for (const Batch& batch : loader.epoch(epoch)) {
    labels.insert(labels.end(), batch.labels.begin(), batch.labels.end());
  }
  return labels;
}

TEST(DataLoaderTest, WalksEveryExampleOnceInOrder) {
  const TensorDataset data = Numbers(5);
  const DataLoader loader(data, {.batch_size = 2});
  std::vector<Shape> shapes;
  for (const Batch& batch : loader.epoch(0)) {
    shapes.push_back(batch.images.sizes());
    EXPECT_EQ(batch.images.at({0, 0, 0, 1}), batch.labels[0] * 4 + 1);
  }
  EXPECT_THAT(shapes, ElementsAre(Shape{2, 1, 2, 2}, Shape{2, 1, 2, 2},
                                  Shape{1, 1, 2, 2}));
  EXPECT_EQ(DataLoader(data, {.batch_size = 2, .drop_last = true}).batches(),
            2);
}

TEST(DataLoaderTest, ShufflesByTheSeedAndTheEpochAlone) {
  const TensorDataset data = Numbers(50);
  const DataLoader one(data, {.batch_size = 7, .shuffle = true, .seed = 3});
  const DataLoader two(data, {.batch_size = 7, .shuffle = true, .seed = 3});
  const DataLoader other(data, {.batch_size = 7, .shuffle = true, .seed = 4});
  const std::vector<int32_t> first = LabelsOf(one, 0);
  EXPECT_EQ(first, LabelsOf(two, 0));
  EXPECT_NE(first, LabelsOf(one, 1));
  EXPECT_NE(first, LabelsOf(other, 0));
  std::vector<int32_t> sorted = first;
  std::sort(sorted.begin(), sorted.end());
  for (int32_t i = 0; i < 50; ++i) EXPECT_EQ(sorted[i], i);
}

TEST(DataLoaderTest, WorkersChangeNothing) {
  const TensorDataset data = Numbers(101);
  const auto all = [&](int workers) {
    std::vector<float> values;
    const DataLoader loader(
        data,
        {.batch_size = 8,
         .shuffle = true,
         .workers = workers,
         .transform = Compose({RandomCrop(2, 1), RandomHorizontalFlip()})});
    for (const Batch& batch : loader.epoch(2)) {
      const std::vector<float> v = batch.images.to_vector();
      values.insert(values.end(), v.begin(), v.end());
    }
    return values;
  };
  EXPECT_EQ(all(0), all(3));
}

TEST(DataLoaderTest, AnEpochMayBeLeftEarly) {
  const TensorDataset data = Numbers(1000);
  const DataLoader loader(data, {.batch_size = 1, .workers = 2});
  for (const Batch& batch : loader.epoch(0)) {
    if (batch.labels[0] == 3) break;
  }
}

TEST(DataLoaderTest, AnEmptyDataSetHasNoBatches) {
  const TensorDataset data(Tensor::zeros({0, 1, 2, 2}), {});
  EXPECT_TRUE(LabelsOf(DataLoader(data, {.batch_size = 4}), 0).empty());
}

TEST(TransformTest, CropsStayInsideThePaddedImage) {
  const Tensor image = Tensor::ones({1, 3, 3});
  Generator g(1);
  std::array<bool, 10> seen{};
  for (int i = 0; i < 500; ++i) {
    const float sum = RandomCrop(3, 1)(image, g).sum().item();
    seen[static_cast<size_t>(sum)] = true;
  }
  // 2×2, 2×3 and 3×3 of the nine pixels can be in sight.
  EXPECT_THAT(seen, ElementsAre(false, false, false, false, true, false, true,
                                false, false, true));
}

TEST(TransformTest, FlipsMirrorLeftAndRight) {
  const Tensor image = Tensor::arange(6).reshape({1, 2, 3});
  Generator g(1);
  EXPECT_THAT(RandomHorizontalFlip(1)(image, g).to_vector(),
              ElementsAre(2, 1, 0, 5, 4, 3));
  EXPECT_THAT(RandomHorizontalFlip(0)(image, g).to_vector(),
              ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(IdxTest, ReadsFashionMnistsTestLabels) {
  const auto labels =
      load_idx_labels("third_party/fashion_mnist/t10k-labels-idx1-ubyte");
  ASSERT_TRUE(labels.ok()) << labels.status();
  ASSERT_EQ(labels->size(), 10000);
  std::array<int, 10> counts{};
  for (const int32_t label : *labels) ++counts.at(label);
  EXPECT_THAT(counts, ::testing::Each(1000));
}

TEST(IdxTest, ImagesAreScaledToOne) {
  const std::string bytes("\0\0\x08\x03\0\0\0\1\0\0\0\1\0\0\0\2\0\xff", 18);
  const auto images = parse_idx_images(bytes);
  ASSERT_TRUE(images.ok()) << images.status();
  EXPECT_EQ(images->sizes(), (Shape{1, 1, 1, 2}));
  EXPECT_THAT(images->to_vector(), ElementsAre(0, 1));
}

TEST(IdxTest, MalformedFilesAreRefused) {
  const std::string good("\0\0\x08\x01\0\0\0\2\1\2", 10);
  ASSERT_TRUE(parse_idx_labels(good).ok());
  for (size_t n = 0; n < good.size(); ++n) {
    EXPECT_FALSE(parse_idx_labels(good.substr(0, n)).ok()) << n;
  }
  EXPECT_FALSE(parse_idx_labels(good + "x").ok());
  EXPECT_FALSE(parse_idx_images(good).ok());
  std::string huge = good;
  for (int i = 4; i < 8; ++i) huge[i] = '\xff';
  EXPECT_THAT(std::string(parse_idx_labels(huge).status().message()),
              HasSubstr("shorter"));
  // No images, of more pixels than there are numbers.
  std::string none("\0\0\x08\x03\0\0\0\0", 8);
  none += std::string(8, '\xff');
  EXPECT_THAT(std::string(parse_idx_images(none).status().message()),
              HasSubstr("shorter"));
  EXPECT_THAT(std::string(load_idx_labels("no-such-file").status().message()),
              HasSubstr("cannot open no-such-file"));
}

}  // namespace
}  // namespace tinytorch
