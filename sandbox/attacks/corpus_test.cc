// Every attack is contained, from root and from an ordinary user.
#include "sandbox/attacks/corpus.h"

#include <string>

#include "gtest/gtest.h"

namespace sandbox {
namespace {

std::string TestName(const ::testing::TestParamInfo<Attack>& info) {
  std::string name = info.param.program;
  if (info.param.use == Use::kTraining) name += "_training";
  if (info.param.use == Use::kInterpreter) name += "_interpreter";
  return name;
}

class CorpusTest : public ::testing::TestWithParam<Attack> {
 protected:
  static void Run(bool as_user) {
    const Attack& attack = GetParam();
    const absl::StatusOr<Ground> ground = Ground::Make();
    ASSERT_TRUE(ground.ok()) << ground.status();
    const absl::StatusOr<Outcome> outcome =
        RunAttack(attack, std::string("sandbox/attacks/") + attack.program,
                  *ground, as_user);
    ASSERT_TRUE(outcome.ok()) << outcome.status();
    EXPECT_EQ(Judge(attack, *outcome), "");
  }
};

TEST_P(CorpusTest, IsContained) { Run(/*as_user=*/false); }

TEST_P(CorpusTest, IsContainedForAnOrdinaryUser) {
  static const bool can = CanBecomeUser();
  if (!can) GTEST_SKIP() << "this is an ordinary user, or there is no other";
  Run(/*as_user=*/true);
}

INSTANTIATE_TEST_SUITE_P(Attacks, CorpusTest, ::testing::ValuesIn(Corpus()),
                         TestName);

TEST(CorpusTest, HasAtLeastSixtyAttacks) { EXPECT_GE(Corpus().size(), 60u); }

}  // namespace
}  // namespace sandbox
