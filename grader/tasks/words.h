// Spoken words of keyword spotting: synthesised speech and its features.
//
// Twelve classes, as in Speech Commands: ten words, "unknown" (twenty other
// words) and "silence" (noise). Each clip is one second of one voice, speed,
// pitch, loudness, place and noise, all drawn; its features are 49 frames of 10
// MFCCs.
#ifndef GRADER_TASKS_WORDS_H_
#define GRADER_TASKS_WORDS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "grader/tasks/mfcc.h"

namespace olympics {

inline constexpr int kWordClasses = 12;

// Whose voices: no voice speaks in two of them.
enum class Voices {
  kTraining,
  kTest,
  // Those of the test split with another vocal tract each time, up to a
  // sixteenth longer or shorter: in which all formants and the pitch lie as
  // much lower or higher.
  kFresh,
};

struct Clip {
  std::vector<double> features;  // as Mfcc gives them
  int label;                     // of kWordClasses
};

// 64 random bits; a call for each.
using RandomBits = std::function<uint64_t()>;

// `of_class` clips of each class, in an order in which classes follow one
// another, so that any part holds all. The same bits and the same libespeak-ng
// give the same clips, where the process said the same before. False where
// espeak-ng does not speak; `why` says in one clause why not.
//
//   std::mt19937_64 engine(1);
//   std::vector<Clip> clips;
//   MakeClips(Voices::kTest, 100, [&] { return engine(); }, clips, why);
bool MakeClips(Voices voices, int of_class, const RandomBits& random,
               std::vector<Clip>& clips, std::string& why);

// How features are brought to 0..255: the mean of each coefficient ± 3 standard
// deviations.
struct WordScale {
  double mean[kCoefficients] = {}, deviation[kCoefficients] = {};
};
WordScale ScaleOf(const std::vector<Clip>& clips);
// As a line of text, exactly, and back; false where it is no such line.
std::string ScaleText(const WordScale& scale);
bool ParseScale(const std::string& text, WordScale& scale);

// A byte for each feature of the clip.
std::string BytesOf(const Clip& clip, const WordScale& scale);

}  // namespace olympics

#endif  // GRADER_TASKS_WORDS_H_
