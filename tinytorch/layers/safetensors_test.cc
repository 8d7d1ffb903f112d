#include "tinytorch/layers/safetensors.h"

#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tinytorch {
namespace {

using ::testing::HasSubstr;

std::string File(const std::string& header, size_t data_bytes) {
  std::string bytes(8, '\0');
  const uint64_t n = header.size();
  std::memcpy(bytes.data(), &n, 8);
  return bytes + header + std::string(data_bytes, '\0');
}

TEST(SafetensorsTest, WhatIsSavedIsLoaded) {
  StateDict state;
  state["a.weight"] = Tensor::randn({3, 4});
  state["b"] = Tensor::scalar(2.5f);
  state["empty"] = Tensor::zeros({0, 7});
  state["view"] = Tensor::arange(6).reshape({2, 3}).transpose(0, 1);
  const std::string path = ::testing::TempDir() + "/weights.safetensors";
  ASSERT_TRUE(save_safetensors(state, path).ok());
  const auto loaded = load_safetensors(path);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  ASSERT_EQ(loaded->size(), state.size());
  for (const auto& [name, tensor] : state) {
    EXPECT_EQ(loaded->at(name).sizes(), tensor.sizes()) << name;
    EXPECT_EQ(loaded->at(name).to_vector(), tensor.to_vector()) << name;
  }
}

TEST(SafetensorsTest, TheHeaderIsPaddedToEightBytes) {
  const std::string bytes = serialize_safetensors({{"x", Tensor::ones({1})}});
  uint64_t length;
  std::memcpy(&length, bytes.data(), 8);
  EXPECT_EQ(length % 8, 0u);
  EXPECT_EQ(bytes.size(), 8 + length + 4);
}

TEST(SafetensorsTest, MalformedFilesAreRefusedWithTheReason) {
  const std::string entry = R"("dtype":"F32","shape":[2],"data_offsets":)";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "fewer than the 8"},
      {std::string("\xff\xff\xff\xff\xff\xff\xff\xff{}", 10), "does not fit"},
      {File("", 0), "does not start with '{'"},
      {File("{\"a\":", 0), "not valid JSON"},
      {File("{\"a\":1}", 0), "lacks dtype"},
      {File("{\"a\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}",
            8),
       "only \"F32\" and \"I8\""},
      {File("{\"a\":{\"dtype\":\"I8\",\"shape\":[2],\"data_offsets\":[0,8]}}",
            8),
       "8 bytes for the shape [2]"},
      {File("{\"a\":{" + entry + "[0,9]}}", 8), "outside the file"},
      {File("{\"a\":{" + entry + "[8,0]}}", 8), "outside the file"},
      {File("{\"a\":{" + entry + "[0,4]}}", 8), "4 bytes for the shape [2]"},
      {File("{\"a\":{" + entry + "[0,8]}}", 12), "belong to no tensor"},
      {File("{\"a\":{" + entry + "[4,12]}}", 12), "leaves a gap"},
      {File("{\"a\":{" + entry + "[0,8]},\"a\":{" + entry + "[8,16]}}", 16),
       "repeats a name"},
      {File("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
            4),
       "no count"},
      {File("{\"a\":{\"dtype\":\"F32\",\"shape\":[9007199254740992,4096],"
            "\"data_offsets\":[0,4]}}",
            4),
       "more elements"},
      // No elements, and strides beyond any number.
      {File("{\"a\":{\"dtype\":\"F32\",\"shape\":[0,9007199254740992,"
            "9007199254740992],\"data_offsets\":[0,0]}}",
            0),
       "more elements"},
      {File("{\"a\":" + std::string(100000, '[') + "}", 0), "too deep"},
  };
  for (const auto& [bytes, reason] : cases) {
    const auto state = parse_safetensors(bytes);
    ASSERT_FALSE(state.ok()) << reason;
    EXPECT_THAT(std::string(state.status().message()), HasSubstr(reason));
  }
}

// A bounded fuzzer: every single-byte change and every truncation of a good
// file is either read or refused, never a crash.
TEST(SafetensorsTest, NoByteFlipOrTruncationCrashesTheReader) {
  const std::string good = serialize_safetensors(
      {{"w", Tensor::ones({2, 3})}, {"b", Tensor::ones({2})}});
  for (size_t i = 0; i < good.size(); ++i) {
    (void)parse_safetensors(absl::MakeConstSpan(good.data(), i)).ok();
    for (const int flip : {1, 2, 16, 128, 255}) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ flip);
      (void)parse_safetensors(bad).ok();
    }
    EXPECT_FALSE(parse_safetensors(absl::MakeConstSpan(good.data(), i)).ok());
  }
}

TEST(SafetensorsTest, SignedBytesSurviveTheRoundTripInAQuarterOfTheRoom) {
  StateDict state;
  state["w"] = Tensor::from({-128, -1, 0, 127, 5}, {5});
  state["z"] = Tensor::from({0.5f, -2}, {2});
  const std::string file = serialize_safetensors(state, {"w"});
  const auto back = parse_safetensors(file);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->at("w").to_vector(), state["w"].to_vector());
  EXPECT_EQ(back->at("z").to_vector(), state["z"].to_vector());
  // Both numbers of z, then the bytes of w, at the end.
  EXPECT_EQ(file.substr(file.size() - 5), std::string("\x80\xff\0\x7f\x05", 5));
}

TEST(SafetensorsDeathTest, WhatNoByteHoldsIsNotWrittenAsOne) {
  EXPECT_DEATH(serialize_safetensors({{"w", Tensor::full({1}, 128)}}, {"w"}),
               "128 in \"w\"");
  EXPECT_DEATH(serialize_safetensors({{"w", Tensor::full({1}, 0.5f)}}, {"w"}),
               "0.5 in \"w\"");
}

// The weights that were there are not lost to a disk that is full.
TEST(SafetensorsTest, AFailedSaveLeavesWhatWasThere) {
  const std::string path = ::testing::TempDir() + "/kept.safetensors";
  ASSERT_TRUE(save_safetensors({{"w", Tensor::ones({2})}}, path).ok());
  ASSERT_EQ(symlink("/dev/full", (path + ".part").c_str()), 0);
  EXPECT_FALSE(save_safetensors({{"w", Tensor::ones({99})}}, path).ok());
  const auto kept = load_safetensors(path);
  ASSERT_TRUE(kept.ok()) << kept.status();
  EXPECT_EQ(kept->at("w").numel(), 2);
}

TEST(SafetensorsTest, AMissingFileIsNamed) {
  EXPECT_THAT(std::string(load_safetensors("/nowhere/w").status().message()),
              HasSubstr("/nowhere/w"));
}

}  // namespace
}  // namespace tinytorch
