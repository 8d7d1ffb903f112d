// Writes a site of a made-up season, and a report and a certificate of it, for
// looking at: sample_site FOLDER [RUNS].
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/files.h"
#include "tools/certificate/certificate.h"
#include "tools/portfolio/markdown.h"
#include "tools/portfolio/portfolio.h"
#include "tools/site/pages.h"
#include "tools/site/season_for_tests.h"

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: sample_site FOLDER [RUNS]\n");
    return 2;
  }
  constexpr int64_t kNow = 1796083200000;
  constexpr char kStudents[] = "Alice Chen and Bob Smith";
  constexpr char kReadme[] =
      "# One pass over the image\n\nThe two convolutions and what follows each "
      "are one loop over rows that stay in the cache.\n\n"
      "| step | inferences/s |\n|---|--:|\n| baseline | 28,500 |\n"
      "| fused | 100,562 |\n| rows in the cache | 136,824 |\n";
  const std::string folder = argv[1];
  const int runs = argc > 2 ? std::atoi(argv[2]) : 450;
  const auto specs = olympics::SpecsForTests();
  const olympics::Season season =
      olympics::SeasonOf({}, specs, olympics::EntriesForTests(specs, 30, runs));
  auto files = olympics::SiteOf(season, {.now_unix_ms = kNow});
  files.push_back(
      {"report.html", "text/html; charset=utf-8",
       olympics::PortfolioHtml({.submission = "alice_chen",
                                .students = kStudents,
                                .readme_html = olympics::MarkdownHtml(kReadme),
                                .season = season})});
  const std::vector<olympics::Statement> won =
      olympics::AchievementsOf(season, "alice_chen", kStudents, kNow);
  if (!won.empty()) {
    const olympics::Statement& s = won.front();
    files.push_back(
        {"certificate.svg", "image/svg+xml",
         olympics::CertificateSvg(
             s, olympics::CodeOf(s, olympics::SecretKey::Create()))});
  }
  for (const olympics::SiteFile& f : files) {
    if (!base::MakeFolder(folder).ok() ||
        !base::WriteFile(folder + "/" + f.path, f.content).ok()) {
      std::fprintf(stderr, "sample_site: cannot write %s/%s\n", folder.c_str(),
                   f.path.c_str());
      return 1;
    }
  }
}
