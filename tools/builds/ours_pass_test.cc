// What `tito olympics submit` writes into submissions/ is nothing that the
// workspace's tools/bazel leaves out.
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "gtest/gtest.h"
#include "tools/intake/build_file.h"
#include "tools/process/process.h"

namespace olympics {
namespace {

namespace fs = std::filesystem;

// Any text that ParseBuildFile lets through.
std::string AnyText(std::mt19937& random) {
  std::string text;
  for (size_t n = random() % 12; text.size() < n;) {
    const char c = static_cast<char>(' ' + random() % ('~' - ' ' + 1));
    if (c != '"' && c != '\'' && c != '\\') text += c;
  }
  return text;
}

TEST(OursPassTest, WhateverIsWrittenOfAHandInIsKnownToBazel) {
  const std::string tree = std::string(getenv("TEST_TMPDIR")) + "/tree";
  fs::create_directories(tree + "/tools");
  fs::create_directories(tree + "/submissions");
  fs::copy_file("tools/bazel", tree + "/tools/bazel",
                fs::copy_options::overwrite_existing);
  std::mt19937 random(1);
  size_t written = 0;
  for (int i = 0; i < 500; ++i) {
    BuildArguments arguments;
    for (const char* key : {"categories", "copts", "deps", "division"}) {
      BuildArgument& argument = arguments[key];
      argument.list = random() % 4 != 0;
      argument.values.resize(argument.list ? random() % 4 : 1);
      for (std::string& value : argument.values) value = AnyText(random);
    }
    arguments["model"] = {true, {"model.cc", "more.cc"}};
    const std::string name = "s" + std::to_string(i);
    const std::string text = BuildFileOf(name, arguments);
    if (!ParseBuildFile(text).ok()) continue;  // it names another package
    ++written;
    const std::string folder = absl::StrCat(tree, "/submissions/", name);
    fs::create_directories(folder);
    ASSERT_TRUE(base::WriteFile(folder + "/BUILD", text).ok());
  }
  ASSERT_GT(written, 400u);
  const auto said = OutputOf(
      {"sh", "-c",
       "BAZEL_REAL=/bin/echo " + tree + "/tools/bazel build //... 2>&1"});
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(*said, "build //...\n");
}

}  // namespace
}  // namespace olympics
