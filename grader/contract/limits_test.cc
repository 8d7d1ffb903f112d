// The limits on the pages and in the headers that students read, beside those
// that the sandbox is started with.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "categories/spec.h"
#include "gmock/gmock.h"
#include "grader/judge/carried.h"
#include "grader/referee/worker_process.h"
#include "grader/train/policy.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

struct Given {
  double cpu_seconds = 0, memory_mib = 0;
  std::vector<std::string> categories;
};
Given& TheGiven() {
  static auto& given = *new Given;
  return given;
}

std::string Text(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

// A header's comments as one line of words.
std::string Words(const std::string& path) {
  const std::string text =
      absl::StrReplaceAll(Text(path), {{"\n//", " "}, {"\n", " "}});
  return absl::StrJoin(absl::StrSplit(text, ' ', absl::SkipEmpty()), " ");
}

int64_t Mib(int64_t bytes) { return bytes >> 20; }

sandbox::Limits OfTraining() {
  return TrainingPolicy(TheGiven().cpu_seconds, TheGiven().memory_mib)
      .Build()
      .limits;
}

CategorySpec SpecOf(const std::string& category) {
  const auto spec =
      LoadSpec(absl::StrCat("categories/", category, "/spec.textproto"));
  EXPECT_TRUE(spec.ok()) << spec.status();
  return spec.ok() ? *spec : CategorySpec();
}

WorkerLimits LimitsOf(const std::string& category) {
  return SpecOf(category).limits();
}

CarriedBounds BoundsOf(const std::string& category) {
  return olympics::BoundsOf(SpecOf(category));
}

// What a category's page must hold. Where this fails after a change to a spec,
// put the table that is printed onto the page.
std::string Table(const WorkerLimits& worker, const CarriedBounds& carried) {
  const sandbox::Limits t = OfTraining();
  const sandbox::Limits w = WorkerPolicy(worker).limits;
  return absl::StrCat(
      "| limit | in training | when asked |\n|---|---|---|\n", "| CPU time | ",
      absl::ToInt64Seconds(t.cpu), " s | ", absl::ToInt64Seconds(w.cpu),
      " s |\n",  //
      "| wall time | ", absl::ToInt64Seconds(t.wall), " s | ",
      worker.start_seconds(), " s for `Load`, ", worker.query_milliseconds(),
      " ms an answer, ", absl::ToInt64Seconds(w.wall), " s in all |\n",
      "| memory | ", Mib(t.memory_bytes), " MiB | ", Mib(w.memory_bytes),
      " MiB |\n",  //
      "| threads | ", t.threads, " | ", w.threads, ", on one core |\n",
      "| files | the training split; weights of at most ", Mib(t.file_bytes),
      " MiB out | none |\n",  //
      "| printed text | ", Mib(t.output_bytes), " MiB | ", Mib(w.output_bytes),
      " MiB |\n",  //
      "| carried by the sources, both halves together, after compression | ",
      BytesText(carried.constants_bytes()), " bytes of constants, ",
      BytesText(carried.immediates_bytes()), " of numbers in instructions, ",
      BytesText(carried.code_bytes()), " of code | the same |\n");
}

TEST(LimitsTest, EachCategorysPageHasItsLimits) {
  ASSERT_EQ(TheGiven().categories.size(), 5u);
  for (const std::string& category : TheGiven().categories) {
    EXPECT_THAT(Text(absl::StrCat("categories/", category, "/README.md")),
                HasSubstr(Table(LimitsOf(category), BoundsOf(category))));
  }
}

TEST(LimitsTest, TrainHSaysWhatTrainingMayUse) {
  const sandbox::Limits t = OfTraining();
  EXPECT_THAT(
      Words("grader/contract/train.h"),
      HasSubstr(absl::StrCat(
          absl::ToInt64Seconds(t.cpu), " s of CPU time over all its threads, ",
          absl::ToInt64Seconds(t.wall), " s in all, ", Mib(t.memory_bytes),
          " MiB of memory and ", t.threads, " threads; it may print ",
          Mib(t.output_bytes), " MiB, and its weights may take ",
          Mib(t.file_bytes), " MiB")));
}

TEST(LimitsTest, HeadersAndRulesSayWhatSourcesMayCarry) {
  for (const std::string& category : TheGiven().categories) {
    const CarriedBounds bounds = BoundsOf(category);
    for (const int64_t bytes :
         {int64_t{bounds.constants_bytes()}, int64_t{bounds.immediates_bytes()},
          int64_t{bounds.code_bytes()}}) {
      EXPECT_THAT(Text("docs/rules.md"),
                  HasSubstr(absl::StrCat(" | ", BytesText(bytes), " | ")));
    }
    for (const char* header : {"model.h", "train.h"}) {
      EXPECT_THAT(
          Words(absl::StrCat("grader/contract/", header)),
          HasSubstr(absl::StrCat(BytesText(bounds.constants_bytes()),
                                 " bytes of constants, ",
                                 BytesText(bounds.immediates_bytes()),
                                 " of numbers in instructions and ",
                                 BytesText(bounds.code_bytes()), " of code")))
          << category;
    }
  }
}

TEST(LimitsTest, ModelHSaysWhatAModelMayUse) {
  for (const std::string& category : TheGiven().categories) {
    const WorkerLimits limits = LimitsOf(category);
    const sandbox::Limits w = WorkerPolicy(limits).limits;
    const std::string memory =
        category == "edge_expert"
            ? absl::StrCat(" (Edge Expert: ", Mib(w.memory_bytes), ")")
            : absl::StrCat(Mib(w.memory_bytes), " MiB of memory");
    EXPECT_THAT(Words("grader/contract/model.h"), HasSubstr(memory));
    EXPECT_THAT(Words("grader/contract/model.h"),
                HasSubstr(absl::StrCat(
                    w.threads, " threads on one core, ", limits.start_seconds(),
                    " s for Load, ", limits.query_milliseconds(),
                    " ms for an answer and ", absl::ToInt64Seconds(w.wall),
                    " s in all; it may print ", Mib(w.output_bytes), " MiB")))
        << category;
  }
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (argc < 3) return 2;
  olympics::TheGiven() = {
      std::atof(argv[1]), std::atof(argv[2]), {argv + 3, argv + argc}};
  return RUN_ALL_TESTS();
}
