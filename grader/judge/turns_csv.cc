#include "grader/judge/turns_csv.h"

#include <vector>

#include "absl/strings/str_format.h"

namespace olympics {
namespace {

void Append(std::string& csv, const std::string& task, const char* scenario,
            const std::vector<TurnPair>& pairs) {
  for (size_t i = 0; i < pairs.size(); ++i) {
    const auto line = [&](const char* who, const Turn& t) {
      absl::StrAppendFormat(&csv, "%s,%s,%d,%s,%d,%.9f,%.9f,%.9g,%d,%.9f", task,
                            scenario, i, who, t.samples, t.seconds,
                            t.cpu_seconds, t.joules, t.questions,
                            t.handoff_seconds);
      for (const Tally& tally : t.of) {
        absl::StrAppendFormat(&csv, ",%d,%d,%.9f", tally.samples, tally.wrong,
                              tally.seconds);
      }
      csv += '\n';
    };
    line("baseline", pairs[i].baseline);
    line("submission", pairs[i].candidate);
  }
}

}  // namespace

std::string TurnsCsv(const Evidence& evidence) {
  std::string csv;
  for (const TaskEvidence& t : evidence.tasks) {
    Append(csv, t.task.name(), "timed", t.pairs);
    Append(csv, t.task.name(), "SingleStream", t.single_stream);
    Append(csv, t.task.name(), "Offline", t.offline);
  }
  if (csv.empty()) return csv;
  std::string head =
      "task,scenario,pair,who,samples,seconds,cpu_seconds,joules,"
      "questions,handoff_seconds";
  for (const char* kind : {"test", "training", "strong", "held_out"}) {
    absl::StrAppendFormat(&head, ",%s_samples,%s_wrong,%s_seconds", kind, kind,
                          kind);
  }
  return head + "\n" + csv;
}

}  // namespace olympics
