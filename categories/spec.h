// Reading a category's spec.
#ifndef CATEGORIES_SPEC_H_
#define CATEGORIES_SPEC_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "categories/category.pb.h"

namespace olympics {

// InvalidArgument, with a sentence that names the field, its value and what is
// wanted, for the first field that makes no sense.
absl::Status ValidateSpec(const CategorySpec& spec);

// Parses and validates; errors name the file (and line, where the text is bad).
absl::StatusOr<CategorySpec> LoadSpec(const std::string& path);
absl::StatusOr<CategorySpec> ParseSpec(const std::string& text);

}  // namespace olympics

#endif  // CATEGORIES_SPEC_H_
