#include "toolchains/board/cache_model.h"

#include <cstdint>
#include <functional>

#include "gtest/gtest.h"

namespace olympics {
namespace {

constexpr int64_t kLines = 32 * 1024 / 64;  // of the first level

// A line of a program whose addresses are memory's.
CacheModel::Line At(uint64_t line, bool chained = false) {
  return {.index = line, .line = line, .chained = chained, .translated = false};
}

// A walk in no order: each of `lines` once, by steps that repeat late.
void Scattered(int64_t lines, const std::function<void(int64_t)>& visit) {
  for (int64_t i = 0; i < lines; ++i) visit((i * 1237) % lines);
}

TEST(LineCacheTest, ASetDropsWhatWasTouchedLongestAgo) {
  LineCache cache(4, 2);
  EXPECT_FALSE(cache.Touch(1, 1, false).hit);
  EXPECT_FALSE(cache.Touch(5, 5, false).hit);
  EXPECT_TRUE(cache.Touch(1, 1, false).hit);
  EXPECT_FALSE(cache.Touch(9, 9, false).hit);  // in place of 5
  EXPECT_TRUE(cache.Touch(1, 1, false).hit);
  EXPECT_FALSE(cache.Touch(5, 5, false).hit);
}

TEST(LineCacheTest, AWrittenLineIsWrittenBackOnce) {
  LineCache cache(1, 1);
  EXPECT_FALSE(cache.Touch(0, 3, true).dropped_dirty);
  EXPECT_FALSE(cache.Touch(0, 3, false).dropped_dirty);
  const LineCache::Fill fill = cache.Touch(0, 4, false);
  EXPECT_TRUE(fill.dropped_dirty);
  EXPECT_EQ(fill.dropped, 3u);
  EXPECT_FALSE(cache.Touch(0, 5, false).dropped_dirty);
}

TEST(StrideFinderTest, ForeseesFromTheFourthLineOfEqualSteps) {
  StrideFinder finder;
  EXPECT_FALSE(finder.Foresees(640));
  EXPECT_FALSE(finder.Foresees(642));
  EXPECT_FALSE(finder.Foresees(644));
  EXPECT_TRUE(finder.Foresees(646));
  EXPECT_TRUE(finder.Foresees(648));
}

TEST(StrideFinderTest, DoesNotLookIntoTheNextPage) {
  StrideFinder finder;
  for (uint64_t line = 0; line < 64; ++line) finder.Foresees(line);
  EXPECT_FALSE(finder.Foresees(64));
  EXPECT_TRUE(finder.Foresees(65));
}

TEST(StrideFinderTest, FollowsSeveralWalksAtOnce) {
  StrideFinder finder;
  int foreseen = 0;
  for (uint64_t i = 0; i < 10; ++i) {
    for (const uint64_t start : {0, 6400, 12800}) {
      foreseen += finder.Foresees(start + i);
    }
  }
  EXPECT_EQ(foreseen, 3 * 7);
}

TEST(StrideFinderTest, ForeseesNoStepsOfAPage) {
  StrideFinder finder;
  for (uint64_t i = 0; i < 100; ++i) EXPECT_FALSE(finder.Foresees(64 * i));
}

TEST(CacheModelTest, WhatFitsTheFirstLevelMissesOnce) {
  CacheModel model;
  for (int round = 0; round < 5; ++round) {
    Scattered(kLines, [&](int64_t line) { model.Load(At(line), 0); });
  }
  EXPECT_EQ(model.counts().data_misses, kLines);
  EXPECT_EQ(model.counts().memory_lines, kLines);
}

TEST(CacheModelTest, ThreeLinesOfOneSetOfTwoMissAlways) {
  CacheModel model;
  for (int round = 0; round < 10; ++round) {
    for (const uint64_t line : {0, 256, 512}) model.Load(At(line), 0);
  }
  EXPECT_EQ(model.counts().data_misses, 30);
  // The second level has sixteen ways.
  EXPECT_EQ(model.counts().memory_lines, 3);
}

TEST(CacheModelTest, TheSetIsChosenByTheProgramsAddressAndTheLineByMemorys) {
  CacheModel model;
  model.Load({.index = 7, .line = 1000}, 0);
  model.Load({.index = 7, .line = 2000}, 0);  // another program's page
  model.Load({.index = 7, .line = 1000}, 0);
  EXPECT_EQ(model.counts().data_misses, 2);
}

TEST(CacheModelTest, TheSecondLevelHoldsAMebibyte) {
  CacheModel model;
  for (int round = 0; round < 3; ++round) {
    Scattered(16 * 1024, [&](int64_t line) { model.Load(At(line), 0); });
  }
  EXPECT_EQ(model.counts().memory_lines, 16 * 1024);
}

TEST(CacheModelTest, AChainWaitsForEveryMiss) {
  CacheModel model;
  const CacheCosts costs;
  for (int64_t i = 0; i < 10; ++i) model.Load(At(i * 97, true), i);
  EXPECT_EQ(model.StallPicoseconds(10),
            10 * (costs.memory + costs.chained_hit));
}

TEST(CacheModelTest, AChainInTheSecondLevelWaitsForThat) {
  CacheModel model;
  const CacheCosts costs;
  const auto round = [&] {
    Scattered(4 * kLines, [&](int64_t line) { model.Load(At(line, true), 0); });
    return model.StallPicoseconds(0);
  };
  const int64_t first = round();
  EXPECT_EQ(round() - first,
            4 * kLines * (costs.second_level + costs.chained_hit));
}

TEST(CacheModelTest, SixMissesThatDoNotHangOnEachOtherTakeAsLongAsOne) {
  CacheModel model;
  const CacheCosts costs;
  for (int64_t i = 0; i < 6; ++i) model.Load(At(i * 97), 0);
  // But that each line keeps the bus.
  EXPECT_EQ(model.StallPicoseconds(0), costs.memory + 5 * costs.bus);
}

TEST(CacheModelTest, TheSeventhWaitsForTheFirst) {
  CacheModel model;
  const CacheCosts costs;
  for (int64_t i = 0; i < 7; ++i) model.Load(At(i * 97), 0);
  EXPECT_EQ(model.StallPicoseconds(0), 2 * costs.memory);
}

TEST(CacheModelTest, InstructionsGoOnPastAMissAsFarAsTheWindow) {
  const CacheCosts costs;
  CacheModel model;
  model.Load(At(97), 0);
  model.Load(At(3 * 97), 1000);
  // The first kept it from the 128th instruction on: 7 ns; the second is asked
  // for after that, and waited for.
  const int64_t first = costs.memory - costs.window * costs.instruction;
  EXPECT_EQ(first, 7000);
  EXPECT_EQ(model.StallPicoseconds(1000), first + costs.memory);
}

TEST(CacheModelTest, AMissThatTheWindowHidesCostsNothing) {
  CacheCosts costs;
  costs.window = 200;
  CacheModel model(costs);
  model.Load(At(97), 0);
  EXPECT_EQ(model.StallPicoseconds(1000), 0);
}

TEST(CacheModelTest, AWalkInOrderCostsTheBusAndAMissAPage) {
  const CacheCosts costs;
  CacheModel model;
  constexpr int64_t kPages = 64;
  for (int64_t i = 0; i < kPages * 64; ++i) model.Load(At(i), i * 8);
  const int64_t each = (model.StallPicoseconds(kPages * 64 * 8) +
                        kPages * 64 * 8 * costs.instruction) /
                       (kPages * 64);
  EXPECT_GE(each, costs.bus);
  EXPECT_LE(each, costs.bus + costs.memory / 64);
  EXPECT_EQ(model.counts().memory_lines, kPages * 64);
  EXPECT_EQ(model.counts().foreseen, kPages * 63 - 2);
}

TEST(CacheModelTest, NothingWaitsForAStore) {
  CacheModel model;
  for (int64_t i = 0; i < 6; ++i) model.Store(At(i * 97), 0);
  EXPECT_EQ(model.StallPicoseconds(0), 0);
}

TEST(CacheModelTest, StoresFasterThanMemoryTakesThemWait) {
  CacheModel model;
  const CacheCosts costs;
  constexpr int64_t kStored = 1 << 16;
  for (int64_t i = 0; i < kStored; ++i) model.Store(At(i), 0);
  // All but what the second level holds was written back.
  EXPECT_GE(model.StallPicoseconds(0), (kStored - 18 * 1024) * costs.bus);
}

TEST(CacheModelTest, MoreAPageThanTheTlbsHoldIsWalkedTo) {
  const CacheCosts costs;
  const auto stall_of = [&](int64_t pages, int64_t rounds) {
    CacheModel model;
    int64_t before = 0;
    for (int64_t round = 0; round <= rounds; ++round) {
      if (round == rounds) before = model.StallPicoseconds(0);
      for (int64_t page = 0; page < pages; ++page) {
        // One line a page, in all sets of the second level.
        const auto line =
            static_cast<uint64_t>(page * 64 + (page + page / 16) % 64);
        model.Load({.index = line, .line = line, .chained = true}, 0);
      }
    }
    return (model.StallPicoseconds(0) - before) / pages;
  };
  EXPECT_EQ(stall_of(32, 2), costs.chained_hit);
  EXPECT_EQ(stall_of(1024, 2),
            costs.chained_hit + costs.second_level + costs.second_tlb);
  EXPECT_EQ(stall_of(4096, 2),
            costs.chained_hit + costs.second_level + costs.page_walk);
}

TEST(CacheModelTest, InstructionsHaveACacheOfTheirOwn) {
  const CacheCosts costs;
  CacheModel model;
  model.Fetch(5000, 0);
  EXPECT_EQ(model.StallPicoseconds(0), costs.memory);
  model.Fetch(5000, 1);
  EXPECT_EQ(model.StallPicoseconds(1), costs.memory);
  // Dropped by two others of its set of three: none.
  model.Fetch(5000 + 256, 2);
  model.Fetch(5000 + 512, 3);
  const int64_t three = model.StallPicoseconds(3);
  model.Fetch(5000, 4);
  EXPECT_EQ(model.StallPicoseconds(4), three);
  EXPECT_EQ(model.counts().instruction_misses, 3);
}

TEST(CacheModelTest, TheLatestLineOfASetIsKnownUntilItIsForgotten) {
  CacheModel model;
  EXPECT_FALSE(model.IsLatest(5));
  model.Load(At(5), 0);
  EXPECT_TRUE(model.IsLatest(5));
  EXPECT_FALSE(model.IsLatestWritten(5));
  model.Store(At(5), 0);
  EXPECT_TRUE(model.IsLatestWritten(5));
  model.Load(At(5 + 256), 0);
  EXPECT_FALSE(model.IsLatest(5));
  model.ForgetLatest();
  EXPECT_FALSE(model.IsLatest(5 + 256));
  EXPECT_EQ(model.counts().data_misses, 2);
}

TEST(CacheModelTest, TheSameAccessesCostTheSame) {
  const auto stall = [] {
    CacheModel model;
    for (int64_t i = 0; i < 200'000; ++i) {
      const auto line = static_cast<uint64_t>(i * i * 31 % 70'001);
      if (i % 3 == 0) {
        model.Store(At(line), i);
      } else {
        model.Load(At(line, i % 5 == 0), i);
      }
    }
    return model.StallPicoseconds(200'000);
  };
  EXPECT_EQ(stall(), stall());
}

}  // namespace
}  // namespace olympics
