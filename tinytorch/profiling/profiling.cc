#include "tinytorch/profiling/profiling.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
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

// What one pass cost one layer.
struct Cost {
  int64_t flops = 0, bytes = 0;
  double seconds = 0;
};

// Credits time and work to the innermost layer, forward and backward apart, and
// writes down the layers that it comes to know.
class Recorder : public Observer {
 public:
  // The layers of `model`, or, for null, of a function: none so far.
  explicit Recorder(Module* model) : of_function_(model == nullptr) {
    if (of_function_) {
      layers_.push_back({.name = "", .type = "own code"});
      return;
    }
    for (const auto& [name, module] : model->named_modules()) {
      index_[module] = layers_.size();
      layers_.push_back({.name = name,
                         .type = module->type(),
                         .parameters = module->own_parameters(),
                         .parameter_bytes = module->own_parameter_bytes()});
    }
  }
  ~Recorder() override { observer = nullptr; }
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // Around a pass.
  void Start() {
    forward_.assign(layers_.size(), {});
    backward_.assign(layers_.size(), {});
    examples_.clear();
    since_ = Clock::now();
    if (of_function_) stack_.push_back({&forward_, 0});
    observer = this;
  }
  void Stop() {
    observer = nullptr;
    if (of_function_) End();
  }

  void on_op(const char*, int64_t flops, int64_t bytes) override {
    Cost* cost = Current();
    if (cost == nullptr) return;
    cost->flops += flops;
    cost->bytes += bytes;
  }
  void begin_module(const Module& module) override {
    Begin(forward_, IndexOf(module));
  }
  void end_module(const Module& module, const Tensor& output) override {
    End();
    const size_t at = IndexOf(module);
    if (at == kNobody) return;
    layers_[at].output = output.sizes();
    layers_[at].activation_bytes =
        output.numel() * static_cast<int64_t>(sizeof(float));
  }
  void begin_fused(const FusedLayer& layer) override {
    Begin(forward_, IndexOf(layer));
  }
  void end_fused(const FusedLayer& layer, int64_t examples) override {
    End();
    LayerProfile& l = layers_[IndexOf(layer)];
    int64_t& all = examples_[&layer];
    all += examples;
    l.output = {all};
    l.output.insert(l.output.end(), layer.output.begin(), layer.output.end());
    l.activation_bytes = layer.value_bytes;
    for (const int64_t n : l.output) l.activation_bytes *= n;
  }
  // What no layer recorded (a loss, say) is not the model's.
  void begin_backward(const Module* module) override {
    Begin(backward_, module == nullptr ? kNobody : IndexOf(*module));
  }
  void end_backward(const Module*) override { End(); }

  const std::vector<LayerProfile>& layers() const { return layers_; }
  // Of the last pass; a layer each.
  const std::vector<Cost>& forward() const { return forward_; }
  const std::vector<Cost>& backward() const { return backward_; }

 private:
  static constexpr size_t kNobody = SIZE_MAX;

  struct Running {
    std::vector<Cost>* costs;
    size_t layer;
  };

  Cost* Current() {
    if (stack_.empty() || stack_.back().layer == kNobody) return nullptr;
    return &(*stack_.back().costs)[stack_.back().layer];
  }
  // Time up to now belongs to whoever was running.
  void Settle() {
    const Clock::time_point now = Clock::now();
    if (Cost* cost = Current(); cost != nullptr) {
      cost->seconds += std::chrono::duration<double>(now - since_).count();
    }
    since_ = now;
  }
  void Begin(std::vector<Cost>& costs, size_t layer) {
    Settle();
    if (layer != kNobody) {
      stack_.push_back({&costs, layer});
    } else {  // counts for the one around it
      stack_.push_back(stack_.empty() ? Running{&costs, kNobody}
                                      : stack_.back());
    }
  }
  void End() {
    Settle();
    stack_.pop_back();
  }

  size_t Add(const void* what, LayerProfile layer) {
    int same = 1;
    for (const LayerProfile& l : layers_) same += l.name == layer.name;
    if (same > 1) layer.name += absl::StrFormat(" (%d)", same);
    index_[what] = layers_.size();
    layers_.push_back(std::move(layer));
    forward_.emplace_back();
    backward_.emplace_back();
    return layers_.size() - 1;
  }
  size_t IndexOf(const Module& module) {
    const auto found = index_.find(&module);
    if (found != index_.end()) return found->second;
    std::string name = module.name();
    if (name.empty()) {
      // One that is made inside of another layer is that one's own business.
      const bool outermost = of_function_ && stack_.size() == 1;
      if (!outermost) return kNobody;
      name = absl::StrFormat("layer %d", ++unnamed_);
    }
    return Add(&module, {.name = std::move(name),
                         .type = module.type(),
                         .parameters = module.own_parameters(),
                         .parameter_bytes = module.own_parameter_bytes()});
  }
  size_t IndexOf(const FusedLayer& layer) {
    const auto found = index_.find(&layer);
    if (found != index_.end()) return found->second;
    return Add(&layer, {.name = layer.name,
                        .type = layer.type,
                        .parameters = layer.parameters,
                        .parameter_bytes = layer.parameter_bytes});
  }

