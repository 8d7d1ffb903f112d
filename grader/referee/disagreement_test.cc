#include "grader/referee/disagreement.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(DisagreementTest, IsNoneOfWhatASoftmaxDoesNotSee) {
  const Answers reference = {{1, 2, 3, -4, 0, 9}};
  const Answers shifted = {{2, 3, 4, -14, -10, -1}};
  EXPECT_EQ(Disagreement(reference, reference, 3), 0);
  EXPECT_NEAR(Disagreement(shifted, reference, 3), 0, 1e-12);
  // Of one score an offset is a difference, and so is another factor.
  EXPECT_GT(Disagreement(shifted, reference, 1), 0.5);
  const Answers doubled = {{2, 4, 6, -8, 0, 18}};
  EXPECT_NEAR(Disagreement(doubled, reference, 3), 1, 1e-12);
}

TEST(DisagreementTest, IsTheShareOfWhatTheReferenceVaries) {
  const Answers reference = {{1, -1, 1, -1}};
  const Answers near = {{1.1f, -1.1f, 0.9f, -0.9f}};
  const Answers other = {{-1, 1, -1, 1}};
  EXPECT_NEAR(Disagreement(near, reference, 2), 0.1, 1e-6);
  EXPECT_NEAR(Disagreement(other, reference, 2), 2, 1e-6);
}

TEST(DisagreementTest, NothingAndNoNumbersAreNoAgreement) {
  const Answers reference = {{1, -1}};
  EXPECT_TRUE(std::isinf(Disagreement({}, reference, 2)));
  EXPECT_TRUE(std::isinf(Disagreement({}, {}, 2)));
  const Answers nan = {{std::numeric_limits<float>::quiet_NaN(), 0}};
  EXPECT_TRUE(std::isinf(Disagreement(nan, reference, 2)));
  // A reference that says the same of everything, and another that does not.
  EXPECT_TRUE(std::isinf(Disagreement({{1, 2}}, {{3, 3}}, 2)));
}

}  // namespace
}  // namespace olympics
