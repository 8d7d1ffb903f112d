// 0 if it can read a file of the system.
#include <fcntl.h>
int main() { return open("/etc/passwd", O_RDONLY) >= 0 ? 0 : 1; }
