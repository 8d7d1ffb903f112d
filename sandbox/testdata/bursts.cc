// Takes 96 MiB for a moment, and ends well.
#include <cstring>
#include <vector>
int main(int argc, char**) {
  std::vector<char> burst(96 << 20, static_cast<char>(argc));
  // Read, so that it cannot be left out.
  return std::memchr(burst.data(), 0, burst.size()) == nullptr ? 0 : 3;
}
