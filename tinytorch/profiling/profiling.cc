#include "tinytorch/profiling/profiling.h"

#include <cxxabi.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <typeinfo>
#include <utility>

#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/base/check.h"
#include "tinytorch/tensor/memory.h"
#include "tinytorch/tensor/observer.h"

namespace tinytorch {
namespace {

using Clock = std::chrono::steady_clock;

std::string TypeOf(const Module& module) {
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> name(
      abi::__cxa_demangle(typeid(module).name(), nullptr, nullptr, &status),
      std::free);
  std::string text = status == 0 ? name.get() : typeid(module).name();
  const size_t colon = text.rfind("::");
  return colon == std::string::npos ? text : text.substr(colon + 2);
}

// What one pass cost one layer.
struct Cost {
  int64_t flops = 0, bytes = 0;
  double seconds = 0;
};

// Credits time and work to the innermost layer, forward and backward apart.
class Recorder : public Observer {
 public:
  explicit Recorder(size_t layers, std::map<const Module*, size_t> index)
      : forward(layers),
        backward(layers),
        outputs(layers),
        index_(std::move(index)) {
    observer = this;
  }
  ~Recorder() override { observer = nullptr; }
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  void on_op(const char*, int64_t flops, int64_t bytes) override {
    Cost* cost = Current();
    if (cost == nullptr) return;
    cost->flops += flops;
    cost->bytes += bytes;
  }
  void begin_module(const Module& module) override { Begin(&module, forward); }
  void end_module(const Module& module, const Tensor& output) override {
    End();
    const auto found = index_.find(&module);
    if (found != index_.end()) outputs[found->second] = output.sizes();
  }
  // What no layer recorded (a loss, say) is not the model's.
  void begin_backward(const Module* module) override {
    Begin(module, backward);
  }
  void end_backward(const Module*) override { End(); }

  std::vector<Cost> forward, backward;
  std::vector<Shape> outputs;

 private:
  Cost* Current() { return stack_.empty() ? nullptr : stack_.back(); }
  // Time up to now belongs to whoever was running.
  void Settle() {
    const Clock::time_point now = Clock::now();
    if (Cost* cost = Current(); cost != nullptr) {
      cost->seconds += std::chrono::duration<double>(now - since_).count();
    }
    since_ = now;
  }
  void Begin(const Module* module, std::vector<Cost>& costs) {
    Settle();
    const auto found = index_.find(module);
    // A layer that is not registered counts for the one around it.
    stack_.push_back(found == index_.end() ? Current() : &costs[found->second]);
  }
  void End() {
    Settle();
    stack_.pop_back();
  }

