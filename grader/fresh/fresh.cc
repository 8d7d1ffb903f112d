#include "grader/fresh/fresh.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "grader/fresh/program.h"
#include "grader/fresh/redraw.h"
#include "grader/referee/changes.h"
#include "tinytorch/tensor/tensor.h"

namespace olympics {
namespace {

constexpr int kWordsOfClass = 100, kAnomaliesOfLabel = 500;
// Thirty times what it takes.
constexpr int kWordsSeconds = 60;

absl::Status WrongFiles(const TaskSpec& task, const std::string& what) {
  return absl::InvalidArgumentError(absl::StrCat(
      "tasks/", task.name(), " asks for fresh ",
      StrongSource_Name(task.fresh()), ", and ", what,
      "; give them in grader/tasks/tasks.bzl, or take fresh out of the task"));
}

// The seed as the program reads it: 256 bits.
std::string SeedText(SecretStream random) {
  std::string text;
  for (int i = 0; i < 4; ++i) {
    absl::StrAppendFormat(&text, "%016x", random.next());
  }
  return text;
}

absl::Status NoWords(const TaskSpec& task, const std::string& program,
                     const std::string& why) {
  return absl::UnavailableError(absl::StrCat(
      "tasks/", task.name(), " asks for fresh words, and ", program,
      " makes none: ", why,
      "; install Debian's libespeak-ng1 and espeak-ng-data, or take fresh out "
      "of the task"));
}

absl::StatusOr<DataSet> Words(const TaskSpec& task, const std::string& program,
                              const std::string& scale, SecretStream random) {
  const absl::StatusOr<std::string> bytes =
      OutputOfProgram({program, scale, absl::StrCat(kWordsOfClass)},
                      SeedText(random), kWordsSeconds);
  if (!bytes.ok()) {
    return NoWords(task, program, std::string(bytes.status().message()));
  }
  const int values = task.height() * task.width();
  const int64_t count = int64_t{kWordsOfClass} * task.outputs();
  if (static_cast<int64_t>(bytes->size()) != count * (1 + values)) {
    return NoWords(task, program,
                   absl::StrCat(bytes->size(), " bytes came out of it, not ",
                                count * (1 + values)));
  }
  DataSet set = {task,
                 tinytorch::Tensor::zeros(
                     {count, 1, int64_t{task.height()}, int64_t{task.width()}}),
                 {}};
  float* out = set.samples.data();
  for (size_t at = 0; at < bytes->size(); at += 1 + values) {
    const auto byte = [&](size_t i) {
      return static_cast<unsigned char>((*bytes)[at + i]);
    };
    if (byte(0) >= task.outputs()) {
      return NoWords(task, program,
                     absl::StrCat("it knows of a class ", int{byte(0)}));
    }
    set.labels.push_back(byte(0));
    for (int i = 0; i < values; ++i) {
      *out++ = static_cast<float>(byte(1 + i)) / 255.0f;
    }
  }
  return set;
}

// As many of each label, drawn of all.
DataSet Drawn(const DataSet& all, SecretStream random) {
  std::vector<int64_t> places[2], chosen;
  for (int64_t i = 0; i < all.size(); ++i) {
    places[all.labels[i]].push_back(i);
  }
  for (std::vector<int64_t>& of_label : places) {
    Shuffle(of_label, random);
    of_label.resize(std::min<size_t>(of_label.size(), kAnomaliesOfLabel));
    chosen.insert(chosen.end(), of_label.begin(), of_label.end());
  }
  const TaskSpec& task = all.task;
  DataSet set = {
      task,
      tinytorch::Tensor::zeros({static_cast<int64_t>(chosen.size()), 1,
                                int64_t{task.height()}, int64_t{task.width()}}),
      {}};
  float* out = set.samples.data();
  for (const int64_t i : chosen) {
    out = std::copy_n(all.sample(i), all.sample_floats(), out);
    set.labels.push_back(all.labels[i]);
  }
  return set;
}

absl::StatusOr<DataSet> Anomalies(const TaskSpec& task,
                                  const std::vector<std::string>& files,
                                  SecretStream random) {
  absl::StatusOr<DataSet> all = OpenDataSet(task, files[0], files[1]);
  if (!all.ok()) {
    return WrongFiles(task, std::string(all.status().message()));
  }
  return Drawn(*all, random);
}

// As the data set was made, and then as any sample is.
void RedrawAndPerturb(const TaskSpec& task, const float* sample,
                      SecretStream& random, float* out) {
  std::vector<float> drawn(static_cast<size_t>(task.height()) * task.width());
  Redraw(task, sample, random, drawn.data());
  Perturb(task, drawn.data(), random, out);
}

}  // namespace

absl::Status AddFresh(const std::vector<std::string>& files,
                      const SecretSeed& seed, TaskData& data) {
  const TaskSpec& task = data.test.task;
  if (task.fresh() == CHANGED) return absl::OkStatus();
  if (task.fresh() == REDRAWN) {
    data.strong_change = RedrawAndPerturb;
    return absl::OkStatus();
  }
  if (files.size() != 2) {
    return WrongFiles(task,
                      "two files make them, not " + absl::StrCat(files.size()));
  }
  SecretStream random = seed.For(task.name() + "/fresh");
  absl::StatusOr<DataSet> set = task.fresh() == WORDS
                                    ? Words(task, files[0], files[1], random)
                                    : Anomalies(task, files, random);
  if (!set.ok()) return set.status();
  data.fresh = *std::move(set);
  // A word is another anyway, an image has been seen by whoever looked for it.
  data.strong_change = task.fresh() == WORDS ? Perturb : Distort;
  return absl::OkStatus();
}

}  // namespace olympics
