#include "tools/cli/grading.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/clock.h"
#include "base/files.h"
#include "grader/report/text.h"
#include "tools/builds/run.h"
#include "tools/intake/build_file.h"
#include "tools/process/process.h"
#include "tools/record/collect.h"

namespace olympics {
namespace {

void Tell(const TestRun& test, Told told) {
  if (told == Told::kNothing) return;
  const absl::StatusOr<std::string> log = base::ReadFile(test.log);
  if (!log.ok()) return;
  const std::string text = PlainText(WithoutTestHeader(*log));
  std::fputs(told == Told::kAll ? text.c_str() : VerdictLines(text).c_str(),
             stderr);
}

// The categories that people named, by the names of their folders.
absl::StatusOr<std::set<std::string>> Named(
    const std::vector<CategorySpec>& specs,
    const std::vector<std::string>& categories) {
  std::set<std::string> names;
  for (const std::string& c : categories) {
    const absl::StatusOr<std::string> known = CategoryNamed(specs, c);
    if (!known.ok()) return known.status();
    names.insert(*known);
  }
  return names;
}

}  // namespace

std::vector<std::string> CategoriesOf(const Course& course,
                                      const std::string& name) {
  const absl::StatusOr<std::string> text =
      base::ReadFile(course.folder(name) + "/BUILD");
  if (!text.ok()) return {};
  absl::StatusOr<BuildArguments> build = ParseBuildFile(*text);
  if (!build.ok()) return {};
  return (*build)["categories"].values;
}

std::string WithoutTestHeader(const std::string& log) {
  // exec ${PAGER...} || exit 1, Executing tests from ..., a line of dashes.
  const std::string rule(77, '-');
  const size_t at = log.find(rule);
  if (at == std::string::npos) return log;
  const size_t end = log.find('\n', at);
  return end == std::string::npos ? "" : log.substr(end + 1);
}

std::string VerdictLines(const std::string& log) {
  std::string out;
  bool under = false;  // a failed check
  for (const auto& line : std::vector<std::string>(absl::StrSplit(log, '\n'))) {
    const bool check = absl::StartsWith(line, "  [");
    const bool deeper = absl::StartsWith(line, "    ");
    if (check) {
      under = absl::StartsWith(line, "  [FAIL]") ||
              absl::StartsWith(line, "  [ERR ]");
    } else if (!deeper) {
      under = false;
    }
    const bool verdict = !line.empty() && line[0] != ' ' &&
                         absl::StrContains(line, " in ") &&
                         absl::StrContains(line, ": ");
    if (verdict || under) absl::StrAppend(&out, line, "\n");
  }
  return out;
}

absl::StatusOr<BuildEvents> RunTests(const Course& course,
                                     const std::vector<std::string>& arguments,
                                     Told told) {
  if (absl::Status s = base::MakeFolder(course.state()); !s.ok()) return s;
  return RunBazelTests({.root = course.root,
                        .state = course.state(),
                        .verbose = course.verbose,
                        .on_test = [told](const TestRun& t) { Tell(t, told); }},
                       arguments);
}

absl::StatusOr<std::vector<std::string>> GradeTargets(
    const Course& course, std::vector<std::string>& names,
    const std::vector<std::string>& categories) {
  const absl::StatusOr<std::vector<CategorySpec>> specs = LoadSpecs(course);
  if (!specs.ok()) return specs.status();
  const absl::StatusOr<std::set<std::string>> wanted =
      Named(*specs, categories);
  if (!wanted.ok()) return wanted.status();
  std::vector<std::string> targets, entering;
  for (const std::string& name : names) {
    bool enters = false;
    for (const std::string& category : CategoriesOf(course, name)) {
      if (!wanted->contains(category)) continue;
      enters = true;
      targets.push_back(
          absl::StrCat("//submissions/", name, ":", name, "_", category));
    }
    if (enters) entering.push_back(name);
  }
  if (targets.empty()) {
    return absl::NotFoundError(
        absl::StrCat("nobody of ", absl::StrJoin(names, ", "), " enters ",
                     absl::StrJoin(*wanted, " or ")));
  }
  names = std::move(entering);
  return targets;
}

std::vector<GradeReport> CollectWithEvidence(
    const Course& course, const BuildEvents& events,
    const std::vector<std::string>& names) {
  std::vector<GradeReport> reports = CollectReports(
      events, names, base::NowUnixMs(),
      [&course](const std::string& archive, GradeReport& report) {
        const absl::Status s = TakeEvidence(course.state(), archive, report);
        if (s.ok()) return;
        std::fprintf(stderr, "tito: %s\n", std::string(s.message()).c_str());
      });
  const std::string commit = CommitOf(course.root);
  for (GradeReport& r : reports) r.mutable_basis()->set_commit(commit);
  return reports;
}

std::string CommitOf(const std::string& root) {
  constexpr char kAsk[] =
      "cd \"$1\" && [ -z \"$(git rev-parse --show-prefix || echo none)\" ] && "
      "git rev-parse --verify HEAD && git status --porcelain "
      "--untracked-files=no -- . ':!submissions'";
  const absl::StatusOr<std::string> said = OutputOf(
      {"sh", "-c", absl::StrCat("{ ", kAsk, "; } 2>/dev/null"), "sh", root});
  if (!said.ok()) return "";
  const std::vector<std::string> lines =
      absl::StrSplit(*said, '\n', absl::SkipEmpty());
  if (lines.empty()) return "";
  return lines.size() == 1 ? lines[0] : lines[0] + " with changes";
}

absl::Status SetUpFor(const Course& course,
                      const std::vector<std::string>& names,
                      const std::vector<std::string>& categories) {
  const absl::StatusOr<std::vector<CategorySpec>> specs = LoadSpecs(course);
  if (!specs.ok()) return specs.status();
  const absl::StatusOr<std::set<std::string>> wanted =
      Named(*specs, categories);
  if (!wanted.ok()) return wanted.status();
  std::set<std::string> entered;
  for (const std::string& name : names) {
    for (const std::string& category : CategoriesOf(course, name)) {
      if (wanted->empty() || wanted->contains(category))
        entered.insert(category);
    }
  }
  std::vector<std::string> uses;
  const auto any = [&](auto wants) {
    return std::any_of(specs->begin(), specs->end(),
                       [&](const CategorySpec& s) {
                         return entered.contains(s.name()) && wants(s);
                       });
  };
  if (any([](const CategorySpec& s) { return s.has_board(); })) {
    uses.push_back("--edge");
  }
  if (any([](const CategorySpec& s) { return s.has_suite(); })) {
    uses.push_back("--suite");
  }
  const std::string script = course.root + "/tools/tito";
  if (uses.empty() || !std::filesystem::exists(script)) return absl::OkStatus();
  std::vector<std::string> command = {script, "setup", "--quiet"};
  command.insert(command.end(), uses.begin(), uses.end());
  const absl::StatusOr<int> code = RunCommand(command, /*aside=*/true);
  if (!code.ok()) return code.status();
  if (*code == 0) return absl::OkStatus();
  return absl::FailedPreconditionError(
      "what this grading takes is not installed; see above");
}

}  // namespace olympics
