#include "tools/signing/keys.h"

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

std::string Folder() {
  return ::testing::TempDir() + "/keys-" +
         ::testing::UnitTest::GetInstance()->current_test_info()->name();
}

std::string Hex(const std::string& hex) {
  std::string bytes;
  for (size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

TEST(KeysTest, SignaturesAgreeWithRfc8032) {
  // Section 7.1, TEST 3: the seed and the public key in base64.
  const auto key = SecretKey::Parse(
      "ed25519-secret:xaqN9D+fg3vtt0QvMdy3sWbThTUHbwlLhc46LgtEWPf8"
      "Uc2OYhiho42kftACMPBYCBbtE7ozA6xd65EVSJCAJQ==");
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->public_key().Text(),
            "ed25519:/FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU=");
  const std::string signature =
      Hex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
          "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
  EXPECT_EQ(key->Sign(Hex("af82")), signature);
  EXPECT_TRUE(key->public_key().Verify(Hex("af82"), signature));
  EXPECT_FALSE(key->public_key().Verify(Hex("af83"), signature));
  EXPECT_FALSE(key->public_key().Verify(Hex("af82"), signature.substr(1)));
}

TEST(KeysTest, TextsAreReadBack) {
  const SecretKey key = SecretKey::Create();
  EXPECT_EQ(SecretKey::Parse(key.Text())->Text(), key.Text());
  EXPECT_EQ(*PublicKey::Parse(key.public_key().Text() + "\n"),
            key.public_key());
  for (const char* bad : {"", "ed25519:", "ed25519:AAAA", "rsa:AAAA"}) {
    EXPECT_FALSE(PublicKey::Parse(bad).ok()) << bad;
    EXPECT_FALSE(SecretKey::Parse(bad).ok()) << bad;
  }
}

TEST(KeysTest, AreMadeOnceWhoeverIsFirst) {
  std::vector<std::thread> threads;
  std::vector<std::string> keys(8);
  for (std::string& key : keys) {
    threads.emplace_back([&key] {
      const auto made = LoadOrMakeKeys(Folder());
      key = made.ok() ? made->public_key.Text()
                      : std::string(made.status().message());
    });
  }
  for (std::thread& t : threads) t.join();
  for (const std::string& key : keys) EXPECT_EQ(key, keys[0]);
  struct stat info;
  ASSERT_EQ(stat((Folder() + "/key").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600);
}

TEST(KeysTest, WhatCannotBeTrustedIsRefused) {
  EXPECT_TRUE(absl::IsNotFound(LoadKeys(Folder()).status()));
  ASSERT_TRUE(LoadOrMakeKeys(Folder()).ok());
  chmod((Folder() + "/key").c_str(), 0644);
  EXPECT_THAT(std::string(LoadKeys(Folder()).status().message()),
              HasSubstr("can be read by others"));
  chmod((Folder() + "/key").c_str(), 0600);
  ASSERT_TRUE(base::WriteFile(Folder() + "/key.pub",
                              SecretKey::Create().public_key().Text())
                  .ok());
  EXPECT_THAT(std::string(LoadKeys(Folder()).status().message()),
              HasSubstr("is not the public key of"));
  std::filesystem::remove(Folder() + "/key");
  const auto reader = LoadKeys(Folder());
  ASSERT_TRUE(reader.ok());
  EXPECT_FALSE(reader->secret.has_value());
}

TEST(JwsTest, AgreesWithRfc8037) {
  // Appendix A.4 and A.5.
  const auto key =
      PublicKey::Parse("ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
  const std::string token =
      "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
      "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt"
      "9g7sVvpAr_MuM0KAg";
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(*VerifyJws(*key, token), "Example of Ed25519 signing");
}

TEST(JwsTest, AnyChangeIsFound) {
  const SecretKey key = SecretKey::Create();
  const std::string token = SignJws(key, R"({"name":"zoë"})");
  EXPECT_EQ(*VerifyJws(key.public_key(), token), R"({"name":"zoë"})");
  int found = 0;
  for (size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    found += !VerifyJws(key.public_key(), changed).ok();
  }
  EXPECT_EQ(found, static_cast<int>(token.size()));
  EXPECT_FALSE(VerifyJws(SecretKey::Create().public_key(), token).ok());
  // "alg": "none", and no signature.
  EXPECT_FALSE(VerifyJws(key.public_key(), "eyJhbGciOiJub25lIn0.e30.").ok());
  EXPECT_FALSE(VerifyJws(key.public_key(), "").ok());
}

}  // namespace
}  // namespace olympics
