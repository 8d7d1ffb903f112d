#include "tinytorch/tensor/memory.h"

#include <malloc.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstdlib>
#include <limits>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

namespace tinytorch {
namespace {

std::atomic<int64_t> in_use{0}, peak{0}, system_allocations{0};

// Sizes are rounded up to eight steps between powers of two, at most an eighth
// too much, from 64 bytes on.
constexpr size_t kSmallest = 64;
constexpr size_t kLargest = size_t{64} << 20;  // larger ones are not kept
// Blocks from here on are kept for all threads together: what one thread fills,
// such as a batch of images, another often frees.
constexpr size_t kShared = size_t{32} << 10;
constexpr size_t kMostKept = size_t{16} << 20;         // by a thread
constexpr size_t kMostSharedKept = size_t{256} << 20;  // by all together

size_t Rounded(size_t bytes) {
  if (bytes <= kSmallest) return kSmallest;
  const size_t step = std::max(std::bit_floor(bytes - 1) / 8, kSmallest);
  return (bytes + step - 1) / step * step;
}

// A number of its own for each rounded size.
size_t ClassOf(size_t rounded) {
  const size_t log = std::bit_width(rounded) - 1;
  const size_t eighth = (rounded >> (log - 3)) & 7;
  return (log - 6) * 8 + eighth;
}

struct Kept {
  Kept* next;
};

// Blocks by size.
struct Cache {
  std::array<Kept*, 176> lists;
  size_t bytes;
  bool closed;

  void* Take(size_t rounded) {
    Kept*& list = lists[ClassOf(rounded)];
    if (list == nullptr) return nullptr;
    bytes -= rounded;
    return std::exchange(list, list->next);
  }
  bool Put(void* block, size_t rounded, size_t most) {
    if (closed || bytes + rounded > most) return false;
    Kept*& list = lists[ClassOf(rounded)];
    list = new (block) Kept{list};
    bytes += rounded;
    return true;
  }
  void Empty() {
    for (Kept*& list : lists) {
      while (list != nullptr) std::free(std::exchange(list, list->next));
    }
    bytes = 0;
  }
};

// A thread's own blocks. Its lock is free but for the moment when another
// thread empties all caches, so that it costs one instruction.
struct ThreadCache : Cache {
  std::atomic_flag busy;
  ThreadCache *before, *after;  // in the list of all; null at its ends
};

class Holding {
 public:
  explicit Holding(ThreadCache& cache) : busy_(cache.busy) {
    while (busy_.test_and_set(std::memory_order_acquire)) {
      std::this_thread::yield();
    }
  }
  ~Holding() { busy_.clear(std::memory_order_release); }
  Holding(const Holding&) = delete;
  Holding& operator=(const Holding&) = delete;

 private:
  std::atomic_flag& busy_;
};

// Constant-initialised and trivially destroyed, so that tensors that outlive a
// thread's other objects, or main(), can still be freed.
constinit thread_local ThreadCache own = {};
constinit Cache shared = {};
constinit std::mutex shared_mutex;
constinit ThreadCache* all = nullptr;  // that have kept a block
constinit std::mutex all_mutex;

constinit thread_local Scratch* scratches = nullptr;  // of this thread

// Lists a thread's cache, and gives its blocks back when the thread ends.
struct Closer {
  Closer() {
    const std::lock_guard lock(all_mutex);
    own.after = all;
    if (all != nullptr) all->before = &own;
    all = &own;
  }
  ~Closer() {
    const std::lock_guard lock(all_mutex);
    (own.before != nullptr ? own.before->after : all) = own.after;
    if (own.after != nullptr) own.after->before = own.before;
    const Holding holding(own);
    own.closed = true;
    own.Empty();
  }
};

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kKeeps = false;
#else
constexpr bool kKeeps = true;
#endif

void* TakeKept(size_t rounded) {
  if (!kKeeps || rounded > kLargest) return nullptr;
  if (rounded < kShared) {
    const Holding holding(own);
    return own.Take(rounded);
  }
  const std::lock_guard lock(shared_mutex);
  return shared.Take(rounded);
}

bool Keep(void* block, size_t rounded) {
  if (!kKeeps || rounded > kLargest) return false;
  if (rounded < kShared) {
    static thread_local Closer closer;
    (void)closer;
    const Holding holding(own);
    return own.Put(block, rounded, kMostKept);
  }
  const std::lock_guard lock(shared_mutex);
  return shared.Put(block, rounded, kMostSharedKept);
}

}  // namespace

void* AllocateBlock(size_t bytes) {
  // Half of what can be addressed; beyond it, rounding up would overflow.
  if (bytes > std::numeric_limits<size_t>::max() / 2) return nullptr;
  const size_t rounded = Rounded(bytes);
  void* block = TakeKept(rounded);
  if (block == nullptr) {
    block = std::aligned_alloc(kSmallest, rounded);
    if (block == nullptr) return nullptr;
    system_allocations.fetch_add(1, std::memory_order_relaxed);
  }
  const int64_t size = static_cast<int64_t>(rounded);
  const int64_t now = in_use.fetch_add(size, std::memory_order_relaxed) + size;
  int64_t highest = peak.load(std::memory_order_relaxed);
  while (now > highest &&
         !peak.compare_exchange_weak(highest, now, std::memory_order_relaxed)) {
  }
  return block;
}

void FreeBlock(void* block, size_t bytes) {
  if (block == nullptr) return;
  const size_t rounded = Rounded(bytes);
  in_use.fetch_sub(static_cast<int64_t>(rounded), std::memory_order_relaxed);
  if (!Keep(block, rounded)) std::free(block);
}

MemoryStats memory_stats() {
  return {in_use.load(std::memory_order_relaxed),
          peak.load(std::memory_order_relaxed),
          system_allocations.load(std::memory_order_relaxed)};
}

void reset_peak_memory() {
  peak.store(in_use.load(std::memory_order_relaxed), std::memory_order_relaxed);
}

Scratch::Scratch() : next_(std::exchange(scratches, this)) {}

Scratch::~Scratch() {
  Scratch** at = &scratches;
  while (*at != this) at = &(*at)->next_;
  *at = next_;
  Release();
}

void* Scratch::Reserve(size_t bytes) {
  if (bytes > bytes_) {
    Release();
    if (bytes > std::numeric_limits<size_t>::max() / 2) return nullptr;
    const size_t rounded = (bytes + kSmallest - 1) / kSmallest * kSmallest;
    block_ = std::aligned_alloc(kSmallest, rounded);
    if (block_ != nullptr) bytes_ = rounded;
  }
  return block_;
}

void Scratch::Release() {
  std::free(std::exchange(block_, nullptr));
  bytes_ = 0;
}

void empty_cache() {
  for (Scratch* s = scratches; s != nullptr; s = s->next_) s->Release();
  {
    const std::lock_guard lock(all_mutex);
    for (ThreadCache* cache = all; cache != nullptr; cache = cache->after) {
      const Holding holding(*cache);
      cache->Empty();
    }
  }
  {
    const std::lock_guard lock(shared_mutex);
    shared.Empty();
  }
  // What free() got goes on to the system, also from between blocks in use.
  malloc_trim(0);
}

}  // namespace tinytorch
