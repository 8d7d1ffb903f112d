// Ends while another thread still computes.
#include <atomic>
#include <thread>
int main() {
  static std::atomic<int> i{0};
  std::thread([] {
    while (true) ++i;
  }).detach();
}
