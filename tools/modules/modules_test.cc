#include "tools/modules/modules.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::vector<int> Numbers(const std::vector<std::string>& names) {
  const auto modules = ParseModules(names);
  std::vector<int> numbers;
  if (modules.ok()) {
    for (const Module& m : *modules) numbers.push_back(m.number);
  }
  return numbers;
}

TEST(ModulesTest, AreTheCoursesNineteen) {
  ASSERT_THAT(Modules(), SizeIs(19));
  EXPECT_EQ(Modules()[0].package, "tensor");
  EXPECT_EQ(Modules()[15].package, "quantization");
  EXPECT_EQ(TestTargets(Modules()[18]), "//tinytorch/benchmarking:all");
}

TEST(ParseModulesTest, NumbersRangesNamesAndAll) {
  EXPECT_THAT(Numbers({"16"}), ElementsAre(16));
  EXPECT_THAT(Numbers({"9-11", "tensor", "10"}), ElementsAre(1, 9, 10, 11));
  EXPECT_THAT(Numbers({"all"}), SizeIs(19));
  EXPECT_THAT(Numbers({}), SizeIs(19));
}

TEST(ParseModulesTest, WhatIsNoModuleIsNamed) {
  for (const char* bad : {"0", "20", "3-2", "1-20", "-1", "1-2-3", "tensors",
                          "", "99999999999"}) {
    const auto modules = ParseModules({bad});
    ASSERT_FALSE(modules.ok()) << bad;
    EXPECT_THAT(std::string(modules.status().message()),
                HasSubstr(std::string("no module \"") + bad + "\""));
  }
}

TEST(StatusOfTest, CountsResultsAndFailsWhatHasNone) {
  BuildEvents events;
  events.test_targets = {"//tinytorch/tensor:tensor_test",
                         "//tinytorch/tensor:memory_test",
                         "//tinytorch/losses:losses_test"};
  TestRun run;
  run.label = "//tinytorch/tensor:tensor_test";
  run.status = "PASSED";
  run.seconds = 1.5;
  events.tests.push_back(run);
  run.label = "//tinytorch/losses:losses_test";
  run.status = "FAILED";
  events.tests.push_back(run);
  const auto status = StatusOf(*ParseModules({"1", "2", "4"}), events);
  ASSERT_THAT(status, SizeIs(3));
  EXPECT_EQ(status[0].passed, 1);
  EXPECT_EQ(status[0].total, 2);
  EXPECT_THAT(status[0].failing,
              ElementsAre("//tinytorch/tensor:memory_test: NOT BUILT"));
  EXPECT_FALSE(status[0].ok());
  EXPECT_FALSE(status[1].ok());  // nothing ran: nothing is shown to pass
  EXPECT_EQ(status[2].passed, 0);
  const std::string text = ModulesText(status);
  EXPECT_THAT(text, HasSubstr("0 of 3 modules pass"));
  EXPECT_THAT(text, HasSubstr("losses_test: FAILED"));
  const auto json = nlohmann::json::parse(ModulesJson(status));
  EXPECT_EQ(json[0]["total"], 2);
  EXPECT_EQ(json[0]["ok"], false);
}

}  // namespace
}  // namespace olympics
