#include "tools/modules/modules.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"
#include "tools/leaderboard/table.h"
#include "tools/text/suggest.h"

namespace olympics {
namespace {

// "7" or "7-9", within 1..19.
bool ParseRange(const std::string& text, int& first, int& last) {
  const std::vector<std::string> parts = absl::StrSplit(text, '-');
  if (parts.size() > 2 || !absl::SimpleAtoi(parts[0], &first)) return false;
  last = first;
  if (parts.size() == 2 && !absl::SimpleAtoi(parts[1], &last)) return false;
  return first >= 1 && first <= last &&
         last <= static_cast<int>(Modules().size());
}

}  // namespace

const std::vector<Module>& Modules() {
  static const std::vector<Module>* const modules = [] {
    auto* list = new std::vector<Module>;
    for (const auto& [package, title] :
         std::vector<std::pair<const char*, const char*>>{
             {"tensor", "Tensor"},
             {"activations", "Activations"},
             {"layers", "Layers"},
             {"losses", "Losses"},
             {"autograd", "Autograd"},
             {"optimizers", "Optimizers"},
             {"training", "Training"},
             {"dataloader", "DataLoader"},
             {"spatial", "Spatial"},
             {"tokenization", "Tokenization"},
             {"embeddings", "Embeddings"},
             {"attention", "Attention"},
             {"transformers", "Transformers"},
             {"profiling", "Profiling"},
             {"acceleration", "Acceleration"},
             {"quantization", "Quantization"},
             {"compression", "Compression"},
             {"caching", "Caching"},
             {"benchmarking", "Benchmarking"}}) {
      list->push_back({static_cast<int>(list->size()) + 1, package, title});
    }
    return list;
  }();
  return *modules;
}

absl::StatusOr<std::vector<Module>> ParseModules(
    const std::vector<std::string>& names) {
  std::set<int> numbers;
  for (const std::string& name : names) {
    int first = 0, last = 0;
    if (name == "all") {
      first = 1;
      last = static_cast<int>(Modules().size());
    } else if (!ParseRange(name, first, last)) {
      const auto found = std::find_if(
          Modules().begin(), Modules().end(),
          [&](const Module& m) { return m.package == Plain(name); });
      if (found == Modules().end()) {
        std::vector<std::string> known;
        for (const Module& m : Modules()) known.push_back(m.package);
        return absl::InvalidArgumentError(absl::StrCat(
            "there is no module \"", name, "\"; give a number from 1 to ",
            Modules().size(), ", a range as 1-9, a name as tensor, or all",
            DidYouMean(name, known)));
      }
      first = last = found->number;
    }
    for (int n = first; n <= last; ++n) numbers.insert(n);
  }
  std::vector<Module> modules;
  for (const Module& m : Modules()) {
    if (names.empty() || numbers.count(m.number) > 0) modules.push_back(m);
  }
  return modules;
}

std::string TestTargets(const Module& module) {
  return absl::StrCat("//tinytorch/", module.package, ":all");
}

std::vector<ModuleStatus> StatusOf(const std::vector<Module>& modules,
                                   const BuildEvents& events) {
  // The last result of each test counts: a flaky one has several.
  std::map<std::string, TestRun> results;
  for (const std::string& label : events.test_targets) {
    results[label].status = "NOT BUILT";
  }
  for (const TestRun& run : events.tests) results[run.label] = run;
  std::vector<ModuleStatus> all;
  for (const Module& module : modules) {
    ModuleStatus status;
    status.module = module;
    const std::string prefix =
        absl::StrCat("//tinytorch/", module.package, ":");
    for (const auto& [label, run] : results) {
      if (!absl::StartsWith(label, prefix)) continue;
      ++status.total;
      status.seconds += run.seconds;
      if (run.status == "PASSED") {
        ++status.passed;
      } else {
        status.failing.push_back(absl::StrCat(
            label, ": ", run.status.empty() ? "NO RESULT" : run.status));
      }
    }
    all.push_back(std::move(status));
  }
  return all;
}

std::string ModulesText(const std::vector<ModuleStatus>& status) {
  std::vector<std::vector<std::string>> rows;
  std::string failing;
  int ok = 0;
  for (const ModuleStatus& s : status) {
    if (s.ok()) ++ok;
    rows.push_back(
        {std::to_string(s.module.number), s.module.title,
         absl::StrCat("tinytorch/", s.module.package),
         absl::StrCat(s.passed, "/", s.total),
         absl::StrFormat("%.1f s", s.seconds),
         s.ok() ? "✅ passes" : (s.total == 0 ? "❌ no tests ran" : "❌ fails")});
    for (const std::string& f : s.failing) absl::StrAppend(&failing, f, "\n");
  }
  std::string text =
      Table({">module", "title", "package", ">tests", ">time", "status"}, rows);
  absl::StrAppend(&text, "\n", ok, " of ", status.size(),
                  status.size() == 1 ? " module passes\n" : " modules pass\n");
  if (!failing.empty()) absl::StrAppend(&text, "\n", failing);
  return text;
}

std::string ModulesJson(const std::vector<ModuleStatus>& status) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const ModuleStatus& s : status) {
    json.push_back({{"module", s.module.number},
                    {"title", s.module.title},
                    {"package", "tinytorch/" + s.module.package},
                    {"passed", s.passed},
                    {"total", s.total},
                    {"seconds", s.seconds},
                    {"ok", s.ok()},
                    {"failing", s.failing}});
  }
  return json.dump(2) + "\n";
}

}  // namespace olympics
