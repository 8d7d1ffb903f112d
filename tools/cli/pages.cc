#include "tools/cli/pages.h"

#include <cstdio>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/clock.h"
#include "base/files.h"
#include "nlohmann/json.hpp"
#include "tools/certificate/certificate.h"
#include "tools/certificate/pdf.h"
#include "tools/course/students.h"
#include "tools/leaderboard/table.h"
#include "tools/portfolio/portfolio.h"
#include "tools/portfolio/readme.h"
#include "tools/process/browser.h"
#include "tools/process/process.h"
#include "tools/signing/files.h"
#include "tools/signing/keys.h"
#include "tools/text/text.h"

namespace olympics {

namespace fs = std::filesystem;

absl::StatusOr<int> WriteReport(const Course& course, std::string name,
                                std::string out, bool pdf) {
  const absl::StatusOr<std::string> mine = NameOrMine(course, name);
  if (!mine.ok()) return mine.status();
  name = *mine;
  if (absl::Status s = KnownSubmission(course, name); !s.ok()) return s;
  absl::StatusOr<Season> season = LoadSeason(course, View::kOwn);
  if (!season.ok()) return season.status();
  const absl::StatusOr<std::vector<Student>> students = LoadStudents(course);
  if (!students.ok()) return students.status();
  PortfolioInput input;
  input.submission = name;
  input.students = TeamName(*students, name);
  input.season = *std::move(season);
  absl::StatusOr<std::string> readme =
      ReadmeHtml(ProgramBeside("readme", "../portfolio/readme_main"),
                 course.folder(name) + "/README.md");
  if (readme.ok()) {
    input.readme_html = *std::move(readme);
  } else if (!absl::IsNotFound(readme.status())) {
    return readme.status();
  }
  if (out.empty()) out = name + "_report.html";
  if (absl::Status s = base::WriteFile(out, PortfolioHtml(input)); !s.ok())
    return s;
  std::printf("%s: written; any browser shows and prints it\n", out.c_str());
  if (!pdf) return 0;
  const std::string paper = fs::path(out).replace_extension(".pdf").string();
  if (absl::Status s = PrintPdf(out, paper); !s.ok()) return s;
  std::printf("%s: written\n", paper.c_str());
  return 0;
}

namespace {

// The certificate on paper, signed. A browser prints an SVG file on paper of
// its own choice, and a page on the page's.
absl::Status PrintCertificate(const Statement& statement, const SecretKey& key,
                              const std::string& paper) {
  const std::string code = CodeOf(statement, key);
  const std::string page = absl::StrCat(paper, ".html");
  const std::string unsigned_pdf = absl::StrCat(paper, ".unsigned");
  absl::Status done = base::WriteFile(page, CertificatePage(statement, code));
  if (done.ok()) done = PrintPdf(page, unsigned_pdf);
  if (done.ok()) {
    const absl::StatusOr<std::string> printed = base::ReadFile(unsigned_pdf);
    const absl::StatusOr<std::string> pdf =
        printed.ok() ? SignedPdf(*printed, code, key) : printed.status();
    done = pdf.ok() ? base::WriteFile(paper, *pdf) : pdf.status();
  }
  std::error_code ignored;
  fs::remove(page, ignored);
  fs::remove(unsigned_pdf, ignored);
  return done;
}

}  // namespace

absl::StatusOr<int> WriteCertificates(const Course& course, std::string name,
                                      std::string out, bool pdf) {
  const absl::StatusOr<std::string> mine = NameOrMine(course, name);
  if (!mine.ok()) return mine.status();
  name = *mine;
  if (absl::Status s = KnownSubmission(course, name); !s.ok()) return s;
  const absl::StatusOr<Season> season = LoadSeason(course, View::kOwn);
  if (!season.ok()) return season.status();
  const absl::StatusOr<std::vector<Student>> students = LoadStudents(course);
  if (!students.ok()) return students.status();
  const absl::StatusOr<Keys> keys = LoadKeys(course.state());
  if (!keys.ok()) return keys.status();
  if (!keys->secret.has_value()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "certificates take the course's secret key, ", course.state(), "/key"));
  }
  const std::string team = TeamName(*students, name);
  const std::vector<Statement> statements = AchievementsOf(
      *season, name, team.empty() ? name : team, base::NowUnixMs());
  if (statements.empty()) {
    std::printf(
        "%s has won nothing yet that there is a certificate for: first in a "
        "category, overall, First Blood, or an award\n",
        name.c_str());
    return 3;
  }
  if (out.empty()) out = name + "_certificates";
  if (absl::Status s = base::MakeFolder(out); !s.ok()) return s;
  for (const Statement& s : statements) {
    std::string file = absl::AsciiStrToLower(s.achievement);
    for (char& c : file) {
      if (!absl::ascii_isalnum(c)) c = '_';
    }
    const std::string path = absl::StrCat(out, "/", file, ".svg");
    const std::string svg = CertificateSvg(s, CodeOf(s, *keys->secret));
    if (absl::Status written = base::WriteFile(path, svg); !written.ok()) {
      return written;
    }
    std::printf("%s: %s\n", path.c_str(), s.achievement.c_str());
    if (!pdf) continue;
    const std::string paper = absl::StrCat(out, "/", file, ".pdf");
    if (absl::Status printed = PrintCertificate(s, *keys->secret, paper);
        !printed.ok()) {
      return printed;
    }
    std::printf("%s: the same on paper\n", paper.c_str());
  }
  std::printf(
      "`tito verify FILE` or the code on a page tells whether it is "
      "genuine.\n");
  return 0;
}

