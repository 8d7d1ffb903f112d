// A renderer that does not get to its end.
#include <cstdlib>

int main() { std::abort(); }
