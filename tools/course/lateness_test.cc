#include "tools/course/lateness.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/course/config.h"

namespace olympics {
namespace {

using ::testing::Optional;

constexpr int64_t kHour = 3'600'000;

CourseConfig In(const std::string& zone, const std::string& rest = "") {
  const auto config = ParseCourse(
      absl::StrCat(zone.empty() ? "" : "time_zone: '" + zone + "' ", rest));
  EXPECT_TRUE(config.ok()) << config.status();
  return config.ok() ? *config : CourseConfig();
}

int Late(const std::string& zone, const std::string& deadline,
         const std::string& handed_in) {
  return DaysLate(In(zone), *ParseTime(deadline), *ParseTime(handed_in));
}

// A day lasts until clocks there show the same time again.
TEST(DaysLateTest, AreCountedOnTheCalendarOfTheCourse) {
  const struct {
    const char* zone;
    const char* deadline;
    const char* handed_in;
    int days;
  } kCases[] = {
      // The end of daylight saving: a day of 25 hours.
      {"America/New_York", "2026-10-31T20:00:00-04:00",
       "2026-10-31T20:00:00-04:00", 0},
      {"America/New_York", "2026-10-31T20:00:00-04:00",
       "2026-10-31T20:00:00.001-04:00", 1},
      {"America/New_York", "2026-10-31T20:00:00-04:00",
       "2026-11-01T19:30:00-05:00", 1},
      {"America/New_York", "2026-10-31T20:00:00-04:00",
       "2026-11-01T20:00:00-05:00", 1},
      {"America/New_York", "2026-10-31T20:00:00-04:00",
       "2026-11-01T20:00:00.001-05:00", 2},
      {"Europe/Berlin", "2026-10-24T23:59:00+02:00",
       "2026-10-25T23:59:00+01:00", 1},
      // On its eve to the hour that comes twice: until the second one.
      {"America/New_York", "2026-10-31T01:30:00-04:00",
       "2026-11-01T01:30:00-05:00", 1},
      {"America/New_York", "2026-10-31T01:30:00-04:00",
       "2026-11-01T01:30:01-05:00", 2},
      // Its beginning: a day of 23 hours.
      {"America/New_York", "2026-03-07T20:00:00-05:00",
       "2026-03-08T20:00:00-04:00", 1},
      {"America/New_York", "2026-03-07T20:00:00-05:00",
       "2026-03-08T20:30:00-04:00", 2},
      // To the hour that is left out: as long after midnight.
      {"America/New_York", "2026-03-07T02:30:00-05:00",
       "2026-03-08T03:30:00-04:00", 1},
      {"America/New_York", "2026-03-07T02:30:00-05:00",
       "2026-03-08T03:30:01-04:00", 2},
      // South of the equator they are the other way round.
      {"Australia/Sydney", "2026-04-04T20:00:00+11:00",
       "2026-04-05T20:00:00+10:00", 1},
      {"Australia/Sydney", "2026-10-03T20:00:00+10:00",
       "2026-10-04T20:00:01+11:00", 2},
      // Leap days, and years without one.
      {"America/New_York", "2028-02-28T23:59:00-05:00",
       "2028-02-29T23:59:00-05:00", 1},
      {"America/New_York", "2028-02-28T23:59:00-05:00",
       "2028-03-01T00:00:00-05:00", 2},
      {"America/New_York", "2027-02-28T23:59:00-05:00",
       "2027-03-01T23:59:00-05:00", 1},
      {"", "2100-02-28T12:00:00Z", "2100-03-01T12:00:00Z", 1},
      // Midnight, and the turn of the year.
      {"Asia/Tokyo", "2026-12-31T00:00:00+09:00", "2026-12-31T00:00:01+09:00",
       1},
      {"Asia/Tokyo", "2026-12-31T00:00:00+09:00", "2027-01-01T00:00:00+09:00",
       1},
      {"Asia/Tokyo", "2026-12-31T00:00:00+09:00", "2027-01-01T00:00:01+09:00",
       2},
      // Far west and far east, of half and quarter hours, and midnight where
      // daylight saving begins then.
      {"Pacific/Honolulu", "2026-12-01T23:59:00-10:00",
       "2026-12-04T23:58:00-10:00", 3},
      {"Pacific/Kiritimati", "2026-12-01T23:59:00+14:00",
       "2026-12-04T23:59:01+14:00", 4},
      {"Asia/Kathmandu", "2026-12-01T23:59:00+05:45",
       "2026-12-02T23:59:00+05:45", 1},
      {"America/Santiago", "2026-09-05T00:00:00-04:00",
       "2026-09-06T01:00:00-03:00", 1},
      // Samoa had no 30 December in 2011: it is no day of lateness.
      {"Pacific/Apia", "2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00",
       1},
      {"Pacific/Apia", "2011-12-29T12:00:00-10:00", "2011-12-31T12:00:01+14:00",
       2},
      // However the deadline is written, the zone is the course's.
      {"America/New_York", "2026-11-01T00:00:00Z", "2026-11-02T00:30:00Z", 1},
      // Without a zone it is 24 hours.
      {"", "2026-10-31T20:00:00-04:00", "2026-11-01T19:30:00-05:00", 2},
      {"", "2026-10-31T20:00:00-04:00", "2099-01-01T00:00:00Z", 4000},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Late(c.zone, c.deadline, c.handed_in), c.days)
        << c.zone << " " << c.deadline << " " << c.handed_in;
  }
}

// Whatever the zone: never fewer for later, and never two at once.
TEST(DaysLateTest, GrowByOneAndNeverFall) {
  for (const char* zone :
       {"", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe",
        "America/Santiago", "Asia/Kolkata", "Pacific/Chatham"}) {
    const CourseConfig config = In(zone);
    for (int day = 0; day < 366; day += 3) {
      const int64_t deadline =
          *ParseTime("2026-01-01T01:59:59.999Z") + day * 24 * kHour;
      int before = 0;
      for (int64_t at = deadline; at < deadline + 80 * kHour; at += kHour / 4) {
        const int days = DaysLate(config, deadline, at);
        EXPECT_GE(days, before) << zone << " " << deadline << " " << at;
        EXPECT_LE(days, before + 1) << zone << " " << deadline << " " << at;
        before = days;
      }
      EXPECT_EQ(before, 4) << zone << " " << deadline;
    }
  }
}

TEST(DaysLateTest, BeginAfterTheGraceMinutes) {
  const CourseConfig config =
      In("America/New_York", "late { grace_minutes: 15 }");
  const int64_t deadline = *ParseTime("2026-10-31T23:50:00-04:00");
  const auto late = [&](const std::string& at) {
    return DaysLate(config, deadline, *ParseTime(at));
  };
  EXPECT_EQ(late("2026-11-01T00:05:00-04:00"), 0);
  EXPECT_EQ(late("2026-11-01T00:05:01-04:00"), 1);
  EXPECT_EQ(late("2026-11-02T00:05:00-05:00"), 1);
  EXPECT_EQ(late("2026-11-02T00:05:01-05:00"), 2);
  EXPECT_EQ(DaysLate(config, std::nullopt, deadline), 0);
}

constexpr char kFinal[] = "2026-12-01T00:00:00Z";
constexpr char kBaseline[] = "2026-11-01T00:00:00Z";

Entry Extended(const std::string& who, const std::string& until,
               const std::string& phase) {
  Entry e;
  Extension* x = e.mutable_event()->mutable_extension();
  x->set_submission(who);
  x->set_until_unix_ms(*ParseTime(until));
  x->set_phase(phase);
  return e;
}

std::optional<int64_t> Deadline(const CourseConfig& config,
                                const std::vector<Entry>& entries,
                                const std::string& phase,
                                const std::string& who = "ann") {
  return DeadlineFor(config, ExtensionsOf(config, entries), who, phase);
}

CourseConfig With(const std::vector<const char*>& phases) {
  std::string text;
  for (const std::string phase : phases) {
    absl::StrAppend(&text, "deadlines { phase: '", phase, "' at: '",
                    phase == kFinalPhase ? kFinal : kBaseline, "' }");
  }
  return In("", text);
}

TEST(DeadlineTest, OneWithoutAPhaseOfItsOwnIsTheFinalOne) {
  const CourseConfig config = With({"final"});
  for (const char* phase : {"baseline", "final", "", "another"}) {
    EXPECT_THAT(Deadline(config, {}, phase), Optional(*ParseTime(kFinal)))
        << phase;
  }
  EXPECT_FALSE(Deadline(CourseConfig(), {}, "baseline").has_value());
}

TEST(DeadlineTest, NoPhaseIsLaterThanTheFinalOne) {
  for (const CourseConfig& config :
       {With({"final"}), With({"baseline", "final"})}) {
    for (const char* phase : {"baseline", "final", "", "another"}) {
      EXPECT_LE(*Deadline(config, {}, phase), *ParseTime(kFinal)) << phase;
    }
  }
  const auto laxer = ParseCourse(
      "deadlines { phase: 'final' at: '2026-12-01T00:00:00Z' }"
      "deadlines { phase: 'baseline' at: '2026-12-01T00:00:01Z' }");
  EXPECT_THAT(std::string(laxer.status().message()),
              ::testing::HasSubstr("is after that of final"));
}

TEST(DeadlineTest, AnExtensionIsOfOnePhaseAndOneSubmission) {
  const CourseConfig config = With({"baseline", "final"});
  const std::string later = "2026-12-24T00:00:00Z";
  for (const std::string extended : {"baseline", "final"}) {
    const std::vector<Entry> entries = {Extended("ann", later, extended)};
    for (const std::string phase : {"baseline", "final", ""}) {
      const bool its = PhaseOf(config, phase) == extended;
      const auto plain = Deadline(config, {}, phase);
      EXPECT_EQ(Deadline(config, entries, phase),
                its ? std::optional(*ParseTime(later)) : plain)
          << extended << " " << phase;
      EXPECT_EQ(Deadline(config, entries, phase, "bob"), plain);
    }
  }
}

TEST(DeadlineTest, OlderExtensionsAreOfThePhaseThatTheyCanBeOf) {
  const CourseConfig both = With({"baseline", "final"});
  const std::string between = "2026-11-08T00:00:00Z";
  const std::vector<Entry> early = {Extended("ann", between, "")};
  EXPECT_EQ(Deadline(both, early, "baseline"), *ParseTime(between));
  EXPECT_EQ(Deadline(both, early, "final"), *ParseTime(kFinal));
  const std::string later = "2026-12-24T00:00:00Z";
  const std::vector<Entry> late = {Extended("ann", later, "")};
  EXPECT_EQ(Deadline(both, late, "baseline"), *ParseTime(kBaseline));
  EXPECT_EQ(Deadline(both, late, "final"), *ParseTime(later));
  const CourseConfig one = With({"final"});
  EXPECT_EQ(Deadline(one, late, "baseline"), *ParseTime(later));
}

TEST(DeadlineTest, TheLastExtensionHolds) {
  const CourseConfig config = With({"final"});
  EXPECT_EQ(Deadline(config,
                     {Extended("ann", "2026-12-24T00:00:00Z", "final"),
                      Extended("ann", "2026-12-05T00:00:00Z", "final")},
                     ""),
            *ParseTime("2026-12-05T00:00:00Z"));
  // One that ends before the deadline takes nothing away.
  EXPECT_EQ(Deadline(config, {Extended("ann", kBaseline, "final")}, ""),
            *ParseTime(kFinal));
}

}  // namespace
}  // namespace olympics
