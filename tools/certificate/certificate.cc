#include "tools/certificate/certificate.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "base/status_macros.h"
#include "base/text.h"
#include "grader/report/verdict.h"
#include "nlohmann/json.hpp"
#include "tools/leaderboard/leaderboard.h"
#include "tools/portfolio/html.h"

namespace olympics {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kMetadata[] = "<metadata>";
constexpr char kMetadataEnd[] = "</metadata>";

std::string Line(double y, double size, const std::string& colour,
                 const std::string& text, const std::string& more = "") {
  return absl::StrFormat(
      "<text x=\"561\" y=\"%g\" font-size=\"%g\" fill=\"%s\"%s>%s</text>\n", y,
      size, colour, more, EscapeHtml(text));
}

}  // namespace

std::vector<Statement> AchievementsOf(const Season& season,
                                      const std::string& submission,
                                      const std::string& name,
                                      int64_t now_unix_ms) {
  std::vector<Statement> statements;
  const auto add = [&](const std::string& achievement,
                       const std::string& detail) {
    statements.push_back({season.config.title().empty() ? "TinyTorch Olympics"
                                                        : season.config.title(),
                          submission, name, achievement, detail,
                          now_unix_ms / 1000 * 1000});
  };
  for (const ChampionStanding& s : season.awards.overall) {
    if (s.name != submission || s.rank != 1) continue;
    add("Overall Systems Engineer",
        absl::StrFormat("best combined performance across %d categories",
                        s.categories));
  }
  for (const CategorySpec& spec : season.specs) {
    for (const Place& p : Ranking(spec, season.ranked)) {
      // Who is no better than the baseline leads nobody.
      if (p.rank != 1 || p.report.submission() != submission ||
          !(p.report.points() > 0)) {
        continue;
      }
      const std::string marks = MarksText(p.report);
      add(absl::StrCat("Champion in ", spec.title()),
          absl::StrFormat("%.2f times the baseline%s, %.1f %% accuracy",
                          p.report.gain().value(),
                          marks.empty() ? "" : absl::StrCat(" (", marks, ")"),
                          100 * p.report.accuracy()));
    }
  }
  for (const RunOnRecord& r : season.awards.first_blood) {
    if (r.name != submission) continue;
    add(absl::StrCat("First Blood in ", TitleOf(season.specs, r.category)),
        absl::StrFormat("the first to beat the baseline, by %.2f times or more",
                        r.gain_lowest));
  }
  for (const GivenAward& g : season.awards.given) {
    if (g.submission != submission) continue;
    const std::string title = AwardTitle(g.award);
    add(title.substr(title.find(' ') + 1), g.reason);
  }
  return statements;
}

std::string CodeOf(const Statement& s, const SecretKey& key) {
  const Json json = {{"iss", s.course},    {"sub", s.submission},
                     {"name", s.name},     {"achievement", s.achievement},
                     {"detail", s.detail}, {"iat", s.at_unix_ms / 1000}};
  return SignJws(key,
                 json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

absl::StatusOr<Statement> VerifyCode(const PublicKey& key,
                                     const std::string& code) {
  std::string token = code;
  std::erase_if(token, [](char c) { return absl::ascii_isspace(c); });
  ASSIGN_OR_RETURN(const std::string payload, VerifyJws(key, token));
  const Json json = Json::parse(payload, nullptr, false);
  Statement s;
  const struct {
    const char* name;
    std::string* to;
  } kFields[] = {{"iss", &s.course},
                 {"sub", &s.submission},
                 {"name", &s.name},
                 {"achievement", &s.achievement},
                 {"detail", &s.detail}};
  const absl::Status other = absl::InvalidArgumentError(
      "the course signed this, but it is no certificate");
  for (const auto& field : kFields) {
    if (!json.is_object() || !json.contains(field.name) ||
        !json[field.name].is_string()) {
      return other;
    }
    *field.to = json[field.name].get<std::string>();
  }
  if (!json.contains("iat") || !json["iat"].is_number_integer()) return other;
  s.at_unix_ms = json["iat"].get<int64_t>() * 1000;
  return s;
}

std::string CertificateSvg(const Statement& s, const std::string& code) {
  std::string svg = absl::StrCat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"297mm\" "
      "height=\"210mm\" viewBox=\"0 0 1122 793\" text-anchor=\"middle\" "
      "font-family=\"Georgia, 'DejaVu Serif', serif\">\n<title>",
      EscapeHtml(absl::StrCat(s.achievement, ": ", s.name)), "</title>\n",
      kMetadata, code, kMetadataEnd,
      "\n<rect width=\"1122\" height=\"793\" fill=\"#fffdf7\"/>\n"
      "<rect x=\"28\" y=\"28\" width=\"1066\" height=\"737\" fill=\"none\" "
      "stroke=\"#8a6d1f\" stroke-width=\"3\"/>\n"
      "<rect x=\"38\" y=\"38\" width=\"1046\" height=\"717\" fill=\"none\" "
      "stroke=\"#c9ae62\"/>\n"
      // A medal.
      "<path d=\"M531 70l18 46h24l18-46z\" fill=\"#0550ae\"/>\n"
      "<circle cx=\"561\" cy=\"140\" r=\"34\" fill=\"#d4af37\" "
      "stroke=\"#8a6d1f\" stroke-width=\"3\"/>\n"
      "<text x=\"561\" y=\"153\" font-size=\"36\" font-weight=\"bold\" "
      "fill=\"#6b5310\">1</text>\n");
  // What fits the page's width; the code has it in full.
  absl::StrAppend(
      &svg, Line(225, 22, "#5b4a17", base::Shortened(s.course, 80)),
      Line(285, 46, "#1b1f24", "Certificate of Achievement"),
      Line(345, 20, "#57606a", "awarded to"),
      Line(405, 44, "#0550ae", base::Shortened(s.name, 44),
           " font-weight=\"bold\""),
      Line(470, 30, "#1b1f24", base::Shortened(s.achievement, 60)),
      Line(515, 20, "#57606a", base::Shortened(s.detail, 100)),
      Line(565, 18, "#57606a",
           absl::FormatTime("%Y-%m-%d", absl::FromUnixMillis(s.at_unix_ms),
                            absl::UTCTimeZone())),
      Line(630, 13, "#57606a",
           "Verify offline with `tito verify` and the course's public key:"));
  constexpr size_t kWidth = 118;
  double y = 652;
  for (size_t at = 0; at < code.size(); at += kWidth, y += 14) {
    absl::StrAppend(&svg, Line(y, 11, "#57606a", code.substr(at, kWidth),
                               " font-family=\"'DejaVu Sans Mono', "
                               "monospace\""));
  }
  return svg + "</svg>\n";
}

absl::StatusOr<Statement> VerifySvg(const PublicKey& key,
                                    const std::string& svg) {
  const size_t begin = svg.find(kMetadata);
  const size_t end = svg.find(kMetadataEnd);
  if (begin == std::string::npos || end == std::string::npos || end < begin) {
    return absl::InvalidArgumentError("this is no certificate");
  }
  const size_t from = begin + sizeof(kMetadata) - 1;
  const std::string code = svg.substr(from, end - from);
  absl::StatusOr<Statement> statement = VerifyCode(key, code);
  if (!statement.ok()) return statement;
  if (CertificateSvg(*statement, code) != svg) {
    return absl::PermissionDeniedError(
        "the page says something else than its code, which is that of another "
        "certificate");
  }
  return statement;
}

}  // namespace olympics
