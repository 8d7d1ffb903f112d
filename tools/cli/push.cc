#include "tools/cli/push.h"

#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "base/files.h"
#include "nlohmann/json.hpp"
#include "tools/leaderboard/table.h"
#include "tools/lms/ags.h"
#include "tools/lms/jwt.h"
#include "tools/text/text.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

absl::StatusOr<Lti> LoadLti(const Course& course) {
  const absl::StatusOr<CourseConfig> config = LoadConfig(course);
  if (!config.ok()) return config.status();
  if (config->has_lti()) return config->lti();
  return absl::FailedPreconditionError(
      absl::StrCat(course.config(),
                   " has no lti { ... }: docs/lms.md says what goes there"));
}

std::string KeyPath(const Course& course, const Lti& lti) {
  return lti.key_file().front() == '/'
             ? lti.key_file()
             : absl::StrCat(course.root, "/", lti.key_file());
}

absl::StatusOr<RsaKey> LoadKey(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) {
    return absl::NotFoundError(absl::StrCat(
        "there is no key ", path, "; `tito olympics lti-key` makes one"));
  }
  if ((info.st_mode & 077) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " can be read by others: chmod 600 ", path));
  }
  const absl::StatusOr<std::string> pem = base::ReadFile(path);
  if (!pem.ok()) return pem.status();
  absl::StatusOr<RsaKey> key = RsaKey::Parse(*pem);
  if (key.ok()) return key;
  return absl::InvalidArgumentError(
      absl::StrCat(path, ": ", std::string(key.status().message())));
}

}  // namespace

absl::StatusOr<int> PushGrades(const Course& course,
                               const PushOptions& options) {
  const absl::StatusOr<Lti> lti = LoadLti(course);
  if (!lti.ok()) return lti.status();
  const absl::StatusOr<Season> season = LoadSeason(course, View::kOwn);
  if (!season.ok()) return season.status();
  const absl::StatusOr<std::vector<Student>> students = LoadStudents(course);
  if (!students.ok()) return students.status();
  const PushPlan plan = PlanPush(*season, *students);
  std::vector<std::vector<std::string>> rows;
  Json told = Json::array();
  int failed = 0;
  const auto tell = [&](const Score& s, const std::string& what, bool ok) {
    rows.push_back({s.student, s.category, absl::StrFormat("%.2f", s.points),
                    Painted(what, ok ? Paint::kGreen : Paint::kRed, Colour())});
    told.push_back({{"student", s.student},
                    {"category", s.category},
                    {"score", s.points},
                    {"result", what}});
  };
  if (options.dry_run) {
    for (const Score& s : plan.scores) tell(s, "to be sent", true);
  } else if (!plan.scores.empty()) {
    const absl::StatusOr<RsaKey> key = LoadKey(KeyPath(course, *lti));
    if (!key.ok()) return key.status();
    size_t done = 0;
    const absl::StatusOr<std::vector<Pushed>> pushed = PushScores(
        *lti, *key, plan.scores, RealHttp(),
        [&](const Score& s, int64_t timestamp) {
          Event event;
          Push* p = event.mutable_push();
          p->set_line_item(s.line_item);
          p->set_user_id(s.user_id);
          p->set_score(s.points);
          p->set_comment(s.comment);
          p->set_timestamp_unix_ms(timestamp);
          std::fprintf(stderr, "\r%zu of %zu sent", ++done, plan.scores.size());
          return AddEvent(course, std::move(event));
        });
    if (done > 0) std::fprintf(stderr, "\n");
    if (!pushed.ok()) return pushed.status();
    for (const Pushed& p : *pushed) {
      tell(p.score, p.status.ok() ? "sent" : std::string(p.status.message()),
           p.status.ok());
      failed += !p.status.ok();
    }
  }
  if (!plan.no_user.empty()) {
    std::fprintf(stderr,
                 "tito: without an lti_user_id in submissions/students.csv, "
                 "and left out: %s\n",
                 absl::StrJoin(plan.no_user, ", ").c_str());
  }
  const std::string text =
      options.json
          ? DumpJson(told)
          : absl::StrCat(
                rows.empty()
                    ? ""
                    : Table({"student", "category", ">score", "result"}, rows),
                plan.unchanged, " scores are there already as they are\n");
  return Answer(text, failed > 0 ? 3 : 0);
}

absl::StatusOr<int> ShowLtiKey(const Course& course) {
  const absl::StatusOr<Lti> lti = LoadLti(course);
  if (!lti.ok()) return lti.status();
  const std::string path = KeyPath(course, *lti);
  if (!fs::exists(path)) {
    const absl::StatusOr<RsaKey> made = RsaKey::Create();
    if (!made.ok()) return made.status();
    // Nobody else may read it, not for a moment.
    const mode_t before = umask(077);
    const absl::Status written = base::WriteFile(path, made->Pem());
    umask(before);
    if (!written.ok()) return written;
    std::fprintf(stderr, "%s: made; keep it secret\n", path.c_str());
  }
  const absl::StatusOr<RsaKey> key = LoadKey(path);
  if (!key.ok()) return key.status();
  return Answer(DumpJson(key->Jwks(lti->key_id())));
}

}  // namespace olympics
