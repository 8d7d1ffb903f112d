// What a student's program would do with the rights of whoever types the
// command. The first argument after the weights says what.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>

#include "grader/benchmark/testdata/linear_model.h"

std::unique_ptr<olympics::Model> olympics::CreateModel() {
  return std::make_unique<LinearModel>();
}

int main(int argc, char** argv) {
  const char* what = argc > 2 ? argv[2] : "";
  if (std::strcmp(what, "command") == 0) {
    return std::system("id > /tmp/escaped");
  }
  if (std::strcmp(what, "socket") == 0) return socket(AF_INET, SOCK_STREAM, 0);
  if (std::strcmp(what, "read") == 0) {
    std::ifstream passwd("/etc/passwd");
    std::puts(passwd.good() ? "it was read" : "it is not there");
    return 5;
  }
  if (std::strcmp(what, "write") == 0) {
    std::ofstream escaped("/tmp/escaped");
    std::puts(escaped.good() ? "it was written" : "it cannot be written");
    return 6;
  }
  if (std::strcmp(what, "variable") == 0) {
    std::puts(std::getenv("HOME") != nullptr ? "it was seen" : "it is not set");
    return 7;
  }
  if (std::strcmp(what, "ask") == 0) {
    // Not what the socket is for.
    for (int i = 0; i < 1000; ++i) {
      if (write(3, "xyz\n", 4) != 4) return 1;
    }
    return 8;
  }
  return 0;
}
