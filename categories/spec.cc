#include "categories/spec.h"

#include <cmath>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "third_party/protobuf/textproto.h"

namespace olympics {
namespace {

absl::Status Wrong(const char* field, double value, const char* wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat(field, " is ", value, "; it must be ", wanted));
}

}  // namespace

absl::Status ValidateSpec(const CategorySpec& spec) {
  if (spec.name().empty() || spec.title().empty() || spec.metric().empty() ||
      spec.unit().empty()) {
    return absl::InvalidArgumentError(
        "name, title, metric and unit must all be given");
  }
  // Written so that NaN is wrong everywhere.
  if (!(spec.accuracy_floor() >= 0 && spec.accuracy_floor() <= 1)) {
    return Wrong("accuracy_floor", spec.accuracy_floor(), "from 0 to 1");
  }
  const struct {
    const char* name;
    double value;
    double least;
    const char* wanted;
  } kFields[] = {
      {"target_gain", spec.target_gain(), 1.0000001, "above 1"},
      {"difficulty", spec.difficulty(), 0, "0 or more"},
      {"resolution", spec.resolution(), 0, "0 or more"},
      {"reference_baseline", spec.reference_baseline(), 1e-300, "above 0"},
      {"measuring.block_milliseconds",
       double(spec.measuring().block_milliseconds()), 1, "1 or more"},
      {"measuring.min_pairs", double(spec.measuring().min_pairs()), 5,
       "5 or more"},
      {"measuring.min_samples", double(spec.measuring().min_samples()), 1,
       "1 or more"},
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
  };
  for (const auto& f : kFields) {
    if (!(f.value >= f.least) || std::isinf(f.value)) {
      return Wrong(f.name, f.value, f.wanted);
    }
  }
  const int batch = spec.measuring().batch_size();
  if (batch < 1 || batch > 256) {
    return Wrong("measuring.batch_size", batch, "from 1 to 256");
  }
  return absl::OkStatus();
}

absl::StatusOr<CategorySpec> ParseSpec(const std::string& text) {
  CategorySpec spec;
  if (absl::Status status = ParseTextproto(text, spec); !status.ok()) {
    return status;
  }
  if (absl::Status status = ValidateSpec(spec); !status.ok()) return status;
  return spec;
}

absl::StatusOr<CategorySpec> LoadSpec(const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    return absl::NotFoundError(
        absl::StrCat("cannot open the category spec ", path));
  }
  absl::StatusOr<CategorySpec> spec =
      ParseSpec(std::string(std::istreambuf_iterator<char>(file), {}));
  if (!spec.ok()) {
    return absl::Status(spec.status().code(),
                        absl::StrCat("category spec ", path, ": ",
                                     std::string(spec.status().message())));
  }
  return spec;
}

}  // namespace olympics
