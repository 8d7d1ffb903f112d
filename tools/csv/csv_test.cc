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

// Whatever program wrote the file: each row is named by its line.
TEST(CsvTest, LinesEndAsAnySystemEndsThem) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    for (const std::string& last : {std::string(), end}) {
      const auto rows = ParseCsvLines("a,b" + end + end + "\"c" + end +
                                      "c\",d" + end + "e," + last);
      ASSERT_TRUE(rows.ok()) << rows.status();
      ASSERT_EQ(rows->size(), 3u);
      EXPECT_EQ((*rows)[0].line, 1);
      EXPECT_EQ((*rows)[1].line, 3);
      EXPECT_EQ((*rows)[2].line, 5);
      EXPECT_EQ((*rows)[0].cells, (CsvRow{"a", "b"}));
      EXPECT_EQ((*rows)[1].cells, (CsvRow{"c" + end + "c", "d"}));
      EXPECT_EQ((*rows)[2].cells, (CsvRow{"e", ""}));
    }
  }
  EXPECT_EQ(ParseCsvLines("a\n\n\"b\n").status().message(),
            "line 3: a quote is not closed");
}

TEST(CsvTest, FormulasAreDisarmedAndNumbersAreNot) {
  EXPECT_EQ(WriteCsv({{"=1+1", "+x", "-x", "@x", "-1", "+1.5", "1e3"}}),
            "'=1+1,'+x,'-x,'@x,-1,+1.5,1e3\r\n");
}

}  // namespace
}  // namespace olympics
