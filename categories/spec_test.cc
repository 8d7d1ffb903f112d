#include "categories/spec.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

CategorySpec SpeedDemon() {
  auto spec = LoadSpec("categories/speed_demon/spec.textproto");
  EXPECT_TRUE(spec.ok()) << spec.status();
  return spec.ok() ? *spec : CategorySpec();
}

TEST(SpecTest, SpeedDemonDemandsWhatTheCourseAnnounces) {
  const CategorySpec spec = SpeedDemon();
  EXPECT_EQ(spec.title(), "Speed Demon");
  EXPECT_EQ(spec.metric(), "inferences_per_second");
  EXPECT_DOUBLE_EQ(spec.accuracy_floor(), 0.9);
}

TEST(SpecTest, FieldsThatMakeNoSenseAreNamed) {
  const struct {
    void (*change)(CategorySpec&);
    const char* message;
  } kCases[] = {
      {[](CategorySpec& s) { s.mutable_limits()->set_memory_mib(-5); },
       "limits.memory_mib is -5; it must be 1 or more"},
      {[](CategorySpec& s) { s.mutable_limits()->set_query_milliseconds(0); },
       "limits.query_milliseconds is 0"},
      {[](CategorySpec& s) { s.set_accuracy_floor(90); },
       "accuracy_floor is 90; it must be from 0 to 1"},
      {[](CategorySpec& s) { s.set_target_gain(1); }, "target_gain is 1"},
      {[](CategorySpec& s) { s.set_reference_baseline(-1); },
       "reference_baseline is -1"},
      {[](CategorySpec& s) { s.mutable_measuring()->set_batch_size(0); },
       "measuring.batch_size is 0"},
      {[](CategorySpec& s) { s.mutable_measuring()->set_batch_size(100000); },
       "measuring.batch_size is 100000"},
      {[](CategorySpec& s) { s.set_difficulty(0.0 / 0.0); },
       "difficulty is nan"},
      {[](CategorySpec& s) { s.clear_title(); }, "title"},
  };
  for (const auto& c : kCases) {
    CategorySpec spec = SpeedDemon();
    c.change(spec);
    EXPECT_THAT(std::string(ValidateSpec(spec).message()),
                HasSubstr(c.message));
  }
}

TEST(SpecTest, BadTextIsRefusedWithItsPlace) {
  EXPECT_THAT(std::string(ParseSpec("name: \"a\"\nnmae: 3").status().message()),
              HasSubstr("line 2, column "));
  EXPECT_FALSE(ParseSpec("").ok());
  EXPECT_THAT(std::string(LoadSpec("no/such").status().message()),
              HasSubstr("no/such"));
}

}  // namespace
}  // namespace olympics
