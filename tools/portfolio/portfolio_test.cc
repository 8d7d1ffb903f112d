#include "tools/portfolio/portfolio.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"
#include "tools/portfolio/markdown.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

GradeReport Graded(int64_t when, const std::string& who, double gain,
                   Verdict verdict = PASSED) {
  GradeReport r;
  r.set_submission(who);
  r.set_category("speed");
  r.set_verdict(verdict);
  r.set_started_unix_ms(when);
  r.set_processor("A <fast> one & more");
  if (verdict != PASSED) {
    r.set_reason("it called <socket>");
    return r;
  }
  r.set_samples(100);
  r.set_accuracy(0.91);
  r.set_points(10 * gain);
  r.set_ranking_figure(gain);
  r.mutable_gain()->set_value(gain);
  r.mutable_gain()->set_low(gain * 0.95);
  r.mutable_gain()->set_high(gain * 1.05);
  r.mutable_metric()->set_value(1000 * gain);
  r.mutable_metric()->set_unit("inf/s");
  return r;
}

struct Given {
  std::string submission = "alice";
  std::string readme = "# Fused\n\n<script>alert(1)</script> & \"quotes\"\n";
  std::vector<GradeReport> runs = {};
  std::string students = {};
  bool award = false;
};

std::string PortfolioHtml(const Given& given) {
  CategorySpec spec;
  spec.set_name("speed");
  spec.set_title("Speed & more");
  spec.set_sign("⚡");
  Term* term = spec.add_terms();
  term->set_measure(INFERENCES_PER_SECOND);
  term->set_target_gain(10);
  std::vector<Entry> entries;
  for (const GradeReport& r : given.runs) {
    *entries.emplace_back().mutable_run() = r;
  }
  if (given.award) {
    Event* event = entries.emplace_back().mutable_event();
    event->set_reason("it is told well");
    event->mutable_award()->set_award("documentation");
    event->mutable_award()->set_submission(given.submission);
  }
  return PortfolioHtml(
      PortfolioInput{.submission = given.submission,
                     .students = given.students,
                     .readme_html = MarkdownHtml(given.readme),
                     .season = SeasonOf(CourseConfig(), {spec}, entries)});
}

Given Input() {
  Given given;
  given.runs = {Graded(1, "alice", 1.2), Graded(2, "bob", 5),
                Graded(3, "alice", 2), Graded(4, "alice", 3)};
  return given;
}

// Well-formed as XML, but for the doctype and what HTML leaves open.
bool WellFormed(std::string html) {
  html.erase(0, html.find("<html"));
  for (const char* open :
       {"<meta charset=\"utf-8\">",
        "<meta name=\"viewport\" content=\"width=device-width, "
        "initial-scale=1\">"}) {
    const size_t at = html.find(open);
    if (at != std::string::npos) html.erase(at, std::string(open).size());
  }
  pugi::xml_document document;
  return document.load_string(html.c_str());
}

TEST(PortfolioTest, TellsGradesRankAndHistory) {
  const std::string html = PortfolioHtml(Input());
  EXPECT_TRUE(WellFormed(html));
  EXPECT_THAT(html, HasSubstr("Speed &amp; more"));
  EXPECT_THAT(html, HasSubstr("silver medal"));
  EXPECT_THAT(html, HasSubstr("3.00× <span class=\"mark\">[2.85, 3.15]"));
  EXPECT_THAT(html, HasSubstr("Before and after"));
  EXPECT_THAT(html, HasSubstr("2.50×"));  // 3 over 1.2
  EXPECT_THAT(html, HasSubstr("<polyline"));
  EXPECT_THAT(html, HasSubstr("First Blood"));
  // The figure that it is ranked by, and the one of its run.
  EXPECT_THAT(html, HasSubstr(">3.00 inf/s "));
  EXPECT_THAT(html, HasSubstr("measured 3,000 inf/s<"));
  EXPECT_THAT(html, HasSubstr("<h1>alice</h1>"));
}

TEST(PortfolioTest, IsOfItsStudents) {
  Given input = Input();
  input.students = "Alice <Chen> and Bob Smith";
  const std::string html = PortfolioHtml(input);
  EXPECT_TRUE(WellFormed(html));
  EXPECT_THAT(html, HasSubstr("<h1>Alice &lt;Chen&gt; and Bob Smith</h1>"));
  EXPECT_THAT(html, HasSubstr("performance report of alice"));
  EXPECT_THAT(html,
              HasSubstr("Bob Smith (alice) – TinyTorch Olympics</title>"));
}

TEST(PortfolioTest, WhatAnAwardAddsStaysOnItsLine) {
  Given input = Input();
  input.award = true;
  const std::string html = PortfolioHtml(input);
  EXPECT_THAT(html, HasSubstr("awards:\u00a0+3\u00a0%"));
  EXPECT_THAT(html, HasSubstr("</svg> Documentation Award: it is told well"));
}

TEST(PortfolioTest, BeforeIsWhatWasSubmittedAsBaseline) {
  Given input = Input();
  input.runs[2].set_phase("baseline");
  EXPECT_THAT(PortfolioHtml(input), HasSubstr("1.50×"));  // 3 over 2
}

TEST(PortfolioTest, NothingOfTheSubmissionsOwnIsMarkup) {
  Given input = Input();
  input.submission = "<b>alice</b>";
  for (GradeReport& r : input.runs) r.set_submission(input.submission);
  input.runs.push_back(Graded(5, input.submission, 0, VIOLATION));
  input.runs.back().add_checks()->set_program_output(
      "</pre><i>passed</i>\nlast words");
  const std::string html = PortfolioHtml(input);
  EXPECT_TRUE(WellFormed(html));
  EXPECT_THAT(html, Not(HasSubstr("<script>")));
  EXPECT_THAT(html, Not(HasSubstr("<b>")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(html, HasSubstr("it called &lt;socket&gt;"));
  EXPECT_THAT(html, HasSubstr("| &lt;/pre&gt;&lt;i&gt;passed&lt;/i&gt;\n| last "
                              "words\n</pre>"));
}

TEST(PortfolioTest, SaysSoWhereThereIsNothing) {
  Given input = Input();
  input.runs.clear();
  input.readme.clear();
  const std::string html = PortfolioHtml(input);
  EXPECT_TRUE(WellFormed(html));
  EXPECT_THAT(html, HasSubstr("No grades yet"));
}

TEST(PortfolioTest, NothingOnThePageRunsLoadsOrSends) {
  EXPECT_THAT(PortfolioHtml(Input()),
              HasSubstr("content=\"default-src 'none'; style-src "
                        "'unsafe-inline'; base-uri 'none'; form-action "
                        "'none'\"/>\n<title>"));
}

}  // namespace
}  // namespace olympics
