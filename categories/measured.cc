#include "categories/measured.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/message_differencer.h"

namespace olympics {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::MessageDifferencer;

// A message of one field alone, to compare it.
bool HaveSame(const Message& a, const Message& b, const FieldDescriptor* f) {
  MessageDifferencer differencer;
  return differencer.CompareWithFields(a, b, {f}, {f});
}

// The path of the first field in which two messages of a type differ.
std::string FirstDifference(const Message& a, const Message& b) {
  const Reflection& r = *a.GetReflection();
  for (int i = 0; i < a.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* f = a.GetDescriptor()->field(i);
    if (HaveSame(a, b, f)) continue;
    const std::string name(f->name());
    if (f->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return name;
    if (!f->is_repeated()) {
      const std::string below =
          FirstDifference(r.GetMessage(a, f), r.GetMessage(b, f));
      return below.empty() ? name : absl::StrCat(name, ".", below);
    }
    if (r.FieldSize(a, f) != r.FieldSize(b, f)) return name;
    for (int n = 0; n < r.FieldSize(a, f); ++n) {
      const std::string below = FirstDifference(r.GetRepeatedMessage(a, f, n),
                                                r.GetRepeatedMessage(b, f, n));
      if (!below.empty()) return absl::StrCat(name, "[", n, "].", below);
    }
  }
  return "";
}

// What is left of a spec without what the judge alone asks.
CategorySpec Measured(CategorySpec spec) {
  spec.clear_title();
  spec.clear_sign();
  spec.clear_order();
  spec.clear_difficulty();
  spec.clear_resolution();
  spec.clear_reference_baseline();
  spec.clear_accuracy_floor();
  spec.clear_composite();
  for (Term& term : *spec.mutable_terms()) {
    term.clear_target_gain();
    term.clear_weight();
  }
  spec.clear_honesty();
  spec.clear_carried();
  if (spec.has_measuring()) {
    Measuring& m = *spec.mutable_measuring();
    // Whether there are as many is seen in what was measured.
    m.clear_min_pairs();
    m.clear_min_samples();
    m.clear_max_interval_width();
  }
  if (spec.has_suite()) {
    Suite& suite = *spec.mutable_suite();
    suite.clear_tolerance();
    suite.clear_short_tolerance();
    suite.clear_short_latency_ns();
  }
  // What `measuring` is there already.
  if (spec.has_board()) spec.mutable_board()->clear_simulated();
  return spec;
}

}  // namespace

std::string MeasuredOtherwise(const CategorySpec& before,
                              const CategorySpec& after) {
  return FirstDifference(Measured(before), Measured(after));
}

std::string MeasuredOtherwise(const TaskSpec& before, const TaskSpec& after) {
  TaskSpec a = before, b = after;
  for (TaskSpec* t : {&a, &b}) {
    t->clear_title();
    t->clear_quality_target();
  }
  return FirstDifference(a, b);
}

}  // namespace olympics
