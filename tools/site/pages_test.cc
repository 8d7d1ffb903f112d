#include "tools/site/pages.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"
#include "tools/site/season_for_tests.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string FileOf(const std::vector<SiteFile>& files,
                   const std::string& path) {
  for (const SiteFile& f : files) {
    if (f.path == path) return f.content;
  }
  ADD_FAILURE() << "no " << path;
  return "";
}

// As XML, but for the doctype and what HTML leaves open.
bool WellFormed(std::string html) {
  html.erase(0, html.find("<html"));
  for (const char* open : {"<meta ", "<link "}) {
    for (size_t at; (at = html.find(open)) != std::string::npos;) {
      html.erase(at, html.find('>', at) + 1 - at);
    }
  }
  for (size_t at; (at = html.find(" defer>")) != std::string::npos;) {
    html.replace(at, 7, ">");
  }
  pugi::xml_document document;
  return document.load_string(html.c_str());
}

TEST(SiteTest, TellsPlacesMarksPlotsAndAwards) {
  const auto specs = SpecsForTests();
  const Season season =
      SeasonOf(CourseConfig(), specs, EntriesForTests(specs, 30, 450));
  const auto files = SiteOf(season, {});
  const std::string index = FileOf(files, "index.html");
  EXPECT_TRUE(WellFormed(index));
  for (const char* part :
       {"Speed Demon", "gold medal", "on the reference machine",
        "136,824 inf/s", "simulated", "estimated", "<polyline",
        "All 30 places in Speed Demon", "Innovation Award", "First Blood",
        "Overall Systems Engineer", "accuracy over gain of 30 submissions",
        "How the first five came there"}) {
    EXPECT_THAT(index, HasSubstr(part));
  }
  EXPECT_THAT(index, Not(HasSubstr("<script")));
  EXPECT_THAT(FileOf(files, "speed_demon.html"), HasSubstr("student_29"));
  EXPECT_THAT(FileOf(files, "leaderboard.json"), HasSubstr("\"places\""));
}

TEST(SiteTest, ALivePageHasOneScriptAndTheRecordsVersion) {
  const auto specs = SpecsForTests();
  const auto files =
      SiteOf(SeasonOf(CourseConfig(), specs, EntriesForTests(specs, 3, 15)),
             {.live = true});
  const std::string index = FileOf(files, "index.html");
  EXPECT_TRUE(WellFormed(index));
  EXPECT_THAT(index, HasSubstr("<script src=\"live.js\" defer>"));
  EXPECT_THAT(index, HasSubstr("data-version=\"17\""));
  EXPECT_THAT(index, Not(HasSubstr("style=\"")));
}

TEST(SiteTest, NobodysNameIsMarkup) {
  const auto specs = SpecsForTests();
  std::vector<Entry> entries = EntriesForTests(specs, 2, 20);
  for (Entry& e : entries) {
    if (e.has_run()) {
      e.mutable_run()->set_submission("<img src=x onerror=\"alert(1)\">'&");
    } else {
      e.mutable_event()->set_reason("</p><script>alert(1)</script>");
    }
  }
  for (const SiteFile& f :
       SiteOf(SeasonOf(CourseConfig(), specs, entries), {})) {
    if (f.type.rfind("text/html", 0) != 0) continue;
    EXPECT_TRUE(WellFormed(f.content)) << f.path;
    EXPECT_THAT(f.content, Not(HasSubstr("<img"))) << f.path;
    EXPECT_THAT(f.content, Not(HasSubstr("<script"))) << f.path;
  }
}

TEST(SiteTest, AnEmptySeasonIsAPage) {
  const auto files = SiteOf(SeasonOf(CourseConfig(), SpecsForTests(), {}), {});
  const std::string index = FileOf(files, "index.html");
  EXPECT_TRUE(WellFormed(index));
  EXPECT_THAT(index, HasSubstr("Nobody yet"));
  EXPECT_THAT(index, Not(HasSubstr("Overall Systems Engineer")));
}

}  // namespace
}  // namespace olympics
