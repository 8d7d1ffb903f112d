// Makes the anomaly-detection data set out of Fashion-MNIST, as IDX files:
//
//   make_anomalies TRAIN_IMAGES TRAIN_LABELS TEST_IMAGES TEST_LABELS
//                  OUT_TRAIN_IMAGES OUT_TRAIN_LABELS OUT_TEST_IMAGES
//                  OUT_TEST_LABELS
//
// One class is normal, the others are anomalies. The training split is the
// normal class of theirs, all labels 0; the test split 500 normal and 500
// anomalous images of theirs, labels 0 and 1.
#include <cstdio>
#include <string>

#include "absl/status/statusor.h"
#include "base/files.h"
#include "grader/tasks/idx.h"

namespace {

constexpr int kNormal = 1;  // trousers
constexpr size_t kPixels = 28 * 28, kImagesHeader = 16, kLabelsHeader = 8;
constexpr size_t kTestOfEach = 500;

std::string Read(const char* path) {
  const absl::StatusOr<std::string> bytes = base::ReadFile(path);
  if (!bytes.ok()) {
    std::fprintf(stderr, "%s\n", std::string(bytes.status().message()).c_str());
  }
  return bytes.value_or("");
}

bool Make(const std::string& images, const std::string& labels, bool test,
          const char* out_images, const char* out_labels) {
  if (labels.size() <= kLabelsHeader ||
      images.size() !=
          kImagesHeader + (labels.size() - kLabelsHeader) * kPixels) {
    std::fprintf(stderr, "make_anomalies: not a set of 28x28 images\n");
    return false;
  }
  std::string x, y;
  size_t taken[2] = {};
  for (size_t i = 0; i < labels.size() - kLabelsHeader; ++i) {
    const int anomaly = labels[kLabelsHeader + i] != kNormal;
    if (test ? taken[anomaly] == kTestOfEach : anomaly) continue;
    ++taken[anomaly];
    x += images.substr(kImagesHeader + i * kPixels, kPixels);
    y += static_cast<char>(anomaly);
  }
  return olympics::WriteIdxSplit(out_images, out_labels, 28, 28, x, y);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 9) return 2;
  return Make(Read(argv[1]), Read(argv[2]), false, argv[5], argv[6]) &&
                 Make(Read(argv[3]), Read(argv[4]), true, argv[7], argv[8])
             ? 0
             : 1;
}
