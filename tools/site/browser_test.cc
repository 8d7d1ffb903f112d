// The pages in a real browser: what axe-core finds, on a screen and a phone, in
// the light and in the dark; by keyboard; without scripts; and live.
#include "tools/process/browser.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/portfolio/markdown.h"
#include "tools/portfolio/portfolio.h"
#include "tools/site/devtools.h"
#include "tools/site/pages.h"
#include "tools/site/season_for_tests.h"
#include "tools/site/server.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

class BrowserTest : public ::testing::Test {
 protected:
  BrowserTest()
      : specs_(SpecsForTests()), entries_(EntriesForTests(specs_, 30, 450)) {
    setenv("HOME", folder_.c_str(), 1);  // what a browser writes goes there
    std::filesystem::create_directories(folder_);
    auto tools = DevTools::Start(folder_ + "/profile");
    EXPECT_TRUE(tools.ok()) << tools.status();
    if (tools.ok()) tools_ = *std::move(tools);
    auto server = SiteServer::Start({});
    EXPECT_TRUE(server.ok()) << server.status();
    if (server.ok()) server_ = *std::move(server);
    Publish();
  }
  ~BrowserTest() override {
    tools_.reset();
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  void SetUp() override {
    ASSERT_NE(tools_, nullptr);
    ASSERT_NE(server_, nullptr);
  }

  Season TheSeason() { return SeasonOf(CourseConfig(), specs_, entries_); }

  void Publish() {
    std::vector<SiteFile> files = SiteOf(TheSeason(), {.live = true});
    files.push_back(
        {"bad.html", "text/html; charset=utf-8",
         "<html><body><img src='x'><a href='/'></a></body></html>"});
    server_->Publish(std::move(files), static_cast<int64_t>(entries_.size()));
  }

  // A page of the server's, or a file.
  void Open(const std::string& page) {
    const absl::Status s = tools_->Navigate(
        page.rfind('/', 0) == 0
            ? absl::StrCat("file://", page)
            : absl::StrCat("http://127.0.0.1:", server_->port(), "/", page));
    ASSERT_TRUE(s.ok()) << s;
  }

  Json Evaluate(const std::string& expression) {
    const absl::StatusOr<Json> value = tools_->Evaluate(expression);
    EXPECT_TRUE(value.ok()) << value.status();
    return value.ok() ? *value : Json();
  }

  void Call(const std::string& method, const Json& params) {
    const absl::StatusOr<Json> result = tools_->Call(method, params);
    EXPECT_TRUE(result.ok()) << result.status();
  }

  void Screen(int width, bool phone, const char* scheme) {
    Call("Emulation.setDeviceMetricsOverride", {{"width", width},
                                                {"height", 800},
                                                {"deviceScaleFactor", 1},
                                                {"mobile", phone}});
    Call("Emulation.setEmulatedMedia",
         {{"features",
           {{{"name", "prefers-color-scheme"}, {"value", scheme}}}}});
  }

  // What axe-core has against the page that is open.
  Json Violations() {
    const auto axe = base::ReadFile("third_party/axe_core/axe.min.js");
    EXPECT_TRUE(axe.ok()) << axe.status();
    EXPECT_TRUE(tools_->Evaluate(*axe + "; 0").ok());
    return Evaluate(
        "axe.run().then(r => r.violations.map(v => "
        "[v.id, v.impact, v.nodes[0].html]))");
  }

  const std::string folder_ =
      ::testing::TempDir() + "/browser-" +
      ::testing::UnitTest::GetInstance()->current_test_info()->name();
  std::vector<CategorySpec> specs_;
  std::vector<Entry> entries_;
  std::unique_ptr<SiteServer> server_;
  std::unique_ptr<DevTools> tools_;
};

TEST_F(BrowserTest, AxeHasNothingAgainstAnyPage) {
  const std::string portfolio = folder_ + "/portfolio.html";
  ASSERT_TRUE(
      base::WriteFile(
          portfolio,
          PortfolioHtml({.submission = "alice_chen",
                         .readme_html = MarkdownHtml("# Fused\nWhat I did."),
                         .season = TheSeason()}))
          .ok());
  for (const std::string& page :
       {std::string(), std::string("speed_demon.html"), portfolio}) {
    for (const char* scheme : {"light", "dark"}) {
      for (const int width : {1280, 390}) {
        Screen(width, width < 500, scheme);
        Open(page);
        EXPECT_EQ(Violations(), Json::array())
            << page << " " << scheme << " " << width;
        EXPECT_EQ(
            Evaluate("matchMedia('(prefers-color-scheme: dark)').matches"),
            std::string(scheme) == "dark");
        // Tables scroll; the page does not.
        EXPECT_LE(Evaluate("document.documentElement.scrollWidth").get<int>(),
                  width)
            << page;
      }
    }
  }
}

TEST_F(BrowserTest, AxeFindsWhatIsWrong) {
  Open("bad.html");
  EXPECT_THAT(Violations().dump(), HasSubstr("image-alt"));
}

TEST_F(BrowserTest, EverythingIsReachedByTheTabKey) {
  Screen(1280, false, "light");
  Open("");
  const int expected =
      Evaluate("document.querySelectorAll('a[href], [tabindex]').length")
          .get<int>();
  ASSERT_GT(expected, 10);
  Evaluate("window.seen = new Set(); document.body.focus(); 0");
  for (int i = 0; i < expected; ++i) {
    for (const char* type : {"keyDown", "keyUp"}) {
      Call("Input.dispatchKeyEvent", {{"type", type},
                                      {"key", "Tab"},
                                      {"code", "Tab"},
                                      {"windowsVirtualKeyCode", 9}});
    }
    // The element that has the focus is to be seen to have it.
    EXPECT_EQ(Evaluate("(() => { const e = document.activeElement; "
                       "seen.add(e); const s = getComputedStyle(e); "
                       "return s.outlineStyle !== 'none' && e !== "
                       "document.body; })()"),
              true)
        << i;
  }
  EXPECT_EQ(Evaluate("seen.size"), expected);
}

// In a function of JavaScript: whether two rectangles overlap.
constexpr char kOverlap[] =
    "const over = (a, b) => a.left < b.right && b.left < a.right && "
    "a.top < b.bottom && b.top < a.bottom;";

TEST_F(BrowserTest, LabelsOfPlotsAreReadableInRealFonts) {
  const std::string portfolio = folder_ + "/portfolio.html";
  ASSERT_TRUE(
      base::WriteFile(portfolio, PortfolioHtml({.submission = "alice_chen",
                                                .readme_html = "",
                                                .season = TheSeason()}))
          .ok());
  for (const std::string& page : {std::string(), portfolio}) {
    for (const int width : {1280, 390}) {
      Screen(width, width < 500, "light");
      Open(page);
      EXPECT_GT(Evaluate("document.querySelectorAll('.plot text').length"), 8);
      const Json wrong = Evaluate(absl::StrCat(
          "(() => {", kOverlap,
          "const bad = [];"
          "for (const plot of document.querySelectorAll('.plot')) {"
          "  const view = plot.getBoundingClientRect();"
          "  const texts = [...plot.querySelectorAll('text')];"
          "  texts.forEach((t, i) => {"
          "    const box = t.getBoundingClientRect();"
          "    if (box.left < view.left || box.right > view.right ||"
          "        box.top < view.top || box.bottom > view.bottom)"
          "      bad.push(['cut', t.textContent]);"
          "    for (const u of texts.slice(i + 1))"
          "      if (over(box, u.getBoundingClientRect()))"
          "        bad.push([t.textContent, u.textContent]);"
          "  });"
          "} return bad; })()"));
      EXPECT_EQ(wrong, Json::array()) << page << " " << width;
      // The text is of the size of the table's, within a fifth.
      const double ratio =
          Evaluate(
              "(() => { const p = document.querySelector('.plot'); "
              "const px = e => parseFloat(getComputedStyle(e).fontSize); "
              "return px(p.querySelector('text')) * "
              "p.getBoundingClientRect().width / p.viewBox.baseVal.width / "
              "px(document.querySelector('td')); })()")
              .get<double>();
      EXPECT_GT(ratio, 0.8) << width;
      EXPECT_LT(ratio, 1.2) << width;
    }
  }
}

TEST_F(BrowserTest, WhatMattersIsInViewOnAPhone) {
  Screen(390, true, "light");
  Open("");
  // Rank, name, figure and points of every row.
  const Json cut = Evaluate(
      "[...document.querySelectorAll('table')].flatMap(t => "
      "[...t.rows].flatMap(r => [...r.cells].slice(0, 4)))"
      ".filter(c => c.getBoundingClientRect().right > 390)"
      ".map(c => c.textContent)");
  EXPECT_EQ(cut, Json::array());
  // The rest is reached by scrolling, which the page says, by keyboard, too.
  EXPECT_EQ(Evaluate("[...document.querySelectorAll('.scroll')].filter(s => "
                     "s.scrollWidth > s.clientWidth)"
                     ".every(s => s.nextElementSibling.matches('.narrow') && "
                     "s.nextElementSibling.checkVisibility())"),
            true);
  Evaluate("document.querySelector('.scroll').focus(); 0");
  EXPECT_GT(Evaluate("document.activeElement.scrollWidth - "
                     "document.activeElement.clientWidth"),
            20);
  for (const char* type : {"keyDown", "keyUp"}) {
    Call("Input.dispatchKeyEvent", {{"type", type},
                                    {"key", "ArrowRight"},
                                    {"code", "ArrowRight"},
                                    {"windowsVirtualKeyCode", 39}});
  }
  EXPECT_EQ(Evaluate("new Promise(r => { const t = setInterval(() => { if ("
                     "document.activeElement.scrollLeft > 0) { "
                     "clearInterval(t); r(true); } }, 20); })"),
            true);
  Screen(1280, false, "light");
  Open("");
  EXPECT_EQ(Evaluate("[...document.querySelectorAll('.narrow')].some(s => "
                     "s.checkVisibility())"),
            false);
}

TEST_F(BrowserTest, NoChipIsCutAndNoFontNeedsEmoji) {
  for (Entry& e : entries_) {
    if (e.has_run()) e.mutable_run()->set_estimated(true);
  }
  Publish();
  for (const int width : {1280, 390}) {
    Screen(width, width < 500, "light");
    Open("");
    EXPECT_THAT(Evaluate("document.body.textContent").dump(),
                HasSubstr("simulated, estimated"));
    EXPECT_EQ(Evaluate("[...document.querySelectorAll('td, th')].filter(c => "
                       "[...c.querySelectorAll('.tag')].some(t => "
                       "t.getBoundingClientRect().right > "
                       "c.getBoundingClientRect().right || "
                       "t.scrollWidth > t.clientWidth))"
                       ".map(c => c.textContent)"),
              Json::array())
        << width;
    EXPECT_EQ(Evaluate("(document.documentElement.outerHTML.match("
                       "/\\p{Emoji_Presentation}/gu) || []).length"),
              0);
    EXPECT_GT(Evaluate("document.querySelectorAll('svg.sign').length"), 10);
  }
}

TEST_F(BrowserTest, ReadsWithoutScripts) {
  Call("Emulation.setScriptExecutionDisabled", {{"value", true}});
  Open("");
  EXPECT_THAT(Evaluate("document.querySelector('main').textContent").dump(),
              HasSubstr("alice_chen"));
  EXPECT_EQ(Evaluate("document.getElementById('live').textContent"), "");
}

TEST_F(BrowserTest, ANewGradeAppearsWithinASecond) {
  Open("");
  for (int i = 0; i < 500 && server_->viewers() == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_EQ(server_->viewers(), 1);
  EXPECT_THAT(Evaluate("document.body.textContent").dump(),
              Not(HasSubstr("a_newcomer")));
  Entry e;
  e.set_at_unix_ms(1800000000000);
  *e.mutable_run() = RunForTests(specs_[0], 0, 9, 1800000000000);
  e.mutable_run()->set_submission("a_newcomer");
  e.mutable_run()->set_ranking_figure(1e9);
  entries_.push_back(e);
  Evaluate(
      "window.appeared = new Promise(r => { const s = performance.now(); "
      "const t = setInterval(() => { const row = document.querySelector("
      "'tr.new'); if (row) { clearInterval(t); r([row.textContent, "
      "performance.now() - s]); } }, 10); }); 0");
  Publish();
  const Json appeared = Evaluate("window.appeared");
  EXPECT_THAT(appeared.dump(), HasSubstr("a_newcomer"));
  RecordProperty("milliseconds", absl::StrCat(appeared[1].get<double>()));
  EXPECT_THAT(Evaluate("document.getElementById('live').textContent").dump(),
              HasSubstr("changed"));
}

TEST_F(BrowserTest, PagesAreOnPaper) {
  for (Entry& e : entries_) {
    if (e.has_run()) e.mutable_run()->set_estimated(true);
  }
  const std::string page = folder_ + "/page.html", pdf = folder_ + "/page.pdf";
  ASSERT_TRUE(base::WriteFile(page, PortfolioHtml({.submission = "alice_chen",
                                                   .readme_html = "",
                                                   .season = TheSeason()}))
                  .ok());
  const absl::Status s = PrintPdf(page, pdf);
  ASSERT_TRUE(s.ok()) << s;
  EXPECT_THAT(*base::ReadFile(pdf), ::testing::StartsWith("%PDF-"));
  EXPECT_FALSE(PrintPdf(page, "/no/such/folder/page.pdf").ok());
  // Nothing is cut off at the edge of A4 with margins of a centimetre.
  Call("Emulation.setDeviceMetricsOverride", {{"width", 718},
                                              {"height", 1000},
                                              {"deviceScaleFactor", 1},
                                              {"mobile", false}});
  Call("Emulation.setEmulatedMedia", {{"media", "print"}});
  Open(page);
  EXPECT_GT(Evaluate("document.querySelectorAll('td').length"), 30);
  EXPECT_EQ(Evaluate("[...document.querySelectorAll('td, th')].filter(c => "
                     "c.getBoundingClientRect().right > 718)"
                     ".map(c => c.textContent)"),
            Json::array());
}

}  // namespace
}  // namespace olympics
