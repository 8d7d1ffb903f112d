#include <atomic>
int main() {
  std::atomic<int> i{0};
  while (true) ++i;
}
