#include <cstdio>
int main() {
  std::puts("hello");
  std::fputs("to stderr\n", stderr);
}
