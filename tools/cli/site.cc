#include "tools/cli/site.h"

#include <csignal>
#include <cstdio>
#include <ctime>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/files.h"
#include "tools/record/record.h"
#include "tools/site/follower.h"
#include "tools/site/pages.h"
#include "tools/site/server.h"

namespace olympics {
namespace {

// What the public sees of the record; read on from where it was.
class Source {
 public:
  static absl::StatusOr<std::unique_ptr<Source>> Open(const Course& course) {
    if (absl::Status s = base::MakeFolder(course.state()); !s.ok()) return s;
    absl::StatusOr<std::unique_ptr<Store>> store = OpenRecord(course.state());
    if (!store.ok()) return store.status();
    return std::unique_ptr<Source>(new Source(course, *std::move(store)));
  }

  int64_t Version() { return store_->Version(); }
  int64_t entries() const { return static_cast<int64_t>(entries_.size()); }

  absl::StatusOr<std::vector<SiteFile>> Files(bool live) {
    absl::StatusOr<std::vector<Entry>> news = store_->News();
    if (!news.ok()) return news.status();
    for (Entry& e : *news) entries_.push_back(std::move(e));
    const absl::StatusOr<Season> season =
        SeasonFrom(course_, entries_, View::kPublic);
    if (!season.ok()) return season.status();
    return SiteOf(*season, {.live = live, .now_unix_ms = base::NowUnixMs()});
  }

 private:
  Source(const Course& course, std::unique_ptr<Store> store)
      : course_(course), store_(std::move(store)) {}

  const Course& course_;
  std::unique_ptr<Store> store_;
  std::vector<Entry> entries_;
};

}  // namespace

absl::StatusOr<int> WriteSite(const Course& course, std::string out) {
  if (out.empty()) out = "site";
  const absl::StatusOr<std::unique_ptr<Source>> source = Source::Open(course);
  if (!source.ok()) return source.status();
  const absl::StatusOr<std::vector<SiteFile>> files =
      (*source)->Files(/*live=*/false);
  if (!files.ok()) return files.status();
  if (absl::Status s = base::MakeFolder(out); !s.ok()) return s;
  for (const SiteFile& f : *files) {
    if (absl::Status s =
            base::WriteFile(absl::StrCat(out, "/", f.path), f.content);
        !s.ok()) {
      return s;
    }
  }
  std::printf("%s/index.html and %zu files more: any web server shows them\n",
              out.c_str(), files->size() - 1);
  return 0;
}

absl::StatusOr<int> ServeSite(const Course& course, const std::string& host,
                              int port) {
  const absl::StatusOr<std::unique_ptr<Source>> source = Source::Open(course);
  if (!source.ok()) return source.status();
  // Before there are threads, so that this one alone takes them.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  sigprocmask(SIG_BLOCK, &ends, nullptr);
  Follower follower((*source)->Version());
  absl::StatusOr<std::vector<SiteFile>> files = (*source)->Files(/*live=*/true);
  if (!files.ok()) return files.status();
  const absl::StatusOr<std::unique_ptr<SiteServer>> server =
      SiteServer::Start({.host = host, .port = port});
  if (!server.ok()) return server.status();
  (*server)->Publish(*std::move(files), (*source)->entries());
  std::printf("http://%s:%d/ shows the leaderboard, live; Ctrl-C ends it\n",
              host.c_str(), (*server)->port());
  std::fflush(stdout);
  constexpr timespec kPause = {0, 200'000'000};
  while (sigtimedwait(&ends, nullptr, &kPause) < 0) {
    const absl::Status failed =
        follower.Look((*source)->Version(), [&]() -> absl::Status {
          absl::StatusOr<std::vector<SiteFile>> news =
              (*source)->Files(/*live=*/true);
          if (!news.ok()) return news.status();
          (*server)->Publish(*std::move(news), (*source)->entries());
          return absl::OkStatus();
        });
    // What was published stays; the record may be mended.
    if (!failed.ok()) {
      std::fprintf(stderr, "tito: %s\n", std::string(failed.message()).c_str());
    }
  }
  std::printf("\nended\n");
  return 0;
}

}  // namespace olympics
