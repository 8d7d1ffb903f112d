// TinyTorch's nineteen modules, and which of their tests pass.
#ifndef TOOLS_MODULES_MODULES_H_
#define TOOLS_MODULES_MODULES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/record/build_events.h"

namespace olympics {

struct Module {
  int number;
  std::string package;  // "tensor": //tinytorch/tensor
  std::string title;
};
// In the course's order, 1 to 19.
const std::vector<Module>& Modules();

// "7", "7-9", "training" and "all", in any number: the modules they mean, each
// once, in order. None at all means all. InvalidArgument says what is unknown.
absl::StatusOr<std::vector<Module>> ParseModules(
    const std::vector<std::string>& names);

// The targets whose tests are the module's.
std::string TestTargets(const Module& module);

struct ModuleStatus {
  Module module;
  int passed = 0, total = 0;
  double seconds = 0;                // of its tests together
  std::vector<std::string> failing;  // "//tinytorch/tensor:tensor_test: FAILED"
  bool ok() const { return total > 0 && passed == total; }
};
// What a run of Bazel over `modules` found. A test that was asked for and has
// no result (it could not be built, say) fails.
std::vector<ModuleStatus> StatusOf(const std::vector<Module>& modules,
                                   const BuildEvents& events);

std::string ModulesText(const std::vector<ModuleStatus>& status);
std::string ModulesJson(const std::vector<ModuleStatus>& status);

}  // namespace olympics

#endif  // TOOLS_MODULES_MODULES_H_
