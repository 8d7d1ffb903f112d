#include "grader/benchmark/run.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "grader/benchmark/testdata/linear_model.h"
#include "gtest/gtest.h"
#include "tinytorch/layers/safetensors.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// As the rule gives it; both workers answer without looking.
MeasuringProgram Measured(const std::string& program,
                          const std::vector<std::string>& arguments) {
  MeasuringProgram m;
  m.program = "grader/benchmark/testdata/" + program;
  m.arguments = arguments;
  const std::string weights = ::testing::TempDir() + "/weights.safetensors";
  EXPECT_TRUE(
      tinytorch::save_safetensors(LinearNet().state_dict(), weights).ok());
  const std::string data = "third_party/fashion_mnist/t10k-";
  m.entry.set_weights(weights);
  m.entry.set_baseline_weights(weights);
  m.entry.set_worker("grader/worker/echo_worker");
  m.entry.set_baseline_worker("grader/worker/echo_worker");
  m.entry.set_images(data + "images-idx3-ubyte");
  m.entry.set_labels(data + "labels-idx1-ubyte");
  m.spec = "categories/speed_demon/spec.textproto";
  m.task = "categories/tasks/image_classification.textproto";
  return m;
}

struct Result {
  int code = -1;
  std::string out, err;
};

Result Measure(const MeasuringProgram& m) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Result result;
  const absl::StatusOr<int> code = RunMeasuringProgram(m);
  std::fflush(stdout);
  result.out = ::testing::internal::GetCapturedStdout();
  result.err = ::testing::internal::GetCapturedStderr();
  EXPECT_TRUE(code.ok()) << code.status();
  if (code.ok()) result.code = *code;
  return result;
}

TEST(RunMeasuringProgramTest, PrintsTheBaselineBesideTheModel) {
  const Result r = Measure(Measured("measures", {}));
  EXPECT_EQ(r.code, 0) << r.err;
  for (const char* text :
       {"my own line", "image_classification:", "yours  baseline   gain [95 %]",
        "inferences/s, batch 1 ", "inferences/s, batch 64", "peak memory, MB",
        "right answers", "For your eyes only"}) {
    EXPECT_THAT(r.out, HasSubstr(text));
  }
}

TEST(RunMeasuringProgramTest, ProfilesWithinTheSandbox) {
  const Result r = Measure(Measured("measures", {"--profile"}));
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_THAT(r.out, HasSubstr("batch 1:"));
  EXPECT_THAT(r.out, ::testing::ContainsRegex("\n1 +Linear"));
}

TEST(RunMeasuringProgramTest, PassesOnWhatTheProgramMakesOfItsArguments) {
  EXPECT_EQ(Measure(Measured("measures", {"--profil"})).code, 2);
}

TEST(RunMeasuringProgramTest, AWorkerThatCannotBeComparedIsNamed) {
  MeasuringProgram m = Measured("measures", {});
  m.entry.set_worker("/nowhere");
  const Result r = Measure(m);
  EXPECT_EQ(r.code, 1);
  EXPECT_THAT(r.err, HasSubstr("/nowhere"));
}

TEST(RunMeasuringProgramTest, AProgramThatIsNotThereIsAnError) {
  const absl::StatusOr<int> code = RunMeasuringProgram(Measured("none", {}));
  EXPECT_THAT(std::string(code.status().message()), HasSubstr("none"));
}

struct Attack {
  const char* what;
  int code;
  const char* out;  // of the program
  const char* err;  // of ours
};
class AttackTest : public ::testing::TestWithParam<Attack> {};

TEST_P(AttackTest, ReachesNothing) {
  const Attack& attack = GetParam();
  ASSERT_EQ(setenv("HOME", "/home/instructor", 1), 0);
  std::remove("/tmp/escaped");
  const Result r = Measure(Measured("attacks", {attack.what}));
  EXPECT_EQ(r.code, attack.code) << r.out << r.err;
  EXPECT_THAT(r.out, HasSubstr(attack.out));
  EXPECT_THAT(r.err, HasSubstr(attack.err));
  EXPECT_EQ(std::fopen("/tmp/escaped", "r"), nullptr);
}

INSTANTIATE_TEST_SUITE_P(
    Programs, AttackTest,
    ::testing::Values(Attack{"command", 1, "", "which the sandbox forbids"},
                      Attack{"socket", 1, "",
                             "it called socket, which the sandbox forbids"},
                      Attack{"read", 5, "it is not there", ""},
                      Attack{"write", 6, "it cannot be written", ""},
                      Attack{"variable", 7, "it is not set", ""},
                      Attack{"ask", 8, "", ""}),
    [](const auto& info) { return std::string(info.param.what); });

}  // namespace
}  // namespace olympics
