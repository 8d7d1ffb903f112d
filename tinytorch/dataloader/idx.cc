#include <fstream>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tinytorch/dataloader/dataloader.h"

namespace tinytorch {
namespace {

struct Idx {
  std::vector<int64_t> sizes;
  const unsigned char* values;
};

absl::Status Malformed(const std::string& what) {
  return absl::InvalidArgumentError("not an IDX file: " + what);
}

absl::StatusOr<Idx> ParseIdx(const std::string& bytes, size_t rank) {
  const auto* b = reinterpret_cast<const unsigned char*>(bytes.data());
  if (bytes.size() < 4 + 4 * rank) return Malformed("it is too short");
  if (b[0] != 0 || b[1] != 0) return Malformed("it does not start with zeros");
  if (b[2] != 8) return Malformed("its values are not unsigned bytes");
  if (b[3] != rank) {
    return Malformed(absl::StrCat("it has ", static_cast<int>(b[3]),
                                  " axes where ", rank, " are expected"));
  }
  Idx idx;
  // Strides are counted of the sizes that are not 0, whether one is or not.
  uint64_t extent = 1;
  bool empty = false;
  for (size_t i = 0; i < rank; ++i) {
    const unsigned char* s = b + 4 + 4 * i;
    const uint64_t size = uint64_t{s[0]} << 24 | s[1] << 16 | s[2] << 8 | s[3];
    if (size != 0 && extent > (uint64_t{1} << 40) / size) {
      return Malformed("it is shorter than its sizes say");
    }
    empty = empty || size == 0;
    if (size != 0) extent *= size;
    idx.sizes.push_back(static_cast<int64_t>(size));
  }
  const uint64_t count = empty ? 0 : extent;
  if (bytes.size() < 4 + 4 * rank + count) {
    return Malformed("it is shorter than its sizes say");
  }
  if (bytes.size() != 4 + 4 * rank + count) {
    return Malformed(absl::StrCat("it has ", bytes.size() - 4 - 4 * rank,
                                  " values where its sizes say ", count));
  }
  idx.values = b + 4 + 4 * rank;
  return idx;
}

template <typename T>
absl::StatusOr<T> Load(const std::string& path,
                       absl::StatusOr<T> (*parse)(const std::string&)) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  absl::StatusOr<T> parsed = parse(bytes);
  if (!parsed.ok()) {
    return absl::Status(
        parsed.status().code(),
        absl::StrCat(path, ": ", std::string(parsed.status().message())));
  }
  return parsed;
}

}  // namespace

absl::StatusOr<Tensor> parse_idx_images(const std::string& bytes) {
  absl::StatusOr<Idx> idx = ParseIdx(bytes, 3);
  if (!idx.ok()) return idx.status();
  Tensor images =
      Tensor::empty({idx->sizes[0], 1, idx->sizes[1], idx->sizes[2]});
  for (int64_t i = 0; i < images.numel(); ++i) {
    images.data()[i] = static_cast<float>(idx->values[i]) / 255.0f;
  }
  return images;
}

absl::StatusOr<std::vector<int32_t>> parse_idx_labels(
    const std::string& bytes) {
  absl::StatusOr<Idx> idx = ParseIdx(bytes, 1);
  if (!idx.ok()) return idx.status();
  return std::vector<int32_t>(idx->values, idx->values + idx->sizes[0]);
}

absl::StatusOr<Tensor> load_idx_images(const std::string& path) {
  return Load<Tensor>(path, parse_idx_images);
}

absl::StatusOr<std::vector<int32_t>> load_idx_labels(const std::string& path) {
  return Load<std::vector<int32_t>>(path, parse_idx_labels);
}

}  // namespace tinytorch
