#include "grader/attempt/digest.h"

#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace olympics {
namespace {

// printf '1 a\n10 b\n' | sha256sum
TEST(AttemptDigestTest, IsTheSha256OfSizesNamesAndBytes) {
  EXPECT_EQ(AttemptDigest({{"a", "1"}, {"b", ""}}),
            "5edd06ab8a75aaf1f4b94084f2e88e10004a8342f500bc165de59ba44886a8f8");
}

TEST(AttemptDigestTest, TheOrderOfFilesDoesNotMatter) {
  EXPECT_EQ(AttemptDigest({{"model.cc", "m"}, {"BUILD", "b"}}),
            AttemptDigest({{"BUILD", "b"}, {"model.cc", "m"}}));
}

TEST(AttemptDigestTest, WhateverChangesChangesIt) {
  const std::vector<std::vector<AttemptFile>> all = {
      {},
      {{"a", ""}},
      {{"a", "b"}},
      {{"ab", ""}},
      {{"a", ""}, {"b", ""}},
      {{"a", "0 b\n"}},
      {{"a", "b"}, {"c", "d"}},
      {{"a", "d"}, {"c", "b"}},
      {{"a", std::string("b\0", 2)}},
      {{"a", "b\n"}},
      {{"A", "b"}},
  };
  std::set<std::string> digests;
  for (const auto& files : all) {
    const std::string digest = AttemptDigest(files);
    EXPECT_TRUE(IsAttemptDigest(digest)) << digest;
    EXPECT_TRUE(digests.insert(digest).second) << digest;
  }
}

TEST(AttemptDigestTest, NothingElseIsADigest) {
  const std::string digest = AttemptDigest({});
  for (const std::string& text :
       {std::string(), digest.substr(1), digest + "0", "../" + digest.substr(3),
        "G" + digest.substr(1), "A" + digest.substr(1),
        " " + digest.substr(1)}) {
    EXPECT_FALSE(IsAttemptDigest(text)) << text;
  }
}

}  // namespace
}  // namespace olympics
