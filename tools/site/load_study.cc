// How the live leaderboard bears a large course: `tito olympics serve` on a
// record of many runs, many viewers, and the time until all have a new grade.
//
//   bazel run -c opt //tools/site:load_study -- [RUNS [VIEWERS]]
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/subprocess.h"
#include "httplib.h"
#include "tools/record/store.h"
#include "tools/signing/keys.h"
#include "tools/site/season_for_tests.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;

double Since(double start) { return base::SteadySeconds() - start; }

void Show(const char* what, std::vector<double> seconds) {
  std::sort(seconds.begin(), seconds.end());
  std::printf("%-46s median %7.3f s  95 %% %7.3f s  most %7.3f s\n", what,
              seconds[seconds.size() / 2], seconds[seconds.size() * 95 / 100],
              seconds.back());
}

int Study(int runs, int viewers) {
  rlimit files = {65536, 65536};
  setrlimit(RLIMIT_NOFILE, &files);
  const std::string root =
      (fs::temp_directory_path() / absl::StrCat("load-study-", getpid()))
          .string();
  fs::create_directories(root + "/.tito");
  fs::create_directories(root + "/submissions");
  fs::copy("categories", root + "/categories", fs::copy_options::recursive);
  std::ofstream(root + "/submissions/roster.bzl") << "ROSTER = []\n";
  const auto specs = SpecsForTests();
  const auto open = [&root] {
    return Store::Open(root + "/.tito/record.db",
                       *LoadOrMakeKeys(root + "/.tito"));
  };
  auto store = open();
  std::vector<GradeReport> reports =
      RunsOf(EntriesForTests(specs, runs / 20, runs));
  auto start = base::SteadySeconds();
  const auto added = (*store)->Add(reports, base::NowUnixMs());
  std::printf("%d runs of %d submissions added, signed     %7.3f s\n", *added,
              runs / 20, Since(start));
  start = base::SteadySeconds();
  const size_t read = (*open())->News()->size();
  std::printf("%zu entries read and verified              %7.3f s\n", read,
              Since(start));

  setenv("TITO_ROOT", root.c_str(), 1);
  const int port = 20000 + getpid() % 20000;
  start = base::SteadySeconds();
  absl::StatusOr<base::Subprocess> server = base::Subprocess::Start(
      {.command = {"tools/cli/tito_main", "olympics", "serve", "--port",
                   absl::StrCat(port)}});
  if (!server.ok()) {
    std::fprintf(stderr, "load_study: %s\n",
                 server.status().ToString().c_str());
    return 1;
  }
  while (!httplib::Client("127.0.0.1", port).Get("/style.css")) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  std::printf("served after                               %7.3f s\n",
              Since(start));

  std::atomic<bool> gone{false};
  std::atomic<int> connected{0}, refused{0};
  double published = 0;
  std::vector<std::atomic<double>> heard(viewers), seen(viewers);
  std::vector<std::thread> threads;
  start = base::SteadySeconds();
  for (int i = 0; i < viewers; ++i) {
    threads.emplace_back([&, i] {
      std::string first;
      httplib::Client events("127.0.0.1", port);
      events.set_read_timeout(60);
      const auto answer =
          events.Get("/events", [&](const char* data, size_t size) {
            const std::string text(data, size);
            if (text.find("event: version") == std::string::npos) {
              return !gone.load();
            }
            if (first.empty()) {
              first = text;
              ++connected;
              return true;
            }
            if (text == first) return true;
            heard[i] = Since(published);
            httplib::Client pages("127.0.0.1", port);
            pages.set_read_timeout(60);
            const auto page = pages.Get("/");
            if (page && page->status == 200) seen[i] = Since(published);
            return false;
          });
      if (!answer && first.empty()) ++refused;
    });
  }
  while (connected + refused < viewers && Since(start) < 60) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  std::printf("%d viewers connected, %d refused         %7.3f s\n",
              connected.load(), refused.load(), Since(start));
  GradeReport grade = RunForTests(specs[0], 3, 12, base::NowUnixMs());
  published = base::SteadySeconds();
  if (!(*store)->Add({grade}, base::NowUnixMs()).ok()) return 1;
  for (std::thread& t : threads) t.join();
  std::vector<double> told, shown;
  for (int i = 0; i < viewers; ++i) {
    if (heard[i] > 0) told.push_back(heard[i]);
    if (seen[i] > 0) shown.push_back(seen[i]);
  }
  std::printf("%zu of %d heard, %zu have the page\n", told.size(), viewers,
              shown.size());
  if (!told.empty()) Show("a new grade, until a viewer is told of it", told);
  if (!shown.empty()) Show("and until they have the page with it", shown);
  server->Signal(SIGTERM);
  server->Wait();
  rusage usage;  // of the only program that we started
  getrusage(RUSAGE_CHILDREN, &usage);
  std::printf(
      "the server: %.1f s of CPU time, at most %ld MiB\n",
      static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
          1e-6 * static_cast<double>(usage.ru_utime.tv_usec +
                                     usage.ru_stime.tv_usec),
      usage.ru_maxrss / 1024);
  fs::remove_all(root);
  return told.size() == static_cast<size_t>(viewers) ? 0 : 1;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) {
  return olympics::Study(argc > 1 ? std::atoi(argv[1]) : 10000,
                         argc > 2 ? std::atoi(argv[2]) : 500);
}
