// Writes a site of a made-up season, for looking at: sample_site FOLDER [RUNS].
#include <cstdio>
#include <cstdlib>
#include <string>

#include "grader/report/files.h"
#include "tools/site/pages.h"
#include "tools/site/season_for_tests.h"

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: sample_site FOLDER [RUNS]\n");
    return 2;
  }
  const std::string folder = argv[1];
  const int runs = argc > 2 ? std::atoi(argv[2]) : 450;
  const auto specs = olympics::SpecsForTests();
  const auto files = olympics::SiteOf(
      olympics::SeasonOf({}, specs, olympics::EntriesForTests(specs, 30, runs)),
      {.now_unix_ms = 1796083200000});
  for (const olympics::SiteFile& f : files) {
    if (!olympics::MakeFolder(folder).ok() ||
        !olympics::WriteFile(folder + "/" + f.path, f.content).ok()) {
      std::fprintf(stderr, "sample_site: cannot write %s/%s\n", folder.c_str(),
                   f.path.c_str());
      return 1;
    }
  }
}
