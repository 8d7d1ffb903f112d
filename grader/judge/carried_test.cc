#include "grader/judge/carried.h"

#include <string>

#include "categories/spec.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

CategorySpec Spec() {
  CategorySpec spec;
  spec.set_title("Speed Demon");
  return spec;
}

CarriedPart Part(const std::string& source, int64_t constants) {
  CarriedPart part;
  part.set_source(source);
  part.set_constants(constants);
  part.set_constants_bytes(2 * constants);
  part.set_largest_constant("olympics::kWeights");
  part.set_largest_constant_bytes(constants);
  return part;
}

TEST(TooMuchTest, WhatIsWithinItsBoundIsNotTooMuch) {
  EXPECT_EQ(TooMuch({}, Spec()), "");
  const int64_t bound = BoundsOf(Spec()).constants_bytes();
  EXPECT_EQ(TooMuch({Part("model.cc", bound)}, Spec()), "");
  EXPECT_NE(TooMuch({Part("model.cc", bound + 1)}, Spec()), "");
}

TEST(TooMuchTest, ModelAndTrainingCountTogether) {
  EXPECT_EQ(TooMuch({Part("model.cc", 3000), Part("train.cc", 3100)}, Spec()),
            "");
  EXPECT_EQ(TooMuch({Part("model.cc", 3000), Part("train.cc", 3200)}, Spec()),
            "it carries 6,200 bytes of constants (after compression) where "
            "Speed Demon allows 6,144, most of them in train.cc, in "
            "olympics::kWeights (3,200 bytes there): weights come from "
            "training alone, so leave out data and long names, or compute "
            "them");
}

TEST(TooMuchTest, SaysWhatIsTooMuch) {
  CarriedPart part = Part("model.cc", 10);
  part.set_largest_code("olympics::Unpack()");
  part.set_immediates(20000);
  EXPECT_THAT(TooMuch({part}, Spec()),
              HasSubstr("20,000 bytes of numbers in instructions (after "
                        "compression) where Speed Demon allows 8,192, most of "
                        "them in model.cc, in olympics::Unpack(): "));
  part.set_immediates(0);
  part.set_code(200000);
  EXPECT_THAT(TooMuch({part}, Spec()), HasSubstr("200,000 bytes of code"));
  part.set_constants(7000);
  part.set_assembly(true);
  EXPECT_THAT(TooMuch({part}, Spec()),
              HasSubstr("inline assembly counts with its constants"));
}

TEST(TooMuchTest, ALongNameIsCutOff) {
  CarriedPart part = Part("model.cc", 7000);
  part.set_largest_constant(std::string(5000, 'x'));
  EXPECT_LT(TooMuch({part}, Spec()).size(), 400u);
}

TEST(TooMuchTest, ASpecHasItsOwnBounds) {
  CategorySpec spec = Spec();
  spec.mutable_carried()->set_constants_bytes(5);
  EXPECT_THAT(TooMuch({Part("model.cc", 6)}, spec),
              HasSubstr("carries 6 bytes of constants (after "
                        "compression) where Speed Demon allows 5, most"));
  CarriedPart part;
  part.set_immediates(8193);
  EXPECT_NE(TooMuch({part}, spec), "");
}

TEST(TotalOfTest, IsTheSum) {
  CarriedPart one = Part("a.cc", 1), two = Part("b.cc", 2);
  one.set_code(10);
  two.set_code(20);
  two.set_immediates_bytes(7);
  const CarriedPart total = TotalOf({one, two});
  EXPECT_EQ(total.constants(), 3);
  EXPECT_EQ(total.constants_bytes(), 6);
  EXPECT_EQ(total.code(), 30);
  EXPECT_EQ(total.immediates_bytes(), 7);
  EXPECT_EQ(TotalOf({}).constants(), 0);
}

}  // namespace
}  // namespace olympics
