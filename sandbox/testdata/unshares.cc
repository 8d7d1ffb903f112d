#include <sched.h>
int main() { return unshare(CLONE_NEWUSER) < 0 ? 0 : 1; }
