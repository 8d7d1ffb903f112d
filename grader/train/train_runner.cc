// The training action of a submission:
//
//   train_runner --trainer=BINARY --allowed=FILE... --images=IDX --labels=IDX
//                --weights=OUT --report=OUT --log=OUT [limits]
//
// runs the trainer in the sandbox, which sees the training split and can write
// one file. What it prints goes into the log, line by line while it runs. A
// training that fails is a finding about the submission, written into the
// report, with an empty weights file; only what is the grader's own fault makes
// this fail.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "base/files.h"
#include "grader/report/files.h"
#include "grader/report/grade.pb.h"
#include "grader/report/text.h"
#include "grader/stage/stage.h"
#include "grader/train/policy.h"
#include "grader/train/training_log.h"
#include "sandbox/jail.h"
#include "sandbox/outcome.h"
#include "tinytorch/layers/safetensors.h"

namespace olympics {
namespace {

struct Options {
  std::string trainer, images, labels, weights, report, log;
  std::vector<std::string> allowed;
  double cpu_seconds = 900;
  double memory_mib = 2048;
};

// Copies what a program prints into the log until it has ended.
class Copying {
 public:
  Copying(std::FILE* file, double budget_seconds) : log_(file, budget_seconds) {
    if (pipe2(pipe_, O_CLOEXEC) != 0) pipe_[0] = pipe_[1] = -1;
  }
  Copying(const Copying&) = delete;
  Copying& operator=(const Copying&) = delete;
  ~Copying() { Finish(cpu_seconds_); }

  int descriptor() const { return pipe_[1]; }

  // The jail outlives this.
  void Start(const sandbox::Jail& jail) {
    reader_ = std::thread([this, &jail] {
      char bytes[4096];
      for (ssize_t got; (got = read(pipe_[0], bytes, sizeof(bytes))) != 0;) {
        if (got < 0) {
          if (errno == EINTR) continue;
          break;
        }
        const auto usage = jail.ReadUsage();
        if (usage.ok()) cpu_seconds_ = usage->cpu_seconds;
        log_.Add(std::string(bytes, got), cpu_seconds_);
      }
    });
  }

  void Finish(double cpu_seconds) {
    if (pipe_[1] >= 0) close(pipe_[1]);  // the end of what the reader reads
    if (reader_.joinable()) reader_.join();
    if (pipe_[0] >= 0) close(pipe_[0]);
    pipe_[0] = pipe_[1] = -1;
    log_.End(cpu_seconds);
  }

 private:
  TrainingLog log_;
  int pipe_[2] = {-1, -1};
  double cpu_seconds_ = 0;
  std::thread reader_;
};

absl::StatusOr<Training> Run(const Options& o, std::FILE* log) {
  Training training;
  for (const std::string& path : o.allowed) {
    const absl::StatusOr<std::string> allowed = base::ReadFile(path);
    if (!allowed.ok()) return allowed.status();
    if (*allowed == "yes") continue;
    if (*allowed != "no") {
      return absl::InvalidArgumentError(
          absl::StrCat("cannot read the inspection's word in ", path));
    }
    training.set_message("it was not run: the inspection refused the sources");
    training.set_verdict("not_run");
    return training;
  }
  std::optional<absl::StatusOr<ProgramOutput>> out =
      ProgramOutput::Make(o.weights);
  if (!out->ok()) return out->status();
  // Made in this order: the log reads the jail's usage to its end.
  absl::StatusOr<std::unique_ptr<sandbox::Jail>> jail;
  Copying copying(log, o.cpu_seconds);
  jail = sandbox::Jail::Start(
      TrainingPolicy(o.cpu_seconds, o.memory_mib)
          .AddReadOnly(o.images, "/train/images")
          .AddReadOnly(o.labels, "/train/labels")
          .AddWritableFile(o.weights, "/out/weights.safetensors")
          .Build(),
      {.program = o.trainer,
       .arguments = {"train"},
       .copy_stdout = copying.descriptor(),
       .copy_stderr = copying.descriptor()});
  if (!jail.ok()) return jail.status();
  copying.Start(**jail);
  const sandbox::Outcome& outcome = (*jail)->Wait();
  copying.Finish(outcome.user_seconds + outcome.system_seconds);
  out.reset();
  training.set_verdict(sandbox::VerdictName(outcome.verdict));
  training.set_cpu_seconds(outcome.user_seconds + outcome.system_seconds);
  training.set_wall_seconds(outcome.wall_seconds);
  training.set_peak_memory_bytes(outcome.peak_memory_bytes);
  training.set_output(PlainText(outcome.output.substr(
      outcome.output.size() - std::min<size_t>(outcome.output.size(), 4096))));
  if (!outcome.ok()) {
    training.set_message(TrainingFailure(outcome, o.cpu_seconds));
    return training;
  }
  const absl::StatusOr<std::string> bytes = base::ReadFile(o.weights);
  if (!bytes.ok()) return bytes.status();
  training.set_weights_bytes(static_cast<int64_t>(bytes->size()));
  const absl::StatusOr<tinytorch::StateDict> weights =
      tinytorch::parse_safetensors(absl::MakeConstSpan(*bytes));
  if (!weights.ok()) {
    training.set_message(absl::StrCat("it wrote weights that cannot be read: ",
                                      std::string(weights.status().message())));
    return training;
  }
  training.set_ok(true);
  return training;
}

int Main(int argc, char** argv) {
  Options o;
  CLI::App app{"Trains a submission in the sandbox."};
  app.add_option("--trainer", o.trainer)->required();
  app.add_option("--allowed", o.allowed)->required();
  app.add_option("--images", o.images)->required();
  app.add_option("--labels", o.labels)->required();
  app.add_option("--weights", o.weights)->required();
  app.add_option("--report", o.report)->required();
  app.add_option("--log", o.log)->required();
  app.add_option("--cpu_seconds", o.cpu_seconds)->check(CLI::PositiveNumber);
  app.add_option("--memory_mib", o.memory_mib)->check(CLI::PositiveNumber);
  CLI11_PARSE(app, argc, argv);
  const auto fail = [](const absl::Status& status) {
    std::fprintf(stderr, "train_runner: %s\n",
                 std::string(status.message()).c_str());
    return 1;
  };
  if (absl::Status s = base::WriteFile(o.weights, ""); !s.ok()) return fail(s);
  std::FILE* const log = std::fopen(o.log.c_str(), "we");
  if (log == nullptr) {
    return fail(absl::UnavailableError(absl::StrCat("cannot write ", o.log)));
  }
  const absl::StatusOr<Training> training = Run(o, log);
  std::fclose(log);
  if (!training.ok()) return fail(training.status());
  if (!training->ok()) {
    if (absl::Status s = base::WriteFile(o.weights, ""); !s.ok())
      return fail(s);
  }
  const absl::Status written =
      base::WriteFile(o.report, ToTextProto(*training));
  if (!written.ok()) return fail(written);
  return 0;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) { return olympics::Main(argc, argv); }
