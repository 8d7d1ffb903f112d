// Makes the anomaly-detection data set out of Fashion-MNIST, as IDX files:
//
//   make_anomalies TRAIN_IMAGES TRAIN_LABELS TEST_IMAGES TEST_LABELS
//                  OUT_TRAIN_IMAGES OUT_TRAIN_LABELS OUT_TEST_IMAGES
//                  OUT_TEST_LABELS OUT_OTHER_IMAGES OUT_OTHER_LABELS
//
// One class is normal, the others are anomalies (anomalies.h). The training
// split is the normal class of theirs, all labels 0; the test split 500 normal
// and 500 anomalous images of theirs, labels 0 and 1. The others of their test
// split are in no split: gradings draw fresh samples of them.
#include <cstdio>
#include <string>

#include "absl/status/statusor.h"
#include "base/files.h"
#include "grader/tasks/anomalies.h"
#include "grader/tasks/idx.h"

namespace {

constexpr size_t kPixels = 28 * 28, kImagesHeader = 16, kLabelsHeader = 8;

std::string Read(const char* path) {
  const absl::StatusOr<std::string> bytes = base::ReadFile(path);
  if (!bytes.ok()) {
    std::fprintf(stderr, "%s\n", std::string(bytes.status().message()).c_str());
  }
  return bytes.value_or("");
}

bool Make(const std::string& images, const std::string& labels,
          olympics::ChosenImages (*choose)(const std::string&),
          char** out_paths) {
  if (labels.size() <= kLabelsHeader ||
      images.size() !=
          kImagesHeader + (labels.size() - kLabelsHeader) * kPixels) {
    std::fprintf(stderr, "make_anomalies: not a set of 28x28 images\n");
    return false;
  }
  const olympics::ChosenImages chosen = choose(labels.substr(kLabelsHeader));
  std::string x;
  for (const size_t i : chosen.places) {
    x.append(images, kImagesHeader + i * kPixels, kPixels);
  }
  return olympics::WriteIdxSplit(out_paths[0], out_paths[1], 28, 28, x,
                                 chosen.labels);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 11) return 2;
  const std::string images = Read(argv[3]), labels = Read(argv[4]);
  return Make(Read(argv[1]), Read(argv[2]), olympics::NormalImages, argv + 5) &&
                 Make(images, labels, olympics::TestImages, argv + 7) &&
                 Make(images, labels, olympics::OtherImages, argv + 9)
             ? 0
             : 1;
}