  const bool of_function_;
  std::vector<LayerProfile> layers_;  // but for their costs
  std::map<const void*, size_t> index_;
  std::vector<Cost> forward_, backward_;
  std::map<const FusedLayer*, int64_t> examples_;  // of this pass so far
  std::vector<Running> stack_;
  int unnamed_ = 0;
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

std::string NameOf(const LayerProfile& layer) {
  return layer.name.empty() ? "(model)" : layer.name;
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

Profiler::Profiler(Module& model)
    : model_(&model), run_([&model](const Tensor& x) { return model(x); }) {}

Profile Profiler::profile(const Tensor& input, const ProfileOptions& options) {
  TT_CHECK(options.runs > 0) << "profile: " << options.runs << " runs";
  TT_CHECK(model_ != nullptr || !options.backward)
      << "profile: the backward pass of a function, not of a Module";
  Profile result;
  Recorder recorder(model_);
  std::vector<std::vector<double>> forward, backward;
  for (int64_t run = -options.warmup; run < options.runs; ++run) {
    const bool grad_before = is_grad_enabled();
    set_grad_enabled(options.backward);
    const int64_t before = memory_stats().in_use;
    reset_peak_memory();
    recorder.Start();
    {
      Tensor y = run_(input);
      if (options.backward) y.backward(Tensor::ones(y.sizes()));
    }
    recorder.Stop();
    set_grad_enabled(grad_before);
    if (model_ != nullptr) model_->zero_grad();
    if (run < 0) continue;
    result.peak_bytes =
        std::max(result.peak_bytes, memory_stats().peak - before);
    const size_t layers = recorder.layers().size();
    forward.resize(layers);
    backward.resize(layers);
    for (size_t i = 0; i < layers; ++i) {
      forward[i].push_back(recorder.forward()[i].seconds);
      backward[i].push_back(recorder.backward()[i].seconds);
    }
  }
  result.layers = recorder.layers();
  for (size_t i = 0; i < result.layers.size(); ++i) {
    LayerProfile& l = result.layers[i];
    const Cost &f = recorder.forward()[i], &b = recorder.backward()[i];
    l.flops = f.flops;
    l.bytes = f.bytes;
    l.seconds = Median(std::move(forward[i]));
    l.backward_flops = b.flops;
    l.backward_bytes = b.bytes;
    l.backward_seconds = Median(std::move(backward[i]));
    result.parameters += l.parameters;
    result.parameter_bytes += l.parameter_bytes;
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
  std::vector<std::vector<std::string>> rows = {{"layer", "type", "output",
                                                 "parameters", "memory",
                                                 "FLOPs", "bytes", "time"}};
  if (backward) rows[0].emplace_back("backward");
  rows[0].emplace_back("share");
  const auto add = [&](const LayerProfile& l, const std::string& output,
                       int64_t memory) {
    rows.push_back({NameOf(l), l.type, output,
                    Count(static_cast<double>(l.parameters)),
                    memory < 0 ? "" : Count(static_cast<double>(memory)),
                    Count(static_cast<double>(l.flops)),
                    Count(static_cast<double>(l.bytes)),
                    absl::StrFormat("%.1f us", l.seconds * 1e6)});
    if (backward) {
      rows.back().push_back(
          absl::StrFormat("%.1f us", l.backward_seconds * 1e6));
    }
    rows.back().push_back(absl::StrFormat(
        "%.1f %%",
        total > 0 ? 100 * (l.seconds + l.backward_seconds) / total : 0));
  };
  for (const LayerProfile& l : profile.layers) {
    const double seconds = l.seconds + l.backward_seconds;
    if (l.flops == 0 && l.parameters == 0 && l.bytes == 0 &&
        !(l.name.empty() && seconds > 0.01 * total)) {
      continue;
    }
    add(l, l.output.empty() ? "" : to_string(l.output),
        l.parameter_bytes + l.activation_bytes);
  }
  LayerProfile all;
  all.name = "total";
  all.parameters = profile.parameters;
  all.flops = profile.flops;
  all.bytes = profile.bytes;
  all.seconds = profile.seconds;
  all.backward_seconds = profile.backward_seconds;
  add(all, "", -1);  // what they keep is not all there at once
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
  return text +
         absl::StrFormat(
             "Bottleneck: %s (%s). Parameters: %s B. Tensors at most: %s B.\n",
             NameOf(profile.bottleneck()), profile.bottleneck().type,
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
         {"parameter_bytes", l.parameter_bytes},
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
