#include "tools/course/stale.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

Grade Graded(const std::string& who, Verdict verdict, const std::string& digest,
             const std::string& task = "") {
  Grade g;
  g.submission = who;
  g.category = "speed";
  g.run.emplace();
  g.run->set_verdict(verdict);
  const auto add = [&](const std::string& name, const std::string& value) {
    if (value.empty()) return;
    SpecOnRecord* spec = g.run->add_specs();
    spec->set_name(name);
    spec->set_digest(value);
  };
  add("speed", digest);
  add("tasks/digits", task);
  return g;
}

TEST(StaleTest, NamesWhatWasMadeUnderAnotherSpec) {
  Grade given = Graded("gwen", PASSED, "old");
  given.overridden = true;
  const SpecCheck check = CheckSpecs(
      {Graded("ann", PASSED, "new", "t1"), Graded("bob", PASSED, "old", "t1"),
       Graded("carl", INACCURATE, "old"), Graded("dan", PASSED, "new", "t0"),
       Graded("eve", PASSED, ""), Graded("finn", UNSTABLE, "old"),
       Graded("hal", NOT_BUILT, ""), given},
      {{"speed", "new"}, {"tasks/digits", "t1"}});
  EXPECT_THAT(check.other,
              ElementsAre(Pair("speed", ElementsAre("bob", "carl", "dan"))));
  EXPECT_THAT(check.unknown, ElementsAre(Pair("speed", ElementsAre("eve"))));
}

TEST(StaleTest, ASpecThatIsGoneIsAnother) {
  EXPECT_THAT(CheckSpecs({Graded("ann", PASSED, "new")}, {}).other,
              ElementsAre(Pair("speed", ElementsAre("ann"))));
  EXPECT_THAT(CheckSpecs({}, {}).other, IsEmpty());
}

}  // namespace
}  // namespace olympics
