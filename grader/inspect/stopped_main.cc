// In the inspector's place, for tests: ends in the way that the one file is
// called by, as an inspector would that a student's text has got the better of.
#include <sys/socket.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string out = argv[2], how = argv[argc - 1];
  const auto write = [&out](const char* text, int times = 1) {
    std::FILE* const file = std::fopen(out.c_str(), "w");
    if (file == nullptr) std::abort();
    for (int i = 0; i < times; ++i) std::fputs(text, file);
    std::fclose(file);
  };
  if (how == "crashes.cc") {
    std::printf("its last \x1b[2Jwords\n");
    std::fflush(stdout);
    write("files: 1\n");
    std::abort();
  }
  if (how == "fails.cc") {
    write("files: 1\n");
    return 7;
  }
  if (how == "grows.cc") {
    while (true) {
      void* p = std::malloc(16 << 20);
      if (p != nullptr) std::memset(p, 1, 16 << 20);
    }
  }
  if (how == "connects.cc") {
    if (socket(AF_INET, SOCK_STREAM, 0) < 0) write("files: 1\n");
  }
  if (how == "fills.cc") write("findings { message: \"x\" }\n", 1 << 20);
  if (how == "babbles.cc") write("no report at all");
  if (how == "counts.cc") write("files: 2\n");
  // "says_nothing.cc" ends well, and wrote nothing.
  if (how == "well.cc") write("files: 1\n");
}
