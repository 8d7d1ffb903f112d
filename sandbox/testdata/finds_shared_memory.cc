// 0 if it finds the System V shared memory whose key it is told.
#include <sys/shm.h>

#include <cstdlib>
int main(int, char** argv) {
  return shmget(static_cast<key_t>(std::atol(argv[1])), 0, 0) >= 0 ? 0 : 1;
}
