// Starts threads until it may not, and prints how many there were.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <system_error>
#include <thread>
#include <vector>
int main() {
  std::vector<std::thread> threads;
  std::atomic<bool> stop{false};
  try {
    for (int i = 0; i < 200; ++i) {
      threads.emplace_back([&stop] {
        while (!stop) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      });
    }
  } catch (const std::system_error&) {
  }
  stop = true;
  for (std::thread& t : threads) t.join();
  std::printf("%zu threads\n", threads.size() + 1);
}
