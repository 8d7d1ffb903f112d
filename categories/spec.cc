#include "categories/spec.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "third_party/protobuf/textproto.h"

namespace olympics {
namespace {

absl::Status Wrong(const char* field, double value, const char* wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat(field, " is ", value, "; it must be ", wanted));
}

// A number of a spec and where it may lie.
struct Field {
  const char* name;
  double value;
  double least;
  const char* wanted;
};

absl::Status CheckFields(const std::vector<Field>& fields) {
  for (const Field& f : fields) {
    // Written so that NaN is wrong everywhere.
    if (!(f.value >= f.least) || std::isinf(f.value)) {
      return Wrong(f.name, f.value, f.wanted);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckShare(const char* field, double value) {
  if (value >= 0 && value <= 1) return absl::OkStatus();
  return Wrong(field, value, "from 0 to 1");
}

bool OfSuite(Measure measure) {
  return measure == SINGLE_STREAM_LATENCY || measure == OFFLINE_THROUGHPUT;
}

absl::Status CheckTerms(const CategorySpec& spec) {
  if (spec.terms_size() == 0) {
    return absl::InvalidArgumentError(
        "there are no terms: say what is ranked, such as terms { measure: "
        "INFERENCES_PER_SECOND target_gain: 10 }");
  }
  double weights = 0;
  std::set<int> seen;
  for (const Term& t : spec.terms()) {
    const std::string& name = Measure_Name(t.measure());
    if (t.measure() == MEASURE_UNSPECIFIED || name.empty()) {
      return absl::InvalidArgumentError("a term has no measure");
    }
    if (!seen.insert(t.measure()).second) {
      return absl::InvalidArgumentError(absl::StrCat(name, " is there twice"));
    }
    if (!(t.target_gain() > 1) || std::isinf(t.target_gain())) {
      return Wrong("terms.target_gain", t.target_gain(), "above 1");
    }
    if (!(t.weight() >= 0)) {
      return Wrong("terms.weight", t.weight(), "0 or more");
    }
    if (OfSuite(t.measure()) != spec.has_suite()) {
      return absl::InvalidArgumentError(absl::StrCat(
          name, spec.has_suite() ? " is no measure of a suite"
                                 : " is a measure of a suite, and there is "
                                   "none"));
    }
    weights += t.weight();
  }
  if (spec.terms_size() > 1 && !(std::fabs(weights - 1) < 1e-6)) {
    return Wrong("the sum of terms.weight", weights, "1");
  }
  if ((spec.terms_size() > 1 || spec.has_suite()) !=
      (spec.composite() != COMPOSITE_NONE)) {
    return absl::InvalidArgumentError(
        "composite must be given where there are several terms or tasks, and "
        "only there");
  }
  if (seen.count(JOULES_PER_INFERENCE) > 0 && !spec.has_energy()) {
    return absl::InvalidArgumentError(
        "JOULES_PER_INFERENCE is a term, and energy is not given");
  }
  if (seen.count(PEAK_MEMORY) > 0 && spec.measuring().memory_starts() < 3) {
    return Wrong("measuring.memory_starts", spec.measuring().memory_starts(),
                 "3 or more where memory is a term");
  }
  return absl::OkStatus();
}

absl::Status CheckEnergy(const Energy& energy) {
  static constexpr const char* kMeters[] = {"auto", "rapl", "hwmon", "model"};
  const bool known =
      std::any_of(std::begin(kMeters), std::end(kMeters),
                  [&](const char* meter) { return energy.meter() == meter; });
  if (!known && energy.meter().rfind("trace:", 0) != 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("energy.meter is \"", energy.meter(),
                     "\"; it must be auto, rapl, hwmon, model or trace:PATH"));
  }
  if (energy.core_size() == 0) {
    return absl::InvalidArgumentError(
        "energy.core is empty: the model for machines without a meter needs "
        "at least one frequency");
  }
  double last = 0;
  for (const CorePower& core : energy.core()) {
    if (!(core.mhz() > last)) {
      return Wrong("energy.core.mhz", core.mhz(), "above the one before it");
    }
    if (!(core.watts() > 0)) {
      return Wrong("energy.core.watts", core.watts(), "above 0");
    }
    last = core.mhz();
  }
  return CheckFields({
      {"energy.idle_watts", energy.idle_watts(), 0, "0 or more"},
      {"energy.dram_watts_per_gib", energy.dram_watts_per_gib(), 0,
       "0 or more"},
  });
}

absl::Status CheckMixture(const CategorySpec& spec) {
  const Measuring& m = spec.measuring();
  const Honesty& h = spec.honesty();
  for (const double share :
       {m.training_share(), m.strong_share(), m.held_out_share()}) {
    if (!(share > 0) || !(share <= 0.8)) {
      return Wrong("measuring.training_share, strong_share or held_out_share",
                   share, "above 0, and 0.8 at most");
    }
  }
  const double together =
      m.training_share() + m.strong_share() + m.held_out_share();
  if (together > 0.8) {
    return Wrong(
        "measuring.training_share, strong_share and held_out_share together",
        together, "0.8 at most: the rest are test samples");
  }
  return CheckFields({
      {"honesty.familiar_time", h.familiar_time(), 0, "0 or more"},
      {"honesty.strong_time", h.strong_time(), 0, "0 or more"},
      {"honesty.closed_difference", h.closed_difference(), 0, "0 or more"},
  });
}

absl::Status CheckSuite(const Suite& suite) {
  if (suite.tasks_size() == 0) {
    return absl::InvalidArgumentError("suite.tasks is empty");
  }
  const std::set<std::string> names(suite.tasks().begin(), suite.tasks().end());
  if (static_cast<int>(names.size()) != suite.tasks_size()) {
    return absl::InvalidArgumentError("suite.tasks names a task twice");
  }
  absl::Status status = CheckFields({
      {"suite.min_query_count", double(suite.min_query_count()), 64,
       "64 or more, which the 90th percentile's early stopping needs"},
      {"suite.min_milliseconds", double(suite.min_milliseconds()), 1,
       "1 or more"},
      {"suite.offline_samples", double(suite.offline_samples()), 1,
       "1 or more"},
      {"suite.batch_size", double(suite.batch_size()), 1, "1 or more"},
      {"suite.performance_sample_count",
       double(suite.performance_sample_count()), 1, "1 or more"},
      {"suite.tolerance", suite.tolerance(), 1e-9, "above 0"},
      {"suite.short_tolerance", suite.short_tolerance(), suite.tolerance(),
       "suite.tolerance or more"},
      {"suite.short_latency_ns", double(suite.short_latency_ns()), 0,
       "0 or more"},
  });
  if (!status.ok()) return status;
  if (suite.batch_size() > 256) {
    return Wrong("suite.batch_size", suite.batch_size(), "from 1 to 256");
  }
  return absl::OkStatus();
}

absl::Status CheckBoard(const Board& board) {
  if (board.model().empty()) {
    return absl::InvalidArgumentError(
        "board.model is empty; give how /proc/device-tree/model begins on the "
        "board, such as \"Raspberry Pi 4\"");
  }
  return CheckFields({
      {"board.min_memory_mib", double(board.min_memory_mib()), 0, "0 or more"},
      {"board.max_celsius", board.max_celsius(), 0, "0 or more"},
  });
}

absl::Status CheckCarried(const CarriedBounds& bounds) {
  const struct {
    const char* name;
    bool given;
    int32_t value;
  } kBounds[] = {
      {"carried.constants_bytes", bounds.has_constants_bytes(),
       bounds.constants_bytes()},
      {"carried.immediates_bytes", bounds.has_immediates_bytes(),
       bounds.immediates_bytes()},
      {"carried.code_bytes", bounds.has_code_bytes(), bounds.code_bytes()},
  };
  for (const auto& b : kBounds) {
    if (b.given && b.value < 1) {
      return Wrong(b.name, b.value, "1 or more, or left out");
    }
  }
  return absl::OkStatus();
}

// Numbers that each make sense and together do not.
absl::Status CheckContradictions(const CategorySpec& spec) {
  const Measuring& m = spec.measuring();
  const WorkerLimits& l = spec.limits();
  const auto contradiction = [](const std::string& what) {
    return absl::InvalidArgumentError(
        absl::StrCat("the limits contradict each other: ", what));
  };
  const double pairs = 2e-3 * m.block_milliseconds() * m.min_pairs();
  if (pairs > m.max_seconds()) {
    return contradiction(absl::StrCat(
        "measuring.min_pairs turns of measuring.block_milliseconds take ",
        pairs, " s, and measuring.max_seconds is ", m.max_seconds()));
  }
  if (m.max_seconds() + l.start_seconds() > l.wall_seconds()) {
    return contradiction(absl::StrCat(
        "limits.start_seconds and measuring.max_seconds are ",
        m.max_seconds() + l.start_seconds(),
        " s together, and limits.wall_seconds is ", l.wall_seconds()));
  }
  if (l.query_milliseconds() > 1000 * l.wall_seconds()) {
    return contradiction(
        absl::StrCat("limits.query_milliseconds is ", l.query_milliseconds(),
                     ", more than limits.wall_seconds, ", l.wall_seconds()));
  }
  return absl::OkStatus();
}

// Whether what makes the task's strong samples makes samples of its shape.
absl::Status CheckFresh(const TaskSpec& task) {
  static constexpr int kMade[][4] = {{CHANGED},
                                     {WORDS, 49, 10, 12},
                                     {ANOMALIES, 28, 28, 1},
                                     {REDRAWN, 8, 8, 10}};
  for (const auto& [source, height, width, outputs] : kMade) {
    if (source != task.fresh()) continue;
    if (source == CHANGED ||
        (height == task.height() && width == task.width() &&
         outputs == task.outputs())) {
      return absl::OkStatus();
    }
    return absl::InvalidArgumentError(absl::StrCat(
        "fresh ", StrongSource_Name(task.fresh()), " goes with samples of ",
        height, " x ", width, " and ", outputs,
        " outputs; leave it out, and test samples are changed instead"));
  }
  return Wrong("fresh", task.fresh(), "WORDS, ANOMALIES or REDRAWN");
}

}  // namespace

absl::Status ValidateSpec(const CategorySpec& spec) {
  if (spec.name().empty() || spec.title().empty()) {
    return absl::InvalidArgumentError("name and title must both be given");
  }
  if (absl::Status s = CheckTerms(spec); !s.ok()) return s;
  const struct {
    const char* name;
    double value;
  } kShares[] = {
      {"accuracy_floor", spec.accuracy_floor()},
      {"honesty.changed_share", spec.honesty().changed_share()},
      {"honesty.shuffled_drop", spec.honesty().shuffled_drop()},
      {"honesty.perturbed_drop", spec.honesty().perturbed_drop()},
      {"honesty.familiar_quality", spec.honesty().familiar_quality()},
      {"honesty.strong_kept", spec.honesty().strong_kept()},
      {"honesty.held_out_quality", spec.honesty().held_out_quality()},
      {"honesty.other_weights_kept", spec.honesty().other_weights_kept()},
  };
  for (const auto& share : kShares) {
    if (absl::Status s = CheckShare(share.name, share.value); !s.ok()) return s;
  }
  absl::Status status = CheckFields({
      {"difficulty", spec.difficulty(), 0, "0 or more"},
      {"resolution", spec.resolution(), 0, "0 or more"},
      {"order", double(spec.order()), 0, "0 or more"},
      {"honesty.pause_cpu_share", spec.honesty().pause_cpu_share(), 1e-9,
       "above 0"},
      {"measuring.block_milliseconds",
       double(spec.measuring().block_milliseconds()), 1, "1 or more"},
      {"measuring.min_pairs", double(spec.measuring().min_pairs()), 5,
       "5 or more"},
      {"measuring.test_images", double(spec.measuring().test_images()), 0,
       "0 or more"},
      {"measuring.pairs_per_start", double(spec.measuring().pairs_per_start()),
       0, "0 or more"},
      {"measuring.min_samples", double(spec.measuring().min_samples()), 1,
       "1 or more"},
      {"measuring.asked_again", double(spec.measuring().asked_again()), 64,
       "64 or more"},
      {"measuring.max_seconds", double(spec.measuring().max_seconds()), 1,
       "1 or more"},
      {"measuring.max_interval_width", spec.measuring().max_interval_width(),
       1e-9, "above 0"},
      {"limits.memory_mib", double(spec.limits().memory_mib()), 1, "1 or more"},
      {"limits.threads", double(spec.limits().threads()), 1, "1 or more"},
      {"limits.start_seconds", double(spec.limits().start_seconds()), 1,
       "1 or more"},
      {"limits.query_milliseconds", double(spec.limits().query_milliseconds()),
       1, "1 or more"},
      {"limits.wall_seconds", double(spec.limits().wall_seconds()), 1,
       "1 or more"},
  });
  if (!status.ok()) return status;
  if (spec.composite() == COMPOSITE_NONE &&
      !(spec.reference_baseline() > 0 &&
        std::isfinite(spec.reference_baseline()))) {
    return Wrong("reference_baseline", spec.reference_baseline(), "above 0");
  }
  const int batch = spec.measuring().batch_size();
  if (batch < 1 || batch > 256) {
    return Wrong("measuring.batch_size", batch, "from 1 to 256");
  }
  if (absl::Status s = CheckMixture(spec); !s.ok()) return s;
  if (spec.has_energy()) {
    if (absl::Status s = CheckEnergy(spec.energy()); !s.ok()) return s;
  }
  if (spec.has_suite()) {
    if (absl::Status s = CheckSuite(spec.suite()); !s.ok()) return s;
  }
  if (spec.has_board()) {
    if (absl::Status s = CheckBoard(spec.board()); !s.ok()) return s;
  }
  if (absl::Status s = CheckCarried(spec.carried()); !s.ok()) return s;
  if (absl::Status s = CheckContradictions(spec); !s.ok()) return s;
  if (!spec.board().has_simulated()) return absl::OkStatus();
  absl::Status simulated = ValidateSpec(Simulated(spec));
  if (simulated.ok()) return simulated;
  return absl::InvalidArgumentError(
      absl::StrCat("with board.simulated, ", std::string(simulated.message())));
}

void FillIn(CategorySpec& spec) {
  const auto fill = [](double value, double otherwise) {
    return value == 0 ? otherwise : value;
  };
  Measuring& m = *spec.mutable_measuring();
  m.set_training_share(fill(m.training_share(), 0.25));
  m.set_strong_share(fill(m.strong_share(), 0.25));
  m.set_held_out_share(fill(m.held_out_share(), 0.15));
  if (m.asked_again() == 0) m.set_asked_again(960);
  Honesty& h = *spec.mutable_honesty();
  h.set_familiar_quality(fill(h.familiar_quality(), 0.005));
  h.set_strong_kept(fill(h.strong_kept(), 0.8));
  h.set_familiar_time(fill(h.familiar_time(), 0.15));
  h.set_strong_time(fill(h.strong_time(), 1));
  h.set_other_weights_kept(fill(h.other_weights_kept(), 0.6));
  h.set_held_out_quality(fill(h.held_out_quality(), 0.02));
  h.set_closed_difference(fill(h.closed_difference(), 0.1));
}

void FillIn(TaskSpec& task) {
  if (task.has_strong()) return;
  task.mutable_strong()->set_erased(0.3);
  task.mutable_strong()->set_contrast(0.2);
}

CarriedBounds BoundsOf(const CategorySpec& spec) {
  CarriedBounds bounds;
  bounds.set_constants_bytes(6144);
  bounds.set_immediates_bytes(8192);
  bounds.set_code_bytes(98304);
  bounds.MergeFrom(spec.carried());
  return bounds;
}

CategorySpec Simulated(const CategorySpec& spec) {
  CategorySpec simulated = spec;
  simulated.mutable_measuring()->MergeFrom(spec.board().simulated());
  simulated.mutable_board()->clear_simulated();
  return simulated;
}

absl::Status ValidateTask(const TaskSpec& task) {
  if (task.name().empty() || task.title().empty()) {
    return absl::InvalidArgumentError("name and title must both be given");
  }
  const int64_t values = int64_t{task.height()} * task.width();
  if (task.height() < 1 || task.width() < 1 || values > kMaxTaskFloats) {
    return absl::InvalidArgumentError(
        absl::StrCat("a sample is ", task.height(), " x ", task.width(),
                     "; it must have from 1 to ", kMaxTaskFloats, " values"));
  }
  if (task.outputs() < 1 || task.outputs() > kMaxTaskOutputs) {
    return Wrong("outputs", task.outputs(), "from 1 to 16");
  }
  if ((task.quality() == AUC) != (task.outputs() == 1)) {
    return absl::InvalidArgumentError(
        "quality AUC goes with outputs 1, and TOP1 with more");
  }
  if (absl::Status s = CheckShare("quality_target", task.quality_target());
      !s.ok()) {
    return s;
  }
  if (task.has_held_out() &&
      (task.held_out().images().empty() || task.held_out().labels().empty())) {
    return absl::InvalidArgumentError(
        "held_out must name both images and labels, files of "
        "categories/tasks/held_out");
  }
  if (absl::Status s = CheckFresh(task); !s.ok()) return s;
  const Distortion& d = task.strong();
  absl::Status strong = CheckFields({
      {"strong.rotation_degrees", d.rotation_degrees(), 0, "0 or more"},
      {"strong.scale", d.scale(), 0, "0 or more"},
      {"strong.shear", d.shear(), 0, "0 or more"},
      {"strong.shift_y", d.shift_y(), 0, "0 or more"},
      {"strong.shift_x", d.shift_x(), 0, "0 or more"},
      {"strong.elastic", d.elastic(), 0, "0 or more"},
      {"strong.contrast", d.contrast(), 0, "0 or more"},
      {"strong.thickness", d.thickness(), 0, "0 or more"},
  });
  if (!strong.ok()) return strong;
  if (absl::Status s = CheckShare("strong.erased", d.erased()); !s.ok()) {
    return s;
  }
  if (d.rotation_degrees() > 180 || d.scale() > 0.9 || d.shear() > 10 ||
      d.shift_y() > task.height() || d.shift_x() > task.width() ||
      d.elastic() > std::max(task.height(), task.width()) || d.contrast() > 1 ||
      d.thickness() > 1) {
    return absl::InvalidArgumentError(
        "strong leaves nothing of a sample: rotation_degrees may be 180, scale "
        "0.9, shear 10, contrast and thickness 1, and shifts the sample's size "
        "at most");
  }
  const Perturbation& p = task.perturbation();
  if (p.max_shift_y() < 0 || p.max_shift_y() >= task.height() ||
      p.max_shift_x() < 0 || p.max_shift_x() >= task.width()) {
    return absl::InvalidArgumentError(
        "perturbation.max_shift_y and max_shift_x must be 0 or more and leave "
        "something of the sample");
  }
  if (absl::Status s = CheckShare("perturbation.brightness", p.brightness());
      !s.ok()) {
    return s;
  }
  return CheckShare("perturbation.noise", p.noise());
}

namespace {

// Parses, validates, and says of errors which file they are in.
template <typename Message>
absl::StatusOr<Message> Load(const char* what, const std::string& path,
                             absl::Status (*validate)(const Message&)) {
  const absl::StatusOr<std::string> text = base::ReadFile(path);
  if (!text.ok()) {
    return absl::Status(
        text.status().code(),
        absl::StrCat("the ", what, ": ", std::string(text.status().message())));
  }
  Message message;
  absl::Status status = ParseTextproto(*text, message);
  if (status.ok()) {
    FillIn(message);
    status = validate(message);
  }
  if (status.ok()) return message;
  return absl::Status(
      status.code(),
      absl::StrCat(what, " ", path, ": ", std::string(status.message())));
}

}  // namespace

absl::StatusOr<CategorySpec> ParseSpec(const std::string& text) {
  CategorySpec spec;
  if (absl::Status status = ParseTextproto(text, spec); !status.ok()) {
    return status;
  }
  FillIn(spec);
  if (absl::Status status = ValidateSpec(spec); !status.ok()) return status;
  return spec;
}

absl::StatusOr<CategorySpec> LoadSpec(const std::string& path) {
  return Load<CategorySpec>("category spec", path, ValidateSpec);
}

absl::StatusOr<TaskSpec> LoadTask(const std::string& path) {
  return Load<TaskSpec>("task", path, ValidateTask);
}

}  // namespace olympics
