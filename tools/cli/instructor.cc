#include "tools/cli/instructor.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/files.h"
#include "grader/report/verdict.h"
#include "nlohmann/json.hpp"
#include "tools/cli/student.h"
#include "tools/course/config.h"
#include "tools/course/policy.h"
#include "tools/course/roster.h"
#include "tools/intake/intake.h"
#include "tools/leaderboard/table.h"
#include "tools/signing/keys.h"
#include "tools/text/suggest.h"
#include "tools/text/text.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// The award that is called so, with or without the word "award".
absl::StatusOr<std::string> AwardNamed(const std::string& award) {
  const std::string typed(absl::StripSuffix(Plain(award), "_award"));
  const std::vector<std::string>& known = AwardNames();
  if (std::find(known.begin(), known.end(), typed) != known.end()) {
    return typed;
  }
  return absl::NotFoundError(
      absl::StrCat("there is no award \"", award, "\"; there are ",
                   absl::StrJoin(known, ", "), DidYouMean(typed, known)));
}

absl::Status NeedsReason(const std::string& reason) {
  if (reason.find_first_not_of(" \t\n") != std::string::npos) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "say why with --reason: it is kept on record");
}

std::string SecondsText(int64_t unix_ms) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", absl::FromUnixMillis(unix_ms),
                          absl::UTCTimeZone());
}

}  // namespace

absl::StatusOr<int> GiveAward(const Course& course,
                              const std::string& award_typed,
                              std::string submission, std::string reason,
                              bool by_votes, bool withdraw) {
  const absl::StatusOr<std::string> named = AwardNamed(award_typed);
  if (!named.ok()) return named.status();
  const std::string& award = *named;
  const absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
  if (!entries.ok()) return entries.status();
  if (by_votes) {
    const absl::StatusOr<Roster> roster = LoadRoster(course);
    if (!roster.ok()) return roster.status();
    const auto votes = VotesOf(*entries, roster->own, award);
    if (votes.empty()) {
      return absl::FailedPreconditionError(
          absl::StrCat("nobody has voted for ", award, " yet"));
    }
    if (votes.size() > 1 && votes[0].second == votes[1].second) {
      return absl::FailedPreconditionError(absl::StrCat(
          votes[0].first, " and ", votes[1].first, " have ", votes[0].second,
          " votes each: name whom you give it to"));
    }
    submission = votes[0].first;
    if (reason.empty()) {
      reason = absl::StrCat(votes[0].second, " votes of peers");
    }
  } else if (submission.empty()) {
    return absl::InvalidArgumentError(
        "name the submission, or --by-votes for whom peers voted for");
  }
  // What was given by mistake can be withdrawn.
  if (absl::Status s = withdraw ? KnownSubmission(course, submission)
                                : KnownCompetitor(course, submission);
      !s.ok()) {
    return s;
  }
  if (absl::Status s = NeedsReason(reason); !s.ok()) return s;
  const std::vector<GivenAward> given = AwardsOf({}, {}, *entries, {}).given;
  const bool has =
      std::any_of(given.begin(), given.end(), [&](const GivenAward& g) {
        return g.award == award && g.submission == submission;
      });
  if (has != withdraw) {
    return absl::FailedPreconditionError(
        absl::StrCat(submission, has ? " has the " : " does not have the ",
                     award, " award", has ? " already" : ""));
  }
  Event event;
  event.set_reason(reason);
  event.mutable_award()->set_award(award);
  event.mutable_award()->set_submission(submission);
  event.mutable_award()->set_withdrawn(withdraw);
  if (absl::Status s = AddEvent(course, event); !s.ok()) return s;
  std::printf("%s: %s %s\n", submission.c_str(),
              ForTerminal(AwardTitle(award)).c_str(),
              withdraw ? "withdrawn" : "given");
  return 0;
}

absl::StatusOr<int> CastVote(const Course& course,
                             const std::string& award_typed,
                             const std::string& submission,
                             const std::string& voter) {
  const absl::StatusOr<std::string> named = AwardNamed(award_typed);
  if (!named.ok()) return named.status();
  const std::string& award = *named;
  const absl::StatusOr<std::string> name = ActingAs(course, voter);
  if (!name.ok()) return name.status();
  for (const std::string& n : {submission, *name}) {
    if (absl::Status s = KnownCompetitor(course, n); !s.ok()) return s;
  }
  if (submission == *name) {
    return absl::InvalidArgumentError(
        "a vote is for somebody else's submission");
  }
  Event event;
  event.mutable_vote()->set_award(award);
  event.mutable_vote()->set_submission(submission);
  event.mutable_vote()->set_voter(*name);
  if (absl::Status s = AddEvent(course, event); !s.ok()) return s;
  std::printf("%s votes for %s: %s\n", name->c_str(), submission.c_str(),
              ForTerminal(AwardTitle(award)).c_str());
  return 0;
}

