#include "grader/tasks/anomalies.h"

#include <algorithm>
#include <set>
#include <string>

#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(AnomaliesTest, TestImagesAndOthersHoldEachImageOnceWithItsLabel) {
  std::string labels;
  for (int i = 0; i < 7000; ++i) labels += static_cast<char>(i % 10);
  const ChosenImages test = TestImages(labels), others = OtherImages(labels);
  EXPECT_EQ(std::count(test.labels.begin(), test.labels.end(), 0), 500);
  EXPECT_EQ(std::count(test.labels.begin(), test.labels.end(), 1), 500);
  std::set<size_t> seen;
  for (const ChosenImages* chosen : {&test, &others}) {
    ASSERT_EQ(chosen->places.size(), chosen->labels.size());
    for (size_t i = 0; i < chosen->places.size(); ++i) {
      EXPECT_TRUE(seen.insert(chosen->places[i]).second);
      EXPECT_EQ(chosen->labels[i], labels[chosen->places[i]] != 1);
    }
  }
  EXPECT_EQ(seen.size(), labels.size());
}

TEST(AnomaliesTest, TheTrainingSplitIsNormal) {
  const ChosenImages normal = NormalImages(std::string("\1\0\1\2", 4));
  EXPECT_EQ(normal.places, (std::vector<size_t>{0, 2}));
  EXPECT_EQ(normal.labels, std::string(2, '\0'));
}

}  // namespace
}  // namespace olympics
