// Weights in files: the safetensors format, tensors of 32-bit floats (F32) or
// of signed bytes (I8), which are read as the floats of the same values.
//
//   bytes 0..7    length n of the header, little endian
//   n bytes       JSON: {"name": {"dtype": "F32", "shape": [..],
//                                 "data_offsets": [begin, end]}, ...}
//   the rest      the tensors' values, row-major, little endian
//
// The header is padded with spaces so that the values start on 8 bytes, the
// tensors follow each other without gaps or overlap, and a file that breaks any
// of this is refused with a sentence that says what is wrong.
#ifndef TINYTORCH_LAYERS_SAFETENSORS_H_
#define TINYTORCH_LAYERS_SAFETENSORS_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "tinytorch/layers/module.h"

namespace tinytorch {

// A header larger than this is refused, as the format's own reader does.
inline constexpr uint64_t kMaxSafetensorsHeader = 100'000'000;

// Tensors named in `int8` are written as I8, after the others, which so stay
// on 4 bytes; their values must be whole numbers from -128 to 127.
std::string serialize_safetensors(const StateDict& state,
                                  const std::set<std::string>& int8 = {});
absl::StatusOr<StateDict> parse_safetensors(absl::Span<const char> bytes);

// To and from files. Saving writes a temporary file beside `path` and renames
// it, or writes in place where the folder takes no new file.
absl::Status save_safetensors(const StateDict& state, const std::string& path,
                              const std::set<std::string>& int8 = {});
absl::StatusOr<StateDict> load_safetensors(const std::string& path);

}  // namespace tinytorch

#endif  // TINYTORCH_LAYERS_SAFETENSORS_H_