absl::StatusOr<int> ShowVotes(const Course& course, bool json) {
  const absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
  if (!entries.ok()) return entries.status();
  const absl::StatusOr<Roster> roster = LoadRoster(course);
  if (!roster.ok()) return roster.status();
  std::vector<std::vector<std::string>> rows;
  Json all = Json::array();
  for (const std::string& award : AwardNames()) {
    for (const auto& [submission, count] :
         VotesOf(*entries, roster->own, award)) {
      rows.push_back({AwardTitle(award), submission, absl::StrCat(count)});
      all.push_back(
          {{"award", award}, {"submission", submission}, {"votes", count}});
    }
  }
  return Answer(
      json ? DumpJson(all)
      : rows.empty()
          ? "No votes yet: `tito olympics vote innovation NAME`\n"
          : ForTerminal(Table({"award", "submission", ">votes"}, rows)));
}

absl::StatusOr<int> OverrideGrade(const Course& course,
                                  const OverrideOptions& options) {
  if (absl::Status s = KnownSubmission(course, options.submission); !s.ok()) {
    return s;
  }
  const absl::StatusOr<std::string> category =
      CategoryNamed(course, options.category);
  if (!category.ok()) return category.status();
  const int said =
      options.points.has_value() + options.disqualify + options.withdraw;
  if (said != 1) {
    return absl::InvalidArgumentError(
        "say one of --points N, --disqualify and --withdraw");
  }
  const absl::StatusOr<CourseConfig> config = LoadConfig(course);
  if (!config.ok()) return config.status();
  // As much as an export can hold: its maximum, or more where there is extra
  // credit.
  const double most = config->extra_credit() ? 200 : 100;
  if (options.points.has_value() &&
      !(*options.points >= 0 && *options.points <= most)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "--points is %g; it must be from 0 to %g%s", *options.points, most,
        config->extra_credit()
            ? ""
            : ", for the course gives no extra_credit (course.textproto)"));
  }
  if (absl::Status s = NeedsReason(options.reason); !s.ok()) return s;
  Event event;
  event.set_reason(options.reason);
  Override* o = event.mutable_override();
  o->set_submission(options.submission);
  o->set_category(*category);
  o->set_points(options.points.value_or(0));
  o->set_disqualified(options.disqualify);
  o->set_withdrawn(options.withdraw);
  if (absl::Status s = AddEvent(course, event); !s.ok()) return s;
  std::printf(
      "%s in %s: %s\n", options.submission.c_str(), category->c_str(),
      options.withdraw ? "as measured again"
      : options.disqualify
          ? "disqualified"
          : absl::StrFormat("%g counted points", *options.points).c_str());
  return 0;
}

namespace {

// The phase that an extension is for: the one that is named, or the only one
// that the course has a deadline for.
absl::StatusOr<std::string> ExtendedPhase(const Course& course,
                                          const std::string& phase) {
  const std::vector<std::string> known = {kBaselinePhase, kFinalPhase};
  if (!phase.empty() &&
      std::find(known.begin(), known.end(), phase) == known.end()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "there is no phase \"", phase, "\"; there are baseline, final",
        DidYouMean(phase, known)));
  }
  const absl::StatusOr<CourseConfig> config = LoadConfig(course);
  if (!config.ok()) return config.status();
  const bool apart = PhaseOf(*config, kBaselinePhase) == kBaselinePhase;
  if (phase.empty() && apart) {
    return absl::InvalidArgumentError(
        "the baseline has a deadline of its own: say which one is extended, "
        "with --phase baseline or --phase final");
  }
  if (phase == kBaselinePhase && !apart) {
    return absl::InvalidArgumentError(
        "the baseline has no deadline of its own: extend the final one, with "
        "--phase final");
  }
  return phase.empty() ? kFinalPhase : phase;
}

}  // namespace

