// Synthesises the keyword-spotting data set (words.h), as IDX files:
//
//   make_keywords TRAIN_IMAGES TRAIN_LABELS TEST_IMAGES TEST_LABELS SCALE
//
// Both splits are drawn from published seeds. Features are brought to 0..255 by
// the training split's mean ± 3 standard deviations of each coefficient, which
// SCALE keeps for whoever makes more of them. Voices of the test split are none
// of the training split's. The same libespeak-ng gives the same bytes.
#include <cstdio>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "grader/tasks/idx.h"
#include "grader/tasks/words.h"

namespace olympics {
namespace {

constexpr int kTrainOfClass = 400, kTestOfClass = 100;

bool MakeSplit(Voices voices, int of_class, int seed,
               std::vector<Clip>& clips) {
  std::mt19937_64 engine(seed);
  std::string why;
  if (MakeClips(
          voices, of_class, [&] { return engine(); }, clips, why)) {
    return true;
  }
  std::fprintf(stderr, "make_keywords: %s\n", why.c_str());
  return false;
}

bool WriteSplit(const std::vector<Clip>& clips, const WordScale& scale,
                const char* images, const char* labels) {
  std::string samples, sample_labels;
  for (const Clip& c : clips) {
    samples += BytesOf(c, scale);
    sample_labels += static_cast<char>(c.label);
  }
  return WriteIdxSplit(images, labels, kFrames, kCoefficients, samples,
                       sample_labels);
}

int Main(char** paths) {
  std::vector<Clip> train, test;
  if (!MakeSplit(Voices::kTraining, kTrainOfClass, 1, train) ||
      !MakeSplit(Voices::kTest, kTestOfClass, 2, test)) {
    return 1;
  }
  const WordScale scale = ScaleOf(train);
  std::ofstream text(paths[4]);
  text << ScaleText(scale);
  text.close();
  return text.good() && WriteSplit(train, scale, paths[0], paths[1]) &&
                 WriteSplit(test, scale, paths[2], paths[3])
             ? 0
             : 1;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  return olympics::Main(argv + 1);
}
