#include "toolchains/board/cache_model.h"

#include <algorithm>

namespace olympics {
namespace {

constexpr int kLinesOfPage = 64;
// Two missed lines farther apart than half a page are no walk.
constexpr int64_t kLongestStep = kLinesOfPage / 2;
// Steps of one length after which the next is foreseen.
constexpr int kSure = 2;

}  // namespace

LineCache::LineCache(int sets, int ways)
    : mask_(static_cast<uint64_t>(sets) - 1),
      ways_(ways),
      lines_(static_cast<size_t>(sets) * ways) {}

LineCache::Fill LineCache::Touch(uint64_t index, uint64_t line, bool write) {
  Way* const set = &lines_[(index & mask_) * ways_];
  int at = 0;
  while (at < ways_ && set[at].line != line) ++at;
  Fill fill;
  fill.hit = at < ways_;
  Way latest = {line, write};
  if (fill.hit) {
    latest.dirty = latest.dirty || set[at].dirty;
  } else {
    at = ways_ - 1;
    fill.dropped_dirty = set[at].dirty;
    fill.dropped = set[at].line;
  }
  for (; at > 0; --at) set[at] = set[at - 1];
  set[0] = latest;
  return fill;
}

void LineCache::Dirty(uint64_t index, uint64_t line) {
  Way* const set = &lines_[(index & mask_) * ways_];
  for (int at = 0; at < ways_; ++at) {
    if (set[at].line == line) set[at].dirty = true;
  }
}

bool StrideFinder::Foresees(uint64_t line) {
  ++now_;
  Walk* oldest = walks_.data();
  for (Walk& walk : walks_) {
    if (walk.used < oldest->used) oldest = &walk;
    const auto step = static_cast<int64_t>(line - walk.last);
    if (walk.used == 0 || step == 0 || step < -kLongestStep ||
        step > kLongestStep) {
      continue;
    }
    walk.steps = step == walk.step ? walk.steps + 1 : 1;
    walk.step = step;
    const bool same_page = line / kLinesOfPage == walk.last / kLinesOfPage;
    walk.last = line;
    walk.used = now_;
    return walk.steps > kSure && same_page;
  }
  *oldest = {line, 0, 0, now_};
  return false;
}

CacheModel::CacheModel(const CacheCosts& costs)
    : costs_(costs),
      data_(256, 2),
      instructions_(256, 3),
      second_(1024, 16),
      first_tlb_(1, 32),
      second_tlb_(256, 4) {
  ForgetLatest();
}

void CacheModel::ForgetLatest() {
  // No line has this number: addresses have 64 bits, lines 58.
  latest_.fill(~uint64_t{0});
}

void CacheModel::Latest(uint64_t index, bool written) {
  const size_t set = index % latest_.size();
  written_[set] = written;
  latest_[set] = index;
}

void CacheModel::WaitUntil(int64_t when, int64_t instruction) {
  stall_ += std::max<int64_t>(0, when - Now(instruction));
}

void CacheModel::Retire(int64_t instruction) {
  for (const UnderWay& u : under_way_) {
    const int64_t last = u.instruction + costs_.window;
    if (!u.store && last <= instruction) WaitUntil(u.ready, last);
  }
  const int64_t now = Now(instruction);
  std::erase_if(under_way_, [&](const UnderWay& u) { return u.ready <= now; });
}

void CacheModel::MakePlace(int64_t instruction) {
  if (static_cast<int>(under_way_.size()) < costs_.under_way) return;
  const auto first = std::min_element(
      under_way_.begin(), under_way_.end(),
      [](const UnderWay& a, const UnderWay& b) { return a.ready < b.ready; });
  WaitUntil(first->ready, instruction);
  under_way_.erase(first);
}

int64_t CacheModel::Translate(const Line& line) {
  if (!line.translated) return 0;
  // Memory's page stands for the program's: one program's is not another's.
  const uint64_t page = line.line / kLinesOfPage;
  if (first_tlb_.Touch(0, page, false).hit) return 0;
  return second_tlb_.Touch(line.index / kLinesOfPage, page, false).hit
             ? costs_.second_tlb
             : costs_.page_walk;
}

int64_t CacheModel::Ask(uint64_t line, bool write, bool foreseen, int64_t extra,
                        int64_t now) {
  const LineCache::Fill fill = second_.Touch(line, line, false);
  // Written back behind what is asked for.
  if (fill.dropped_dirty) bus_free_ = std::max(bus_free_, now) + costs_.bus;
  if (fill.hit) return foreseen ? now : now + costs_.second_level + extra;
  // A walk of stores fills whole lines, which are not read before.
  if (write && foreseen) return now;
  ++counts_.memory_lines;
  // What was foreseen was asked for as much earlier as it takes.
  const int64_t asked = foreseen ? now - costs_.memory : now;
  const int64_t start = std::max(asked, bus_free_);
  bus_free_ = start + costs_.bus;
  return start + costs_.memory + extra;
}

bool CacheModel::Touch(const Line& line, bool write) {
  const LineCache::Fill fill = data_.Touch(line.index, line.line, write);
  if (fill.dropped_dirty) second_.Dirty(fill.dropped, fill.dropped);
  if (!fill.hit) ++counts_.data_misses;
  return fill.hit;
}

void CacheModel::Load(const Line& line, int64_t instruction) {
  const bool hit = Touch(line, false);
  Latest(line.index, false);
  if (line.chained) stall_ += costs_.chained_hit;
  if (hit) return;
  Retire(instruction);
  const int64_t extra = Translate(line);
  const bool foreseen = walks_.Foresees(line.index);
  counts_.foreseen += foreseen;
  MakePlace(instruction);
  const int64_t now = Now(instruction);
  const int64_t ready = Ask(line.line, false, foreseen, extra, now);
  if (line.chained) {
    WaitUntil(ready, instruction);
  } else if (ready > now) {
    under_way_.push_back({instruction, ready, false});
  }
}

void CacheModel::Store(const Line& line, int64_t instruction) {
  const bool hit = Touch(line, true);
  Latest(line.index, true);
  if (hit) return;
  Retire(instruction);
  const int64_t extra = Translate(line);
  const bool foreseen = walks_.Foresees(line.index);
  counts_.foreseen += foreseen;
  MakePlace(instruction);
  // Nothing waits for a store, but for a place among those under way, or for a
  // bus that has fallen too far behind.
  const int64_t now = Now(instruction);
  const int64_t ready = Ask(line.line, true, foreseen, extra, now);
  if (ready > now) under_way_.push_back({instruction, ready, true});
  WaitUntil(bus_free_ - costs_.memory, instruction);
}

void CacheModel::Fetch(uint64_t line, int64_t instruction) {
  const bool hit = instructions_.Touch(line, line, false).hit;
  const bool next = line == fetched_ + 1;
  fetched_ = line;
  if (hit) return;
  ++counts_.instruction_misses;
  Retire(instruction);
  WaitUntil(Ask(line, false, next, 0, Now(instruction)), instruction);
}

int64_t CacheModel::StallPicoseconds(int64_t instruction) {
  Retire(instruction);
  // The answer is what waits for them.
  for (const UnderWay& u : under_way_) {
    if (!u.store) WaitUntil(u.ready, instruction);
  }
  under_way_.clear();
  return stall_;
}

}  // namespace olympics