absl::StatusOr<int> Extend(const Course& course, const std::string& submission,
                           const std::string& until, const std::string& phase,
                           const std::string& reason) {
  if (absl::Status s = KnownSubmission(course, submission); !s.ok()) return s;
  const absl::StatusOr<int64_t> at = ParseTime(until);
  if (!at.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--until is ", std::string(at.status().message())));
  }
  const absl::StatusOr<std::string> extended = ExtendedPhase(course, phase);
  if (!extended.ok()) return extended.status();
  if (absl::Status s = NeedsReason(reason); !s.ok()) return s;
  Event event;
  event.set_reason(reason);
  event.mutable_extension()->set_submission(submission);
  event.mutable_extension()->set_until_unix_ms(*at);
  event.mutable_extension()->set_phase(*extended);
  if (absl::Status s = AddEvent(course, event); !s.ok()) return s;
  std::printf("%s may hand in%s until %s UTC\n", submission.c_str(),
              *extended == kBaselinePhase ? " a baseline" : "",
              SecondsText(*at).c_str());
  return 0;
}

absl::StatusOr<int> RegradeAll(const Course& course,
                               const std::vector<std::string>& submissions,
                               const std::string& category,
                               const std::string& reason) {
  if (absl::Status s = NeedsReason(reason); !s.ok()) return s;
  std::string full;
  if (!category.empty()) {
    const absl::StatusOr<std::string> named = CategoryNamed(course, category);
    if (!named.ok()) return named.status();
    full = *named;
  }
  const absl::StatusOr<Roster> roster = LoadRoster(course);
  if (!roster.ok()) return roster.status();
  for (const std::string& s : submissions) {
    if (absl::Status known = KnownSubmission(course, s); !known.ok()) {
      return known;
    }
  }
  // In one category alone: whoever entered it. The others have no such target.
  std::vector<std::string> names = submissions;
  if (names.empty() && !full.empty()) {
    const absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
    if (!entries.ok()) return entries.status();
    for (const std::string& name : roster->names) {
      if (std::any_of(entries->begin(), entries->end(), [&](const Entry& e) {
            return e.run().submission() == name && e.run().category() == full;
          })) {
        names.push_back(name);
      }
    }
    if (names.empty()) {
      return absl::FailedPreconditionError(
          absl::StrCat("nobody on the roster was graded in ", full, " yet"));
    }
  }
  Event event;
  event.set_reason(reason);
  Regrade* regrade = event.mutable_regrade();
  for (const std::string& s : submissions) regrade->add_submissions(s);
  regrade->set_category(full);
  if (absl::Status s = AddEvent(course, event); !s.ok()) return s;
  GradeOptions options;
  options.names = names;
  options.category = full;
  options.again = true;
  return GradeSubmissions(course, options);
}

namespace {

// Who an entry is about, what happened, and why.
struct Told {
  std::string submission, what, reason;
};

Told Tell(const Entry& entry) {
  if (entry.has_run()) {
    const GradeReport& r = entry.run();
    return {
        r.submission(),
        absl::StrCat(r.has_judged_again() ? "judged again in " : "graded in ",
                     r.category(), ": ", VerdictWord(r.verdict()),
                     r.verdict() == PASSED
                         ? absl::StrFormat(", %.1f measured points", r.points())
                         : ""),
        r.reason()};
  }
  const Event& e = entry.event();
  Told told = {"", "", e.reason()};
  if (e.has_hand_in()) {
    const HandIn& h = e.hand_in();
    told.submission = h.submission();
    told.what = absl::StrCat(
        "handed in", h.phase().empty() ? "" : absl::StrCat(" as ", h.phase()),
        h.category().empty() ? "" : absl::StrCat(" for ", h.category()),
        ", digest ", h.digest().substr(0, 12));
  } else if (e.has_override()) {
    const Override& o = e.override();
    told.submission = o.submission();
    told.what = absl::StrCat(
        o.category(), ": ",
        o.withdrawn() ? "override withdrawn"
        : o.disqualified()
            ? "disqualified"
            : absl::StrFormat("%g counted points given", o.points()));
  } else if (e.has_award()) {
    told.submission = e.award().submission();
    told.what = absl::StrCat(AwardTitle(e.award().award()),
                             e.award().withdrawn() ? " withdrawn" : " given");
  } else if (e.has_vote()) {
    told.submission = e.vote().submission();
    told.what = absl::StrCat("vote of ", e.vote().voter(), " for ",
                             AwardTitle(e.vote().award()));
  } else if (e.has_regrade()) {
    const Regrade& r = e.regrade();
    told.submission = absl::StrJoin(r.submissions(), ",");
    told.what = absl::StrCat(
        "regraded", r.submissions().empty() ? " all" : "",
        r.category().empty() ? "" : absl::StrCat(" in ", r.category()));
  } else if (e.has_extension()) {
    told.submission = e.extension().submission();
    told.what = absl::StrCat(
        e.extension().phase() == kBaselinePhase ? "baseline's " : "",
        "deadline extended to ", SecondsText(e.extension().until_unix_ms()),
        " UTC");
  } else if (e.has_push()) {
    told.what =
        absl::StrFormat("score %.2f of user %s sent to %s", e.push().score(),
                        e.push().user_id(), e.push().line_item());
  } else if (e.has_migration()) {
    told.what = absl::StrCat("record of version ", e.migration().from(), ", ",
                             e.migration().entries(), " runs, signed");
  }
  return told;
}

bool IsAbout(const Entry& entry, const Told& told,
             const std::string& submission) {
  if (submission.empty() || told.submission == submission) return true;
  const auto& of = entry.event().regrade().submissions();
  return entry.event().has_regrade() &&
         (of.empty() ||
          std::find(of.begin(), of.end(), submission) != of.end());
}

}  // namespace

