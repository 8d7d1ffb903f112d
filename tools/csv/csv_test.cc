#include "tools/csv/csv.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(CsvTest, WhatIsWrittenIsReadBack) {
  const std::vector<CsvRow> rows = {
      {"a", "", "b,c", "d\"e\"", "f\ng", " h ", "Zoë"}, {"-1.5", "+2", "x"}};
  EXPECT_EQ(*ParseCsv(WriteCsv(rows)), rows);
  EXPECT_EQ(*ParseCsv("\xef\xbb\xbf"
                      "a,b\n\nc,\"\"\n"),
            (std::vector<CsvRow>{{"a", "b"}, {"c", ""}}));
}

TEST(CsvTest, FormulasAreDisarmedAndNumbersAreNot) {
  EXPECT_EQ(WriteCsv({{"=1+1", "+x", "-x", "@x", "-1", "+1.5", "1e3"}}),
            "'=1+1,'+x,'-x,'@x,-1,+1.5,1e3\r\n");
}

}  // namespace
}  // namespace olympics
