#include "toolchains/board/chained_loads.h"

#include <cstdint>
#include <vector>

#include "gtest/gtest.h"

namespace olympics {
namespace {

constexpr uint32_t kSubs = 0xf1000463;  // subs x3, x3, #1
constexpr uint32_t kBranch = 0x54ffffc1;

using Chained = std::vector<bool>;

TEST(ChainedLoadsTest, AListIsWalkedOneByOne) {
  // ldr x0, [x0]
  EXPECT_EQ(ChainedLoads({0xf9400000, kSubs, kBranch}),
            (Chained{true, false, false}));
}

TEST(ChainedLoadsTest, AStreamIsNot) {
  // ldr q0, [x0], #16; ldrsw x1, [x2], #4; ldp x29, x30, [sp], #16
  EXPECT_EQ(ChainedLoads({0x3cc10400, 0xb8804441, 0xa8c17bfd, kSubs, kBranch}),
            Chained(5));
}

TEST(ChainedLoadsTest, LookUpsByWhatAStreamHoldsAreNot) {
  // ldrsw x1, [x2], #4; ldr w3, [x4, w1, uxtw #2]
  EXPECT_EQ(ChainedLoads({0xb8804441, 0xb8615883, kSubs, kBranch}), Chained(4));
}

TEST(ChainedLoadsTest, ALookUpByTheLastOneIs) {
  // lsl x8, x8, #3; ldr x8, [x9, x8]
  EXPECT_EQ(ChainedLoads({0xd37df108, 0xf8686928}), (Chained{false, true}));
  // ldr w11, [x12, w11, sxtw]
  EXPECT_EQ(ChainedLoads({0xb86bc98b}), Chained{true});
  // madd x1, x2, x3, x1; ldr x1, [x1]
  EXPECT_EQ(ChainedLoads({0x9b030441, 0xf9400021}), (Chained{false, true}));
  // ldrb w5, [x6, x5]; add x5, x5, x7
  EXPECT_EQ(ChainedLoads({0x386568c5, 0x8b0700a5}), (Chained{true, false}));
}

TEST(ChainedLoadsTest, ANumberEndsAChain) {
  // ldr x8, [x9, x8]; mov x8, #1
  EXPECT_EQ(ChainedLoads({0xf8686928, 0xd2800028}), Chained(2));
  // The same with movk, which keeps a part.
  EXPECT_EQ(ChainedLoads({0xf8686928, 0xf2a00028}), (Chained{true, false}));
}

TEST(ChainedLoadsTest, AChainOfTwoIsBothsChain) {
  // ldr x0, [x1]; ldr x1, [x0]
  EXPECT_EQ(ChainedLoads({0xf9400020, 0xf9400001}), (Chained{true, true}));
}

TEST(ChainedLoadsTest, AComparisonWritesNoRegister) {
  // ldr x0, [x2]; ccmp x0, x1, #0, eq (its low bits read as a register)
  EXPECT_EQ(ChainedLoads({0xf9400040, 0xfa410002, 0xf1000463}), Chained(3));
}

TEST(ChainedLoadsTest, WhatAccessesMemoryIsKnown) {
  // ldr x0, [x0]; ldp x29, x30, [sp], #16; ldar x0, [x0]; stnp; ldr q0, [x0],
  // #16
  for (const uint32_t word : std::vector<uint32_t>{
           0xf9400000, 0xa8c17bfd, 0xc8dffc00, 0xa8209ef3, 0x3cc10400}) {
    EXPECT_TRUE(AccessesMemory(word)) << word;
  }
  // lsl; madd; csel; b; dc zva, x0; fmul v0.4s, v0.4s, v1.4s
  for (const uint32_t word :
       std::vector<uint32_t>{0xd37df108, 0x9b030441, 0x9a820020, 0x14000000,
                             0xd50b7420, 0x6e21dc00}) {
    EXPECT_FALSE(AccessesMemory(word)) << word;
  }
}

TEST(ChainedLoadsTest, StoresAndPrefetchesAreNoLoads) {
  // str x0, [x0]; prfm pldl1keep, [x0]; stnp x19, x7, [x23, #-504]
  EXPECT_EQ(ChainedLoads({0xf9000000, 0xf9800000, 0xa8209ef3}), Chained(3));
}

TEST(ChainedLoadsTest, WhatStandsBesideTheProgramIsNoAddress) {
  // ldr x0, [x0]; ldr x0, LITERAL
  EXPECT_EQ(ChainedLoads({0xf9400000, 0x58000000}), Chained(2));
}

}  // namespace
}  // namespace olympics
