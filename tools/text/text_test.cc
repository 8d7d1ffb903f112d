#include "tools/text/text.h"

#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(TextTest, JsonHoldsAnyBytes) {
  EXPECT_EQ(DumpJson({{"name", "Zoë"}}), "{\n  \"name\": \"Zoë\"\n}\n");
  EXPECT_EQ(DumpJson({{"name", "\xff"}}), "{\n  \"name\": \"\ufffd\"\n}\n");
}

TEST(TextTest, TimesAreUtc) {
  EXPECT_EQ(TimeText(1796083200000), "2026-12-01 00:00 UTC");
  EXPECT_EQ(TimeText(0), "1970-01-01 00:00 UTC");
}

}  // namespace
}  // namespace olympics
