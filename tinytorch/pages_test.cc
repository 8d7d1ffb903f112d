// Reads the modules' pages as a student does: what they say to include is
// there, the labels to depend on are targets, and no page names a file that
// does not exist. That the lines compile as they stand is each module's
// ":page".
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "re2/re2.h"

namespace tinytorch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string>& ModuleNames() {
  static auto& names = *new std::vector<std::string>;
  return names;
}

// Nothing for a file that does not exist.
std::string Text(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The tree as far as a page speaks of it.
struct Tree {
  std::function<bool(const std::string& path)> has_file;
  std::function<std::string(const std::string& package)> build_file;
};

bool HasTarget(const Tree& tree, const std::string& label) {
  const std::vector<std::string> parts =
      absl::StrSplit(label.substr(2), absl::MaxSplits(':', 1));
  const std::string target =
      parts.size() == 2 ? parts[1] : parts[0].substr(parts[0].rfind('/') + 1);
  return absl::StrContains(tree.build_file(parts[0]),
                           absl::StrCat("name = \"", target, "\""));
}

// What is wrong with the page of `module`, a sentence each.
std::vector<std::string> Findings(const std::string& module,
                                  const std::string& page, const Tree& tree) {
  std::vector<std::string> findings;
  const std::string folder = absl::StrCat("tinytorch/", module, "/");
  const std::string label = absl::StrCat("//tinytorch/", module);
  if (!RE2::PartialMatch(
          page,
          R"re(^# Module \d+: .*\n\n```cpp\n(#include "tinytorch/[^"]+"[^\n]*\n)+```\n\nDependency: `"//)re")) {
    findings.push_back(
        "it does not begin with its title, what to include, and the "
        "dependency");
  }
  if (!absl::StrContains(page, absl::StrCat("`\"", label, "\"`"))) {
    findings.push_back(absl::StrCat("it does not name ", label));
  }
  std::string name;
  re2::StringPiece rest = page;
  while (RE2::FindAndConsume(&rest, R"re(#include "([^"]+)")re", &name)) {
    if (!tree.has_file(name)) {
      findings.push_back(absl::StrCat("it includes ", name));
    }
  }
  rest = page;
  while (RE2::FindAndConsume(&rest, R"re(`([\w./-]+\.(?:h|cc))`)re", &name)) {
    if (!tree.has_file(folder + name) && !tree.has_file(name)) {
      findings.push_back(absl::StrCat("it names the file ", name));
    }
  }
  rest = page;
  while (RE2::FindAndConsume(&rest, R"re((//tinytorch[\w/]*(?::\w+)?))re",
                             &name)) {
    if (!HasTarget(tree, name)) {
      findings.push_back(absl::StrCat("it names the target ", name));
    }
  }
  return findings;
}

TEST(PagesTest, EveryPageIsTrue) {
  const Tree tree = {
      [](const std::string& path) { return std::filesystem::exists(path); },
      [](const std::string& package) { return Text(package + "/BUILD"); }};
  ASSERT_EQ(ModuleNames().size(), 19u);
  for (const std::string& module : ModuleNames()) {
    const std::string page =
        Text(absl::StrCat("tinytorch/", module, "/README.md"));
    EXPECT_THAT(Findings(module, page, tree), IsEmpty()) << module;
  }
}

TEST(PagesTest, TheListOfModulesLinksToEachInTheCoursesOrder) {
  const std::string page = Text("tinytorch/README.md");
  for (size_t i = 0; i < ModuleNames().size(); ++i) {
    const std::string& module = ModuleNames()[i];
    EXPECT_THAT(page, ::testing::HasSubstr(absl::StrCat(
                          "| ", i + 1, " | [", module, "](", module, ") |")));
    EXPECT_THAT(Text(absl::StrCat("tinytorch/", module, "/README.md")),
                ::testing::StartsWith(absl::StrCat("# Module ", i + 1, ":")));
  }
}

TEST(PagesTest, WhatIsNotThereIsFound) {
  const Tree tree = {
      [](const std::string& path) {
        return path == "tinytorch/half/half.h" || path == "tinytorch/half/a.cc";
      },
      [](const std::string& package) -> std::string {
        return package == "tinytorch/half" ? "name = \"half\"," : "";
      }};
  constexpr char kGood[] =
      "# Module 1: Half\n\n```cpp\n#include \"tinytorch/half/half.h\"\n```\n\n"
      "Dependency: `\"//tinytorch/half\"`.\n\nSee `a.cc` and `half.h`.\n";
  EXPECT_THAT(Findings("half", kGood, tree), IsEmpty());
  EXPECT_THAT(
      Findings("half",
               absl::StrCat(kGood,
                            "`none.h`, //tinytorch/half:none, "
                            "//tinytorch/none\n"
                            "#include \"tinytorch/none.h\"\n"),
               tree),
      ElementsAre("it includes tinytorch/none.h", "it names the file none.h",
                  "it names the target //tinytorch/half:none",
                  "it names the target //tinytorch/none"));
  EXPECT_THAT(
      Findings("half", "# Module 1: Half\n\nA module.\n", tree),
      ElementsAre("it does not begin with its title, what to include, and the "
                  "dependency",
                  "it does not name //tinytorch/half"));
}

}  // namespace
}  // namespace tinytorch

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) tinytorch::ModuleNames().push_back(argv[i]);
  return RUN_ALL_TESTS();
}
