#include "tinytorch/acceleration/parallel.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "tinytorch/base/check.h"

namespace tinytorch {
namespace {

thread_local bool inside = false;

// Threads that wait for parts of the current loop.
class Pool {
 public:
  explicit Pool(int threads) {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this] { Work(); });
    }
  }
  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_all();
    for (std::thread& t : threads_) t.join();
  }
  int size() const { return static_cast<int>(threads_.size()); }

  void Run(int64_t begin, int64_t end, int64_t part,
           const std::function<void(int64_t, int64_t)>& body) {
    const std::lock_guard one_loop(loop_);
    std::unique_lock lock(mutex_);
    body_ = &body;
    next_ = begin;
    end_ = end;
    part_ = part;
    running_ = 0;
    wake_.notify_all();
    Share(lock);
    done_.wait(lock, [this] { return running_ == 0; });
    body_ = nullptr;
  }

 private:
  // Takes parts until none are left; the lock is held in between only.
  void Share(std::unique_lock<std::mutex>& lock) {
    while (body_ != nullptr && next_ < end_) {
      const int64_t from = next_, to = std::min(end_, next_ + part_);
      next_ = to;
      ++running_;
      const auto* body = body_;
      lock.unlock();
      inside = true;
      (*body)(from, to);
      inside = false;
      lock.lock();
      if (--running_ == 0 && next_ >= end_) done_.notify_all();
    }
  }
  void Work() {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(
          lock, [this] { return stop_ || (body_ != nullptr && next_ < end_); });
      if (stop_) return;
      Share(lock);
    }
  }

  std::mutex loop_;  // one loop at a time
  std::mutex mutex_;
  std::condition_variable wake_, done_;
  const std::function<void(int64_t, int64_t)>* body_ = nullptr;
  int64_t next_ = 0, end_ = 0, part_ = 0;
  int running_ = 0;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

// Never destroyed: another object's destructor might still compute.
Pool*& ThePool() {
  static Pool* pool = nullptr;
  return pool;
}

}  // namespace

void set_num_threads(int count) {
  TT_CHECK(count >= 1) << "set_num_threads: " << count;
  delete ThePool();
  ThePool() = count == 1 ? nullptr : new Pool(count - 1);
}

int num_threads() { return ThePool() == nullptr ? 1 : ThePool()->size() + 1; }

void parallel_for(int64_t begin, int64_t end, int64_t grain,
                  const std::function<void(int64_t, int64_t)>& body) {
  TT_CHECK(grain > 0) << "parallel_for: grain " << grain;
  if (begin >= end) return;
  const int64_t threads = num_threads();
  if (inside || threads == 1 || end - begin <= grain) {
    body(begin, end);
    return;
  }
  // A few parts for each thread, so that one that is late holds up little.
  const int64_t parts = 4 * threads;
  const int64_t part = std::max(grain, (end - begin + parts - 1) / parts);
  ThePool()->Run(begin, end, part, body);
}

}  // namespace tinytorch
