#include <fcntl.h>
int main() { return open("/etc/passwd", O_RDONLY) < 0 ? 0 : 1; }