namespace {

absl::StatusOr<int> TellVerdict(const absl::StatusOr<Statement>& statement,
                                const std::string& file, bool json) {
  const bool genuine = statement.ok();
  nlohmann::ordered_json tell = {{"genuine", genuine}};
  std::string text;
  if (!genuine) {
    tell["why"] = std::string(statement.status().message());
    text = absl::StrCat(Painted("NOT GENUINE", Paint::kRed, Colour()), ": ",
                        std::string(statement.status().message()), "\n");
  } else if (!file.empty()) {
    tell["file"] = file;
    text = absl::StrCat(Painted("GENUINE", Paint::kGreen, Colour()), ": ", file,
                        " is as the course signed it\n");
  } else {
    tell["course"] = statement->course;
    tell["submission"] = statement->submission;
    tell["name"] = statement->name;
    tell["achievement"] = statement->achievement;
    tell["detail"] = statement->detail;
    tell["at"] = TimeText(statement->at_unix_ms);
    text = absl::StrCat(
        Painted("GENUINE", Paint::kGreen, Colour()), ": ", statement->course,
        " certifies\n", "  name         ", statement->name, "\n  submission   ",
        statement->submission, "\n  achievement  ", statement->achievement,
        "\n  for          ", statement->detail, "\n  on           ",
        TimeText(statement->at_unix_ms), "\n");
  }
  return Answer(json ? DumpJson(tell) : text, genuine ? 0 : 3);
}

}  // namespace

absl::StatusOr<int> Verify(const Course& course, const std::string& what,
                           std::string key, bool json) {
  if (key.empty()) key = course.state() + "/key.pub";
  const absl::StatusOr<std::string> text = base::ReadFile(key);
  if (!text.ok()) {
    return absl::NotFoundError(absl::StrCat("there is no public key in ", key,
                                            "; name the course's with --key"));
  }
  const absl::StatusOr<PublicKey> pub = PublicKey::Parse(*text);
  if (!pub.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(key, ": ", std::string(pub.status().message())));
  }
  std::error_code error;
  if (!fs::is_regular_file(what, error)) {
    if (!absl::StartsWith(what, "eyJ")) {
      return absl::NotFoundError(absl::StrCat(
          what, " is no file, and no verification code (eyJ...) either"));
    }
    return TellVerdict(VerifyCode(*pub, what), "", json);
  }
  if (fs::exists(what + ".sig", error)) {
    const absl::Status s = VerifyFile(what, *pub);
    if (s.ok()) return TellVerdict(Statement(), what, json);
    return TellVerdict(s, what, json);
  }
  const absl::StatusOr<std::string> page = base::ReadFile(what);
  if (!page.ok()) return page.status();
  if (IsPdf(*page)) {
    const absl::StatusOr<Statement> statement = VerifyPdf(*pub, *page);
    // That it cannot be told is no verdict.
    if (absl::IsNotFound(statement.status())) {
      return absl::NotFoundError(
          absl::StrCat(what, ": ", std::string(statement.status().message())));
    }
    return TellVerdict(statement, "", json);
  }
  // A file may hold the code alone.
  return TellVerdict(absl::StartsWith(*page, "eyJ") ? VerifyCode(*pub, *page)
                                                    : VerifySvg(*pub, *page),
                     "", json);
}

}  // namespace olympics
