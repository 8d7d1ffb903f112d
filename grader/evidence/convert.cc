#include "grader/evidence/convert.h"

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace olympics {
namespace {

// Structs are taken apart with as many names as they have fields, so that one
// with a new field does not compile until it is written here as well.

void Fill(const Tally& tally, evidence::Tally& to) {
  const auto& [samples, wrong, seconds] = tally;
  to.set_samples(samples);
  to.set_wrong(wrong);
  to.set_seconds(seconds);
}

void Fill(const Turn& turn, evidence::Turn& to) {
  const auto& [samples, of, seconds, cpu_seconds, joules, latency_seconds,
               questions, handoff_seconds] = turn;
  to.set_samples(samples);
  for (const Tally& t : of) Fill(t, *to.add_of());
  to.set_seconds(seconds);
  to.set_cpu_seconds(cpu_seconds);
  to.set_joules(joules);
  to.set_latency_seconds(latency_seconds);
  to.set_questions(questions);
  to.set_handoff_seconds(handoff_seconds);
}

void Fill(const TurnPair& pair, evidence::TurnPair& to) {
  const auto& [baseline, candidate, start] = pair;
  Fill(baseline, *to.mutable_baseline());
  Fill(candidate, *to.mutable_candidate());
  to.set_start(start);
}

void Fill(const MemoryPair& pair, evidence::MemoryPair& to) {
  const auto& [baseline_bytes, candidate_bytes] = pair;
  to.set_baseline_bytes(baseline_bytes);
  to.set_candidate_bytes(candidate_bytes);
}

void Fill(const Ending& ending, evidence::Ending& to) {
  const auto& [kind, when, message, output] = ending;
  // The message's 0 is no kind.
  to.set_kind(static_cast<evidence::Ending::Kind>(static_cast<int>(kind) + 1));
  to.set_when(when);
  to.set_message(message);
  to.set_output(output);
}

void Fill(const Compared& turns, evidence::Compared& to) {
  const auto& [test, plain, compared, rounds] = turns;
  to.set_test(test);
  to.mutable_plain()->Add(plain.begin(), plain.end());
  to.mutable_compared()->Add(compared.begin(), compared.end());
  to.mutable_rounds()->Add(rounds.begin(), rounds.end());
}

void Fill(const TaskEvidence& seen, evidence::TaskEvidence& to);

template <typename From, typename To>
void FillAll(const From& from, google::protobuf::RepeatedPtrField<To>& to) {
  for (const auto& f : from) Fill(f, *to.Add());
}

void Fill(const TaskEvidence& seen, evidence::TaskEvidence& to) {
  const auto& [task, training, baseline_weights_bytes, ending, samples, correct,
               not_finite, quality, baseline_quality, pairs, memory,
               in_memory_starts, single_stream, offline, invalid_runs,
               strong_auc, baseline_strong_auc, strong_asked, different,
               asked_again, changed, batched, batch_changed, shuffled_quality,
               perturbed_quality, other_weights_quality, other_weights_ended,
               closed, closed_difference, pause_seconds, pause_cpu_seconds,
               performance_answers, performance_differ, compliance,
               missing_layers, latency_ns, peak_memory_bytes,
               peak_memory_method] = seen;
  *to.mutable_task() = task;
  *to.mutable_training() = training;
  to.set_baseline_weights_bytes(baseline_weights_bytes);
  if (ending.has_value()) Fill(*ending, *to.mutable_ending());
  to.set_samples(samples);
  to.set_correct(correct);
  to.set_not_finite(not_finite);
  to.set_quality(quality);
  to.set_baseline_quality(baseline_quality);
  FillAll(pairs, *to.mutable_pairs());
  FillAll(memory, *to.mutable_memory());
  FillAll(in_memory_starts, *to.mutable_in_memory_starts());
  FillAll(single_stream, *to.mutable_single_stream());
  FillAll(offline, *to.mutable_offline());
  to.mutable_invalid_runs()->Add(invalid_runs.begin(), invalid_runs.end());
  to.set_strong_auc(strong_auc);
  to.set_baseline_strong_auc(baseline_strong_auc);
  to.set_strong_asked(strong_asked);
  to.mutable_different()->Add(different.begin(), different.end());
  to.set_asked_again(asked_again);
  to.set_changed(changed);
  to.set_batched(batched);
  to.set_batch_changed(batch_changed);
  to.set_shuffled_quality(shuffled_quality);
  to.set_perturbed_quality(perturbed_quality);
  to.mutable_other_weights_quality()->Add(other_weights_quality.begin(),
                                          other_weights_quality.end());
  to.set_other_weights_ended(other_weights_ended);
  to.set_closed(closed);
  to.set_closed_difference(closed_difference);
  to.set_pause_seconds(pause_seconds);
  to.set_pause_cpu_seconds(pause_cpu_seconds);
  to.set_performance_answers(performance_answers);
  to.set_performance_differ(performance_differ);
  FillAll(compliance, *to.mutable_compliance());
  to.mutable_missing_layers()->Add(missing_layers.begin(),
                                   missing_layers.end());
  to.set_latency_ns(latency_ns);
  to.set_peak_memory_bytes(peak_memory_bytes);
  to.set_peak_memory_method(peak_memory_method);
}

// What is wrong with a message is found on the way, and said at its end.
class Reader {
 public:
  const std::string& wrong() const { return wrong_; }

  std::array<Tally, kSampleKinds> Tallies(
      const google::protobuf::RepeatedPtrField<evidence::Tally>& from) {
    std::array<Tally, kSampleKinds> to = {};
    if (!HasAllKinds(from.size())) return to;
    for (int i = 0; i < kSampleKinds; ++i) {
      to[i] = {from[i].samples(), from[i].wrong(), from[i].seconds()};
    }
    return to;
  }

  std::array<int64_t, kSampleKinds> Counts(
      const google::protobuf::RepeatedField<int64_t>& from) {
    std::array<int64_t, kSampleKinds> to = {};
    if (!HasAllKinds(from.size())) return to;
    for (int i = 0; i < kSampleKinds; ++i) to[i] = from[i];
    return to;
  }

  Turn TurnOf(const evidence::Turn& from) {
    return {.samples = from.samples(),
            .of = Tallies(from.of()),
            .seconds = from.seconds(),
            .cpu_seconds = from.cpu_seconds(),
            .joules = from.joules(),
            .latency_seconds = from.latency_seconds(),
            .questions = from.questions(),
            .handoff_seconds = from.handoff_seconds()};
  }

  std::vector<TurnPair> Pairs(
      const google::protobuf::RepeatedPtrField<evidence::TurnPair>& from) {
    std::vector<TurnPair> to;
    to.reserve(from.size());
    for (const evidence::TurnPair& p : from) {
      to.push_back({TurnOf(p.baseline()), TurnOf(p.candidate()), p.start()});
    }
    return to;
  }

  Ending EndingOf(const evidence::Ending& from) {
    const int kind = from.kind();
    if (kind < evidence::Ending::CONTRACT || kind > evidence::Ending::LIMIT) {
      wrong_ = absl::StrCat("an ending is of the unknown kind ", kind);
    }
    return {static_cast<Ending::Kind>(kind - 1), from.when(), from.message(),
            from.output()};
  }

  TaskEvidence TaskOf(const evidence::TaskEvidence& from) {
    TaskEvidence to;
    to.task = from.task();
    to.training = from.training();
    to.baseline_weights_bytes = from.baseline_weights_bytes();
    if (from.has_ending()) to.ending = EndingOf(from.ending());
    to.samples = from.samples();
    to.correct = from.correct();
    to.not_finite = from.not_finite();
    to.quality = from.quality();
    to.baseline_quality = from.baseline_quality();
    to.pairs = Pairs(from.pairs());
    for (const evidence::MemoryPair& p : from.memory()) {
      to.memory.push_back({p.baseline_bytes(), p.candidate_bytes()});
    }
    to.in_memory_starts = Tallies(from.in_memory_starts());
    to.single_stream = Pairs(from.single_stream());
    to.offline = Pairs(from.offline());
    to.invalid_runs = {from.invalid_runs().begin(), from.invalid_runs().end()};
    to.strong_auc = from.strong_auc();
    to.baseline_strong_auc = from.baseline_strong_auc();
    to.strong_asked = from.strong_asked();
    to.different = Counts(from.different());
    to.asked_again = from.asked_again();
    to.changed = from.changed();
    to.batched = from.batched();
    to.batch_changed = from.batch_changed();
    to.shuffled_quality = from.shuffled_quality();
    to.perturbed_quality = from.perturbed_quality();
    to.other_weights_quality = {from.other_weights_quality().begin(),
                                from.other_weights_quality().end()};
    to.other_weights_ended = from.other_weights_ended();
    to.closed = from.closed();
    to.closed_difference = from.closed_difference();
    to.pause_seconds = from.pause_seconds();
    to.pause_cpu_seconds = from.pause_cpu_seconds();
    to.performance_answers = from.performance_answers();
    to.performance_differ = from.performance_differ();
    for (const evidence::Compared& c : from.compliance()) {
      to.compliance.push_back({c.test(),
                               {c.plain().begin(), c.plain().end()},
                               {c.compared().begin(), c.compared().end()},
                               {c.rounds().begin(), c.rounds().end()}});
    }
    to.missing_layers = {from.missing_layers().begin(),
                         from.missing_layers().end()};
    to.latency_ns = from.latency_ns();
    to.peak_memory_bytes = from.peak_memory_bytes();
    to.peak_memory_method = from.peak_memory_method();
    return to;
  }

 private:
  bool HasAllKinds(int kinds) {
    if (kinds == kSampleKinds) return true;
    wrong_ = absl::StrCat("it has ", kinds, " kinds of sample, and there are ",
                          kSampleKinds);
    return false;
  }

  std::string wrong_;
};

}  // namespace

evidence::Evidence ToProto(const Evidence& seen) {
  const auto& [inspection, carried, division, tasks, floor_memory_bytes, meter,
               estimated, meter_lost, referee_share, others_share, stolen_share,
               host] = seen;
  evidence::Evidence to;
  *to.mutable_inspection() = inspection;
  to.mutable_carried()->Add(carried.begin(), carried.end());
  to.set_division(division);
  FillAll(tasks, *to.mutable_tasks());
  to.set_floor_memory_bytes(floor_memory_bytes);
  to.set_meter(meter);
  to.set_estimated(estimated);
  to.set_meter_lost(meter_lost);
  to.set_referee_share(referee_share);
  to.set_others_share(others_share);
  to.set_stolen_share(stolen_share);
  to.mutable_host()->Add(host.begin(), host.end());
  return to;
}

absl::StatusOr<Evidence> FromProto(const evidence::Evidence& from) {
  Reader reader;
  Evidence to;
  to.inspection = from.inspection();
  to.carried = {from.carried().begin(), from.carried().end()};
  to.division = from.division();
  for (const evidence::TaskEvidence& t : from.tasks()) {
    to.tasks.push_back(reader.TaskOf(t));
  }
  to.floor_memory_bytes = from.floor_memory_bytes();
  to.meter = from.meter();
  to.estimated = from.estimated();
  to.meter_lost = from.meter_lost();
  to.referee_share = from.referee_share();
  to.others_share = from.others_share();
  to.stolen_share = from.stolen_share();
  to.host = {from.host().begin(), from.host().end()};
  if (reader.wrong().empty()) return to;
  return absl::DataLossError(
      absl::StrCat("the evidence makes no sense: ", reader.wrong()));
}

}  // namespace olympics
