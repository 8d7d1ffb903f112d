#include "grader/referee/other_weights.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "grader/referee/disagreement.h"
#include "grader/referee/turns.h"
#include "sandbox/fd.h"
#include "tinytorch/layers/safetensors.h"

namespace olympics {
namespace {

constexpr int kTimes = 3;
constexpr int kSamples = 384, kBatch = 16;
// Tensors of fewer values stay as they are: a scale beside its zero point, or a
// handful of sizes, means nothing in another order.
constexpr int64_t kFewValues = 32;

// A file of these bytes in memory, which is gone with its descriptor.
absl::StatusOr<sandbox::Fd> InMemory(const std::string& bytes) {
  sandbox::Fd file(memfd_create("weights", MFD_CLOEXEC));
  size_t done = 0;
  while (file.ok() && done < bytes.size()) {
    const ssize_t wrote =
        write(file.get(), bytes.data() + done, bytes.size() - done);
    if (wrote <= 0) break;
    done += wrote;
  }
  if (file.ok() && done == bytes.size()) return file;
  return absl::InternalError(
      absl::StrCat("cannot keep weights in memory: ", std::strerror(errno)));
}

// closed_difference: as much as the reference's answers with these weights are
// from `answers`, if that is more.
absl::Status CompareWithReference(
    const Entry& entry, const WorkerLimits& limits, const Cores& cores,
    const std::string& weights, const Questions& questions,
    const Answers& answers, TaskEvidence& evidence) {
  const TaskSpec& task = evidence.task;
  absl::StatusOr<std::unique_ptr<WorkerProcess>> reference =
      WorkerProcess::Start(entry.baseline_worker(), weights, limits, cores,
                           {task.height(), task.width(), task.outputs()});
  if (!reference.ok()) return reference.status();
  Answers wanted;
  if (!AskAll(**reference, questions, wanted)) {
    return absl::InternalError(absl::StrCat(
        "the reference failed with its weights in another order, ",
        (*reference)->ending()->when, ": ", (*reference)->ending()->message));
  }
  // Weights in any order may make it overflow; then there is nothing to keep
  // to.
  if (CountNotFinite(wanted, task.outputs()) > 0) return absl::OkStatus();
  evidence.closed_difference =
      std::max(evidence.closed_difference,
               Disagreement(answers, wanted, task.outputs()));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ShuffledWeights(absl::Span<const char> weights,
                                            SecretStream& random) {
  absl::StatusOr<tinytorch::StateDict> state =
      tinytorch::parse_safetensors(weights);
  if (!state.ok()) return state.status();
  const bool any = std::any_of(
      state->begin(), state->end(),
      [](const auto& entry) { return entry.second.numel() >= kFewValues; });
  for (auto& [name, tensor] : *state) {
    if (any && tensor.numel() < kFewValues) continue;
    std::vector<float> values(tensor.data(), tensor.data() + tensor.numel());
    Shuffle(values, random);
    std::copy(values.begin(), values.end(), tensor.data());
  }
  return tinytorch::serialize_safetensors(*state);
}

absl::Status AskWithOtherWeights(const Entry& entry, const WorkerLimits& limits,
                                 const Cores& cores, const DataSet& data,
                                 SecretStream random, TaskEvidence& evidence) {
  const absl::StatusOr<std::string> weights = base::ReadFile(entry.weights());
  if (!weights.ok()) return weights.status();
  std::vector<int64_t> indices(kSamples);
  for (int time = 0; time < kTimes; ++time) {
    const absl::StatusOr<std::string> other = ShuffledWeights(*weights, random);
    // Weights that are none have ended the timed run, and say so there.
    if (!other.ok()) {
      evidence.other_weights_ended = std::string(other.status().message());
      return absl::OkStatus();
    }
    const absl::StatusOr<sandbox::Fd> file = InMemory(*other);
    if (!file.ok()) return file.status();
    const std::string path = absl::StrCat("/proc/self/fd/", file->get());
    absl::StatusOr<std::unique_ptr<WorkerProcess>> worker =
        WorkerProcess::Start(
            entry.worker(), path, limits, cores,
            {data.task.height(), data.task.width(), data.task.outputs()});
    if (!worker.ok()) return worker.status();
    for (int64_t& i : indices) i = random.below(data.size());
    Questions questions(data, kBatch);
    questions.Take(indices);
    questions.Perturb(random);
    Answers answers;
    if (AskAll(**worker, questions, answers)) {
      evidence.other_weights_quality.push_back(
          QualityOf(data, questions.labels(), answers));
      if (!evidence.closed) continue;
      // The reference's function of whatever weights it is given.
      absl::Status s = CompareWithReference(entry, limits, cores, path,
                                            questions, answers, evidence);
      if (!s.ok()) return s;
    } else {
      const Ending& ending = *(*worker)->ending();
      evidence.other_weights_ended =
          absl::StrCat(ending.when, " ", ending.message);
    }
  }
  return absl::OkStatus();
}

}  // namespace olympics
