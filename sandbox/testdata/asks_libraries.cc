// What honest programs do: the C++ library looks for files on their behalf, and
// does without them.
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <thread>
#include <vector>

int main() {
  if (std::thread::hardware_concurrency() > 4096) return 1;
  const std::time_t now = 1;
  if (std::localtime(&now) == nullptr || std::gmtime(&now) == nullptr) {
    return 2;
  }
  // Each thread's own arena of malloc.
  std::vector<std::thread> threads;
  for (int i = 0; i < 9; ++i) {
    threads.emplace_back([] {
      for (int j = 0; j < 100; ++j) {
        void* p = std::malloc(10000);
        std::memset(p, 1, 10000);
        std::free(p);
      }
    });
  }
  for (std::thread& t : threads) t.join();
  return 0;
}