absl::StatusOr<int> ShowHistory(const Course& course,
                                const std::string& submission, bool json) {
  if (!submission.empty()) {
    if (absl::Status s = KnownSubmission(course, submission); !s.ok()) return s;
  }
  const absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
  if (!entries.ok()) return entries.status();
  std::vector<std::vector<std::string>> rows;
  Json all = Json::array();
  int64_t seq = 0;
  for (const Entry& e : *entries) {
    ++seq;
    const Told told = Tell(e);
    if (!IsAbout(e, told, submission)) continue;
    const std::string by = e.has_run() ? "grader" : e.event().by();
    rows.push_back({absl::StrCat(seq), SecondsText(e.at_unix_ms()), by,
                    told.submission, told.what, told.reason});
    all.push_back({{"entry", seq},
                   {"at_unix_ms", e.at_unix_ms()},
                   {"by", by},
                   {"submission", told.submission},
                   {"what", told.what},
                   {"digest", e.has_run() ? e.run().digest()
                                          : e.event().hand_in().digest()},
                   {"reason", told.reason}});
  }
  return Answer(json ? DumpJson(all)
                : rows.empty()
                    ? "Nothing is on record yet.\n"
                    : ForTerminal(Table({">entry", "time (UTC)", "by",
                                         "submission", "what", "reason"},
                                        rows)));
}

absl::StatusOr<int> Enroll(const Course& course,
                           const std::vector<std::string>& names) {
  absl::StatusOr<std::string> text = base::ReadFile(course.roster());
  if (!text.ok()) return text.status();
  const absl::StatusOr<Roster> roster = LoadRoster(course);
  if (!roster.ok()) return roster.status();
  for (const std::string& name : names) {
    if (absl::Status s = ValidateSubmissionName(name); !s.ok()) return s;
    if (LooksLikeOwn(roster->own, name)) {
      return absl::AlreadyExistsError(
          absl::StrCat("\"", name, "\" is the course's own"));
    }
    if (!fs::is_directory(course.folder(name))) {
      return absl::NotFoundError(
          absl::StrCat("there is no folder submissions/", name));
    }
    *text = RosterWith(*text, name);
  }
  if (absl::Status s = base::WriteFile(course.roster(), *text); !s.ok())
    return s;
  std::printf("%s: graded from now on\n", absl::StrJoin(names, ", ").c_str());
  return 0;
}

absl::StatusOr<int> InitCourse(const Course& course) {
  if (!fs::exists(course.root + "/categories")) {
    return absl::NotFoundError(absl::StrCat(
        course.root, " is no course's tree: start tools/tito of one"));
  }
  if (absl::Status s = base::MakeFolder(course.decided()); !s.ok()) return s;
  const struct {
    std::string path, content;
  } kFiles[] = {{course.config(), CourseTemplate()},
                {course.students(),
                 "submission,name,id,sis_id,login,section,email,display_name,"
                 "lti_user_id\r\n"}};
  for (const auto& file : kFiles) {
    if (fs::exists(file.path)) {
      std::printf("%s: there already, left as it is\n", file.path.c_str());
      continue;
    }
    if (absl::Status s = base::WriteFile(file.path, file.content); !s.ok())
      return s;
    std::printf("%s: made\n", file.path.c_str());
  }
  const absl::StatusOr<std::vector<Entry>> entries = LoadEntries(course);
  if (!entries.ok()) return entries.status();
  const absl::StatusOr<PublicKey> key = LoadPublicKey(course.state());
  if (!key.ok()) return key.status();
  std::printf(
      "%s: %zu entries, signed with\n%s\nKeep a backup of %s/key; give "
      "%s/key.pub to whoever is to verify certificates.\n",
      course.record().c_str(), entries->size(), key->Text().c_str(),
      course.state().c_str(), course.state().c_str());
  return 0;
}

}  // namespace olympics
