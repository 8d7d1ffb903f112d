#include "tools/course/stale.h"

#include <algorithm>

#include "grader/report/verdict.h"

namespace olympics {

SpecCheck CheckSpecs(const std::vector<Grade>& grades,
                     const std::map<std::string, std::string>& now) {
  SpecCheck check;
  for (const Grade& g : grades) {
    if (g.overridden || !g.run.has_value() || !IsResult(g.run->verdict())) {
      continue;
    }
    const auto& specs = g.run->specs();
    if (specs.empty()) {
      check.unknown[g.category].push_back(g.submission);
    } else if (std::any_of(specs.begin(), specs.end(), [&](const auto& spec) {
                 const auto found = now.find(spec.name());
                 return found == now.end() || found->second != spec.digest();
               })) {
      check.other[g.category].push_back(g.submission);
    }
  }
  return check;
}

}  // namespace olympics
