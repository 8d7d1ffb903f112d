#include "tools/course/config.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

TEST(CourseConfigTest, TheTemplateMakesSenseWithAndWithoutItsComments) {
  ASSERT_TRUE(ParseCourse(CourseTemplate()).ok());
  // What is shown as an example: the lines that are fields behind "# ".
  std::string all;
  bool lti = false;
  std::string text = CourseTemplate();
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    std::string line = text.substr(at, end - at);
    at = end + 1;
    if (line.rfind("# lti", 0) == 0) lti = true;
    const bool field = lti || line.rfind("# deadlines", 0) == 0 ||
                       line.rfind("# late ", 0) == 0 ||
                       line.rfind("# time_zone", 0) == 0 ||
                       line.rfind("# submissions", 0) == 0;
    all += (field && line.rfind("# ", 0) == 0 ? line.substr(2) : line) + "\n";
  }
  const auto config = ParseCourse(all);
  ASSERT_TRUE(config.ok()) << config.status() << all;
  EXPECT_EQ(config->deadlines_size(), 2);
  EXPECT_EQ(config->late().days(), 3);
  EXPECT_EQ(ZoneOf(*config).name(), "America/New_York");
  EXPECT_EQ(config->submissions(), 100);
  EXPECT_EQ(config->lti().line_items_size(), 1);
}

TEST(CourseConfigTest, MistakesAreNamed) {
  const struct {
    const char* text;
    const char* message;
  } kMistakes[] = {
      {"deadline {}", "line 1, column"},
      {"deadlines { phase: 'last' at: '' }", "it must be baseline or final"},
      {"deadlines { phase: 'final' at: 'tomorrow' }", "a time with its zone"},
      {"deadlines { phase: 'final' at: '2026-12-01T23:59:00' }", "its zone"},
      {"deadlines { phase: 'final' at: '2026-12-01T23:59:00Z' }"
       "deadlines { phase: 'final' at: '2026-12-02T23:59:00Z' }",
       "final twice"},
      {"deadlines { phase: 'final' at: '2026-12-01T23:59:00Z' }"
       "deadlines { phase: 'baseline' at: '2026-12-02T23:59:00Z' }",
       "the deadline of baseline is after that of final"},
      {"deadlines { phase: 'final' at: '12026-12-01T23:59:00Z' }", "its zone"},
      {"time_zone: 'Europe/Atlantis'", "time_zone is \"Europe/Atlantis\""},
      {"time_zone: 'localtime'", "a name of the IANA time zone database"},
      {"time_zone: '/etc/localtime'", "IANA"},
      {"time_zone: 'Europe/../Europe/Berlin'", "IANA"},
      {"time_zone: ' '", "IANA"},
      {"late { percent_per_day: 101 }", "late.percent_per_day is 101"},
      {"late { percent_per_day: nan }", "it must be from 0 to 100"},
      {"late { days: -1 }", "late.days is -1"},
      {"submissions_per_day: -2", "submissions_per_day is -2"},
      {"names: NICK", "line 1"},
      {"lti {}", "lti.client_id is missing"},
      {"lti { client_id: 'a' }", "lti.key_file is missing"},
      {"lti { client_id: 'a' key_file: 'k' token_url: 'http://x.edu' }",
       "must begin with https://"},
      {"lti { client_id: 'a' key_file: 'k' token_url: 'https://x.edu' "
       "line_items { category: 'a' url: 'https://x' } "
       "line_items { category: 'a' url: 'https://y' } }",
       "a twice"}};
  for (const auto& m : kMistakes) {
    EXPECT_THAT(std::string(ParseCourse(m.text).status().message()),
                HasSubstr(m.message))
        << m.text;
  }
}

TEST(CourseConfigTest, WithoutAFileThereAreNoDemands) {
  const auto config = LoadCourse("/no/such/file");
  ASSERT_TRUE(config.ok());
  EXPECT_FALSE(DeadlineOf(*config, "final").has_value());
}

TEST(CourseConfigTest, ZonesAreHeeded) {
  EXPECT_EQ(*ParseTime("1970-01-01T00:00:01Z"), 1000);
  EXPECT_EQ(*ParseTime("1970-01-01T00:00:00-05:00"), 5 * 3600 * 1000);
  EXPECT_FALSE(ParseTime("infinite-future").ok());
  EXPECT_FALSE(ParseTime("1969-12-31T23:59:59Z").ok());
  EXPECT_EQ(ZoneOf(CourseConfig()).name(), "UTC");
}

}  // namespace
}  // namespace olympics
