// Tests a category's folder: its spec, its table of scores, its page of rules.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "categories/cases.pb.h"
#include "categories/score.h"
#include "categories/spec.h"
#include "gtest/gtest.h"
#include "third_party/protobuf/textproto.h"

namespace olympics {
namespace {

std::string* folder;

std::string Read(const std::string& name) {
  std::ifstream file(*folder + "/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

CategorySpec Spec() {
  const auto spec = LoadSpec(*folder + "/spec.textproto");
  EXPECT_TRUE(spec.ok()) << spec.status();
  return spec.ok() ? *spec : CategorySpec();
}

TEST(CategoryTest, IsNamedAsItsFolder) {
  EXPECT_EQ(Spec().name(), folder->substr(folder->rfind('/') + 1));
}

TEST(CategoryTest, ScoresAsItsTableSays) {
  const CategorySpec spec = Spec();
  ScoreCases table;
  ASSERT_TRUE(ParseTextproto(Read("cases.textproto"), table).ok());
  ASSERT_GE(table.cases_size(), 3);
  for (const ScoreCase& c : table.cases()) {
    ASSERT_EQ(c.gains_size(), spec.terms_size()) << c.what();
    const Score score = ScoreOf(spec, {c.gains().begin(), c.gains().end()});
    EXPECT_NEAR(score.gain, c.gain(), 1e-4 * c.gain()) << c.what();
    EXPECT_NEAR(score.points, c.points(), 1e-2) << c.what();
    EXPECT_NEAR(RankingFigure(spec, score), c.ranking_figure(),
                1e-4 * c.ranking_figure() + 1e-9)
        << c.what();
  }
}

TEST(CategoryTest, ItsRulesSayWhatStudentsAskFirst) {
  const std::string rules = Read("README.md");
  EXPECT_EQ(rules.rfind("# " + Spec().title(), 0), 0u);
  for (const char* part : {"**Metric**", "**Constraint**"}) {
    EXPECT_NE(rules.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (argc != 2) return 2;
  olympics::folder = new std::string(argv[1]);
  return RUN_ALL_TESTS();
}
