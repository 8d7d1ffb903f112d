#include "tools/signing/files.h"

#include <string>

#include "absl/status/status.h"
#include "base/files.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(SignedFileTest, AnyChangeIsFound) {
  const SecretKey key = SecretKey::Create();
  const std::string path = ::testing::TempDir() + "/signed.xml";
  EXPECT_TRUE(absl::IsNotFound(VerifyFile(path, key.public_key())));
  ASSERT_TRUE(WriteSigned(path, "<points>12</points>", key).ok());
  EXPECT_TRUE(VerifyFile(path, key.public_key()).ok());
  EXPECT_TRUE(absl::IsPermissionDenied(
      VerifyFile(path, SecretKey::Create().public_key())));
  ASSERT_TRUE(base::WriteFile(path, "<points>92</points>").ok());
  EXPECT_TRUE(absl::IsPermissionDenied(VerifyFile(path, key.public_key())));
  ASSERT_TRUE(base::WriteFile(path + ".sig", "no signature").ok());
  EXPECT_TRUE(absl::IsPermissionDenied(VerifyFile(path, key.public_key())));
}

}  // namespace
}  // namespace olympics