  std::map<const Module*, size_t> index_;
  std::vector<Cost*> stack_;
  Clock::time_point since_ = Clock::now();
};

double Median(std::vector<double> values) {
  const auto middle =
      values.begin() + static_cast<ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::string Count(double n) {
  for (const char* unit : {"", "k", "M", "G"}) {
    if (n < 1000) {
      return *unit == 0 ? absl::StrFormat("%.0f", n)
                        : absl::StrFormat("%.1f %s", n, unit);
    }
    n /= 1000;
  }
  return absl::StrFormat("%.1f T", n);
}

}  // namespace

const LayerProfile& Profile::bottleneck() const {
  TT_CHECK(!layers.empty()) << "bottleneck: of no layers";
  return *std::max_element(layers.begin(), layers.end(),
                           [](const LayerProfile& a, const LayerProfile& b) {
                             return a.seconds + a.backward_seconds <
                                    b.seconds + b.backward_seconds;
                           });
}

Profile Profiler::profile(const Tensor& input, const ProfileOptions& options) {
  TT_CHECK(options.runs > 0) << "profile: " << options.runs << " runs";
  Profile result;
  std::map<const Module*, size_t> index;
  for (const auto& [name, module] : model_.named_modules()) {
    index[module] = result.layers.size();
    LayerProfile layer;
    layer.name = name;
    layer.type = TypeOf(*module);
    layer.parameters = module->num_parameters();
    result.layers.push_back(std::move(layer));
  }
  // num_parameters() counts what is inside: take the children's away.
  result.parameters = model_.num_parameters();
  const auto modules = model_.named_modules();
  for (size_t i = modules.size(); i-- > 0;) {
    const std::string& name = modules[i].first;
    for (size_t j = i + 1; j < modules.size(); ++j) {
      if (name.empty() || modules[j].first.starts_with(name + ".")) {
        result.layers[i].parameters -= result.layers[j].parameters;
      }
    }
  }
  result.parameter_bytes =
      result.parameters * static_cast<int64_t>(sizeof(float));

  const size_t layers = result.layers.size();
  std::vector<std::vector<double>> forward(layers), backward(layers);
  for (int64_t run = -options.warmup; run < options.runs; ++run) {
    const bool grad_before = is_grad_enabled();
    set_grad_enabled(options.backward);
    const int64_t before = memory_stats().in_use;
    reset_peak_memory();
    Recorder recorder(layers, index);
    {
      Tensor y = model_(input);
      if (options.backward) y.backward(Tensor::ones(y.sizes()));
    }
    set_grad_enabled(grad_before);
    model_.zero_grad();
    if (run < 0) continue;
    result.peak_bytes =
        std::max(result.peak_bytes, memory_stats().peak - before);
    for (size_t i = 0; i < layers; ++i) {
      LayerProfile& l = result.layers[i];
      forward[i].push_back(recorder.forward[i].seconds);
      backward[i].push_back(recorder.backward[i].seconds);
      l.flops = recorder.forward[i].flops;
      l.bytes = recorder.forward[i].bytes;
      l.backward_flops = recorder.backward[i].flops;
      l.backward_bytes = recorder.backward[i].bytes;
      l.output = recorder.outputs[i];
      l.activation_bytes = 4;
      for (const int64_t n : l.output) l.activation_bytes *= n;
    }
  }
  for (size_t i = 0; i < layers; ++i) {
    LayerProfile& l = result.layers[i];
    l.seconds = Median(forward[i]);
    l.backward_seconds = Median(backward[i]);
    result.flops += l.flops;
    result.bytes += l.bytes;
    result.seconds += l.seconds;
    result.backward_flops += l.backward_flops;
    result.backward_bytes += l.backward_bytes;
    result.backward_seconds += l.backward_seconds;
  }
  return result;
}

int64_t count_flops(Module& model, const Tensor& input) {
  return Profiler(model).profile(input, {.warmup = 0, .runs = 1}).flops;
}

std::string to_table(const Profile& profile) {
  const bool backward = profile.backward_seconds > 0;
  const double total = profile.seconds + profile.backward_seconds;
  std::vector<std::vector<std::string>> rows = {
      {"layer", "type", "output", "parameters", "FLOPs", "bytes", "time"}};
  if (backward) rows[0].emplace_back("backward");
  rows[0].emplace_back("share");
  const auto add = [&](const std::string& name, const std::string& type,
                       const std::string& output, int64_t parameters,
                       int64_t flops, int64_t bytes, double seconds,
                       double backward_seconds) {
    rows.push_back({name, type, output, Count(static_cast<double>(parameters)),
                    Count(static_cast<double>(flops)),
                    Count(static_cast<double>(bytes)),
                    absl::StrFormat("%.1f us", seconds * 1e6)});
    if (backward) {
      rows.back().push_back(absl::StrFormat("%.1f us", backward_seconds * 1e6));
    }
    rows.back().push_back(absl::StrFormat(
        "%.1f %%", total > 0 ? 100 * (seconds + backward_seconds) / total : 0));
  };
  for (const LayerProfile& l : profile.layers) {
    if (l.flops == 0 && l.parameters == 0 && l.bytes == 0) continue;
    add(l.name.empty() ? "(model)" : l.name, l.type, to_string(l.output),
        l.parameters, l.flops, l.bytes, l.seconds, l.backward_seconds);
  }
  add("total", "", "", profile.parameters, profile.flops, profile.bytes,
      profile.seconds, profile.backward_seconds);
  std::vector<size_t> widths(rows[0].size(), 0);
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], row[i].size());
    }
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string gap(widths[i] - row[i].size(), ' ');
      if (i > 0) line += "  ";
      line += i < 3 ? row[i] + gap : gap + row[i];  // words left, numbers right
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text + absl::StrFormat(
                    "Bottleneck: %s (%s). Parameters: %s B. Tensors at most: "
                    "%s B.\n",
                    profile.bottleneck().name.empty()
                        ? "(model)"
                        : profile.bottleneck().name,
                    profile.bottleneck().type,
                    Count(static_cast<double>(profile.parameter_bytes)),
                    Count(static_cast<double>(profile.peak_bytes)));
}

std::string to_json(const Profile& profile) {
  nlohmann::ordered_json json = {{"parameters", profile.parameters},
                                 {"parameter_bytes", profile.parameter_bytes},
                                 {"flops", profile.flops},
                                 {"bytes", profile.bytes},
                                 {"seconds", profile.seconds},
                                 {"backward_flops", profile.backward_flops},
                                 {"backward_bytes", profile.backward_bytes},
                                 {"backward_seconds", profile.backward_seconds},
                                 {"peak_bytes", profile.peak_bytes},
                                 {"bottleneck", profile.bottleneck().name},
                                 {"layers", nlohmann::ordered_json::array()}};
  for (const LayerProfile& l : profile.layers) {
    json["layers"].push_back(
        {{"name", l.name},
         {"type", l.type},
         {"output", std::vector<int64_t>(l.output.begin(), l.output.end())},
         {"parameters", l.parameters},
         {"activation_bytes", l.activation_bytes},
         {"flops", l.flops},
         {"bytes", l.bytes},
         {"seconds", l.seconds},
         {"backward_flops", l.backward_flops},
         {"backward_bytes", l.backward_bytes},
         {"backward_seconds", l.backward_seconds}});
  }
  return json.dump(2);
}

}  // namespace tinytorch
