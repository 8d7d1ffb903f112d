#include "grader/host/basis.h"

#include <fstream>

#include "grader/report/text.h"

namespace olympics {
namespace {

// A line of a file below /proc is bounded by the kernel.
std::string FirstLine(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return PlainText(line);
}

// What /proc/cpuinfo says of the first processor by that name.
std::string Said(const std::string& root, const std::string& name) {
  std::ifstream info(root + "/proc/cpuinfo");
  std::string line;
  while (std::getline(info, line)) {
    if (line.rfind(name, 0) != 0) continue;
    const size_t colon = line.find(": ");
    if (colon != std::string::npos) return PlainText(line.substr(colon + 2));
  }
  return "";
}

std::string Compiler() {
#if defined(__clang__)
  return "Clang " __VERSION__;
#else
  return "GCC " __VERSION__;
#endif
}

}  // namespace

Basis BasisOf(const std::string& root) {
  Basis basis;
  basis.set_compiler(Compiler());
  basis.set_kernel(FirstLine(root + "/proc/sys/kernel/osrelease"));
  basis.set_microcode(Said(root, "microcode"));
  std::string processor = Said(root, "model name");
  if (processor.empty()) processor = Said(root, "Model");  // of a board
  basis.set_processor(processor.empty() ? "unknown" : processor);
  return basis;
}

}  // namespace olympics
