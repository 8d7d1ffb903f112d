// Reading a category's spec, and a task's.
#ifndef CATEGORIES_SPEC_H_
#define CATEGORIES_SPEC_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "categories/category.pb.h"

namespace olympics {

// Bounds on any task: a 28x28 image, and a few more than ten classes.
inline constexpr int kMaxTaskFloats = 28 * 28;
inline constexpr int kMaxTaskOutputs = 16;

// InvalidArgument, with a sentence that names the field, its value and what is
// wanted, for the first field that makes no sense.
absl::Status ValidateSpec(const CategorySpec& spec);
absl::Status ValidateTask(const TaskSpec& task);

// Sets what is 0 or absent and has a default (category.proto) to it: a spec of
// before there was such a field is held to the rules of now.
void FillIn(CategorySpec& spec);
void FillIn(TaskSpec& task);

// The bounds on what a submission carries, all given: those that the spec
// leaves out, as specs do that are older than they, are the shipped specs'.
CarriedBounds BoundsOf(const CategorySpec& spec);

// As it is on an emulated board.
CategorySpec Simulated(const CategorySpec& spec);

// Parses, fills in and validates; errors name the file (and line, where the
// text is bad).
absl::StatusOr<CategorySpec> LoadSpec(const std::string& path);
absl::StatusOr<CategorySpec> ParseSpec(const std::string& text);
absl::StatusOr<TaskSpec> LoadTask(const std::string& path);

}  // namespace olympics

#endif  // CATEGORIES_SPEC_H_
