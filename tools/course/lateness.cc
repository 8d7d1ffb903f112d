#include "tools/course/lateness.h"

#include <algorithm>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "tools/course/config.h"

namespace olympics {
namespace {

constexpr int64_t kMinuteMs = 60'000;
constexpr int64_t kDayMs = 24 * 60 * kMinuteMs;

// When the clock shows `time`. Of a time that it shows twice the later one, and
// of one that it leaves out the one as long after midnight: whoever hands in
// has the benefit.
absl::Time LatestOf(const absl::TimeZone& zone, absl::CivilSecond time) {
  const absl::TimeZone::TimeInfo info = zone.At(time);
  return std::max(info.pre, info.post);
}

}  // namespace

Extensions ExtensionsOf(const CourseConfig& config,
                        const std::vector<Entry>& entries) {
  const std::optional<int64_t> last = DeadlineOf(config, kFinalPhase);
  Extensions extensions;
  for (const Entry& e : entries) {
    if (!e.event().has_extension()) continue;
    const Extension& x = e.event().extension();
    std::string phase = x.phase();
    if (phase.empty()) {
      const bool before = last.has_value() && x.until_unix_ms() <= *last;
      phase = PhaseOf(config, before ? kBaselinePhase : kFinalPhase);
    }
    extensions[{x.submission(), phase}] = x.until_unix_ms();
  }
  return extensions;
}

std::optional<int64_t> DeadlineFor(const CourseConfig& config,
                                   const Extensions& extensions,
                                   const std::string& submission,
                                   const std::string& phase) {
  std::optional<int64_t> at = DeadlineOf(config, phase);
  const auto granted = extensions.find({submission, PhaseOf(config, phase)});
  if (at.has_value() && granted != extensions.end()) {
    at = std::max(*at, granted->second);
  }
  return at;
}

int DaysLate(const CourseConfig& config, std::optional<int64_t> deadline,
             int64_t at) {
  if (!deadline.has_value()) return 0;
  const int64_t begins = *deadline + config.late().grace_minutes() * kMinuteMs;
  if (at <= begins) return 0;
  // Longer than any course: counting these one by one serves nobody.
  constexpr int64_t kMostDays = 4000;
  if ((at - begins) / kDayMs >= kMostDays) return kMostDays;
  const absl::TimeZone zone = ZoneOf(config);
  const absl::TimeZone::CivilInfo start = zone.At(absl::FromUnixMillis(begins));
  const absl::Time handed_in = absl::FromUnixMillis(at);
  absl::Time ends = absl::FromUnixMillis(begins);
  int days = 0;
  for (int n = 1; ends < handed_in; ++n) {
    const absl::CivilDay day = absl::CivilDay(start.cs) + n;
    const absl::Time next =
        LatestOf(zone, absl::CivilSecond(day.year(), day.month(), day.day(),
                                         start.cs.hour(), start.cs.minute(),
                                         start.cs.second())) +
        start.subsecond;
    // A day that a zone left out, as Samoa did in 2011, is none.
    if (next > ends) ++days;
    ends = std::max(ends, next);
  }
  return days;
}

}  // namespace olympics
