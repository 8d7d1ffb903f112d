#include "tools/site/follower.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;

class FollowerTest : public ::testing::Test {
 protected:
  absl::Status Look(int64_t version, const absl::Status& outcome = {}) {
    return follower_.Look(version, [&, version] {
      tried_.push_back(version);
      return outcome;
    });
  }

  Follower follower_{1};
  std::vector<int64_t> tried_;
};

TEST_F(FollowerTest, ShowsEachVersionOnce) {
  for (const int64_t version : {1, 2, 2, 3, 3, 1}) {
    EXPECT_TRUE(Look(version).ok());
  }
  EXPECT_THAT(tried_, ElementsAre(2, 3, 1));
}

// As when the record was busy: the news waited for the next grade.
TEST_F(FollowerTest, ShowsAgainWhatCouldNotBeShown) {
  const absl::Status busy = absl::UnavailableError("database is locked");
  EXPECT_EQ(Look(2, busy), busy);
  EXPECT_TRUE(Look(2).ok());
  EXPECT_TRUE(Look(2).ok());
  EXPECT_THAT(tried_, ElementsAre(2, 2));
}

TEST_F(FollowerTest, TellsWhatFailsOnceAndAgainAfterItWentWell) {
  const absl::Status busy = absl::UnavailableError("busy");
  const absl::Status lost = absl::DataLossError("changed by other hands");
  EXPECT_EQ(Look(2, busy), busy);
  EXPECT_TRUE(Look(2, busy).ok());
  EXPECT_TRUE(Look(3, busy).ok());
  EXPECT_EQ(Look(3, lost), lost);
  EXPECT_TRUE(Look(3).ok());
  EXPECT_EQ(Look(4, lost), lost);
}

TEST_F(FollowerTest, AFailureTakesNothingAwayThatIsShown) {
  EXPECT_FALSE(Look(2, absl::UnavailableError("busy")).ok());
  EXPECT_TRUE(Look(1).ok());
  EXPECT_THAT(tried_, ElementsAre(2));
}

}  // namespace
}  // namespace olympics
