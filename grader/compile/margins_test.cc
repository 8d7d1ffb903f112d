// Whether the bounds on what a submission carries leave honest work four times
// what it needs: of each report on objects that is given, model and training of
// a folder together. Prints the table of what they carry.
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "categories/spec.h"
#include "grader/judge/carried.h"
#include "grader/report/files.h"
#include "grader/report/grade.pb.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

constexpr int kMargin = 4;

std::vector<std::string>& Reports() {
  static auto& reports = *new std::vector<std::string>;
  return reports;
}

TEST(MarginsTest, HonestSubmissionsKeepAFactorOfFour) {
  std::map<std::string, std::vector<CarriedPart>> submissions;
  for (const std::string& path : Reports()) {
    Inspection report;
    ASSERT_TRUE(ReadTextProto(path, report).ok()) << path;
    EXPECT_EQ(report.findings_size(), 0) << path;
    ASSERT_GT(report.carried_size(), 0) << path;
    auto& parts = submissions[path.substr(0, path.rfind('/'))];
    parts.insert(parts.end(), report.carried().begin(), report.carried().end());
  }
  ASSERT_GE(submissions.size(), 6u);
  for (const char* category : {"edge_expert", "energy_efficient",
                               "memory_miser", "speed_demon", "tinymlperf"}) {
    const auto spec =
        LoadSpec(std::string("categories/") + category + "/spec.textproto");
    ASSERT_TRUE(spec.ok()) << spec.status();
    const CarriedBounds bounds = BoundsOf(*spec);
    for (const auto& [folder, parts] : submissions) {
      const CarriedPart total = TotalOf(parts);
      EXPECT_LE(kMargin * total.constants(), bounds.constants_bytes())
          << folder;
      EXPECT_LE(kMargin * total.immediates(), bounds.immediates_bytes())
          << folder;
      EXPECT_LE(kMargin * total.code(), bounds.code_bytes()) << folder;
    }
  }
  std::printf("%-28s constants  immediates    code\n", "");
  for (const auto& [folder, parts] : submissions) {
    const CarriedPart total = TotalOf(parts);
    std::printf("%-28s %9d %11d %7d\n", folder.c_str(),
                static_cast<int>(total.constants()),
                static_cast<int>(total.immediates()),
                static_cast<int>(total.code()));
  }
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  olympics::Reports().assign(argv + 1, argv + argc);
  return RUN_ALL_TESTS();
}
