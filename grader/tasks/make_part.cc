// A part of a training split, spread evenly over it, as IDX files: what the
// referee asks beside the test split.
//
//   make_part IMAGES LABELS OUT_IMAGES OUT_LABELS
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>

#include "absl/status/statusor.h"
#include "base/files.h"
#include "grader/tasks/idx.h"

namespace {

constexpr size_t kMost = 10000;
constexpr size_t kImagesHeader = 16, kLabelsHeader = 8;

std::string Read(const char* path) {
  const absl::StatusOr<std::string> bytes = base::ReadFile(path);
  if (!bytes.ok()) {
    std::fprintf(stderr, "%s\n", std::string(bytes.status().message()).c_str());
  }
  return bytes.value_or("");
}

// A number of the header, big-endian.
size_t At(const std::string& bytes, size_t at) {
  size_t value = 0;
  for (size_t i = 0; i < 4; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  }
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const std::string images = Read(argv[1]), labels = Read(argv[2]);
  if (labels.size() <= kLabelsHeader || images.size() < kImagesHeader) {
    std::fprintf(stderr, "make_part: not a set of samples\n");
    return 1;
  }
  const size_t height = At(images, 8), width = At(images, 12);
  const size_t values = height * width, all = labels.size() - kLabelsHeader;
  if (images.size() != kImagesHeader + all * values) {
    std::fprintf(stderr, "make_part: %zu labels, and as many samples not\n",
                 all);
    return 1;
  }
  const size_t count = std::min(all, kMost);
  std::string x, y;
  for (size_t i = 0; i < count; ++i) {
    const size_t which = i * all / count;
    x += images.substr(kImagesHeader + which * values, values);
    y += labels[kLabelsHeader + which];
  }
  return olympics::WriteIdxSplit(argv[3], argv[4], static_cast<int>(height),
                                 static_cast<int>(width), x, y)
             ? 0
             : 1;
}
