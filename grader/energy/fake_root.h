// A tree of the kernel's files that a test makes up.
#ifndef GRADER_ENERGY_FAKE_ROOT_H_
#define GRADER_ENERGY_FAKE_ROOT_H_

#include <unistd.h>

#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "gtest/gtest.h"

namespace olympics {

// A root of its own for each test, gone afterwards.
class FakeRoot : public ::testing::Test {
 protected:
  FakeRoot()
      : root_(absl::StrCat(
            ::testing::TempDir(), "/root-", getpid(), "-",
            ::testing::UnitTest::GetInstance()->current_test_info()->name())) {}
  ~FakeRoot() override { std::filesystem::remove_all(root_); }

  void Put(const std::string& path, const std::string& text) {
    const std::filesystem::path whole = root_ + path;
    std::filesystem::create_directories(whole.parent_path());
    // As a whole: a reader sees the old or the new.
    ASSERT_TRUE(base::WriteFile(whole, text + "\n").ok());
  }

  const std::string root_;
};

}  // namespace olympics

#endif  // GRADER_ENERGY_FAKE_ROOT_H_
