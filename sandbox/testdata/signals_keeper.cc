#include <csignal>
int main() { return kill(1, SIGKILL) < 0 ? 0 : 1; }
