// Synthesises the keyword-spotting data set, as IDX files:
//
//   make_keywords TRAIN_IMAGES TRAIN_LABELS TEST_IMAGES TEST_LABELS
//
// Twelve classes, as in Speech Commands: ten words, "unknown" (twenty other
// words) and "silence" (noise). Each clip is one second of one voice, speed,
// pitch, loudness, place and noise, drawn from a seed; its features are 49
// frames of 10 MFCCs, each brought to 0..255 by the training split's mean ± 3
// standard deviations of that coefficient. Voices of the test split are none of
// the training split's. The same libespeak-ng gives the same bytes.
#include <espeak-ng/speak_lib.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "grader/tasks/idx.h"
#include "grader/tasks/mfcc.h"

namespace olympics {
namespace {

constexpr int kClasses = 12;
constexpr int kUnknown = 10, kSilence = 11;
constexpr int kTrainOfClass = 400, kTestOfClass = 100;

const char* const kWords[] = {"yes",   "no", "up",  "down", "left",
                              "right", "on", "off", "stop", "go"};
const char* const kOthers[] = {"bed",   "bird",   "cat",    "dog",   "happy",
                               "house", "marvin", "sheila", "tree",  "wow",
                               "zero",  "one",    "two",    "three", "four",
                               "five",  "seven",  "follow", "learn", "visual"};

const char* const kAccents[] = {"en-us", "en", "en-gb-scotland", "en-gb-x-rp"};
// Variants of a voice. None that uses espeak's Klatt synthesiser: what that
// says is different each time.
const char* const kTrainVoices[] = {
    "m1",      "m2",      "m3",    "m4",      "m6",     "m7",     "f1",
    "f2",      "f4",      "Alex",  "Alicia",  "Andrea", "Andy",   "Denis",
    "Diogo",   "Gene",    "Hugo",  "Jacky",   "Lee",    "Marco",  "Michael",
    "Nguyen",  "Storm",   "anika", "antonio", "aunty",  "boris",  "ed",
    "grandma", "gustave", "iven",  "john",    "linda",  "max",    "michel",
    "norbert", "pablo",   "paul",  "quincy",  "rob",    "sandro", "travis",
    "victor"};
const char* const kTestVoices[] = {"m5",    "m8",      "f3",     "f5",
                                   "Annie", "Mario",   "Mike",   "belinda",
                                   "steph", "grandpa", "iven3",  "marcelo",
                                   "pedro", "robert",  "shelby", "zac"};

// Portable: the standard fixes the engine's numbers, not its distributions'.
class Dice {
 public:
  explicit Dice(uint64_t seed) : engine_(seed) {}
  double Uniform(double low, double high) {
    return low + (high - low) * (static_cast<double>(engine_() >> 11) /
                                 9007199254740992.0);
  }
  int Below(int n) { return static_cast<int>(Uniform(0, n)); }
  // Of mean 0 and deviation 1, and near enough to a normal: the sum of four
  // (Irwin and Hall), out of one draw.
  double Normal() {
    const uint64_t bits = engine_();
    double sum = -2;
    for (const int shift : {0, 16, 32, 48}) {
      sum += static_cast<double>(bits >> shift & 0xffff) / 65536;
    }
    return sum * std::sqrt(3.0);
  }

 private:
  std::mt19937_64 engine_;
};

template <size_t n>
const char* OneOf(const char* const (&names)[n], Dice& dice) {
  return names[dice.Below(n)];
}

std::vector<double>* spoken;

int Collect(short* samples, int count, espeak_EVENT*) {
  if (samples == nullptr) return 0;
  for (int i = 0; i < count; ++i) spoken->push_back(samples[i] / 32768.0);
  return 0;
}

// What a voice says, at espeak's own rate, without silence around it.
bool Speak(const std::string& word, const std::string& voice, int rate,
           int pitch, std::vector<double>& samples) {
  samples.clear();
  spoken = &samples;
  // Breath is made of rand().
  std::srand(1);
  if (espeak_SetVoiceByName(voice.c_str()) != EE_OK) {
    std::fprintf(stderr, "make_keywords: there is no voice %s\n",
                 voice.c_str());
    return false;
  }
  espeak_SetParameter(espeakRATE, rate, 0);
  espeak_SetParameter(espeakPITCH, pitch, 0);
  if (espeak_Synth(word.c_str(), word.size() + 1, 0, POS_CHARACTER, 0,
                   espeakCHARS_UTF8, nullptr, nullptr) != EE_OK ||
      espeak_Synchronize() != EE_OK || samples.empty()) {
    std::fprintf(stderr, "make_keywords: %s does not say \"%s\"\n",
                 voice.c_str(), word.c_str());
    return false;
  }
  const auto loud = [](double s) { return std::fabs(s) > 0.01; };
  const auto first = std::find_if(samples.begin(), samples.end(), loud);
  const auto last = std::find_if(samples.rbegin(), samples.rend(), loud);
  samples = {first, std::max(first, last.base())};
  return !samples.empty();
}

struct Clip {
  std::vector<double> features;
  int label;
};

bool MakeClip(int label, bool test, int rate_of_espeak, Dice& dice,
              Clip& clip) {
  std::vector<double> audio(kClipSamples);
  if (label != kSilence) {
    const char* word = label == kUnknown ? OneOf(kOthers, dice) : kWords[label];
    const char* variant =
        test ? OneOf(kTestVoices, dice) : OneOf(kTrainVoices, dice);
    const std::string voice =
        std::string(OneOf(kAccents, dice)) + "+" + variant;
    const int rate = 120 + dice.Below(120), pitch = 20 + dice.Below(61);
    std::vector<double> samples;
    if (!Speak(word, voice, rate, pitch, samples)) return false;
    const std::vector<double> word_audio =
        Resample(samples, rate_of_espeak, kSampleRate);
    double peak = 1e-9;
    for (const double s : word_audio) peak = std::max(peak, std::fabs(s));
    const double loudness = dice.Uniform(0.2, 0.9) / peak;
    // About the middle; what is longer than a second is cut at its end.
    const int room = kClipSamples - static_cast<int>(word_audio.size());
    const int at =
        std::max(0, room / 2 + static_cast<int>(dice.Uniform(-1600, 1600)));
    for (size_t i = 0; i < word_audio.size() && at + i < audio.size(); ++i) {
      audio[at + i] = loudness * word_audio[i];
    }
  }
  // Noise between white and brown.
  const double level = std::pow(10, dice.Uniform(-3.0, -2.0));
  const double colour = dice.Uniform(0, 0.95);
  const double fresh = std::sqrt(1 - colour * colour);
  double last = 0;
  for (double& a : audio) {
    last = colour * last + fresh * dice.Normal();
    a = std::clamp(a + level * last, -1.0, 1.0);
  }
  clip = {Mfcc(audio), label};
  return true;
}

// In an order in which classes follow one another, so that any part holds all.
bool MakeSplit(bool test, int rate, std::vector<Clip>& clips) {
  Dice dice(test ? 2 : 1);
  const int of_class = test ? kTestOfClass : kTrainOfClass;
  for (int i = 0; i < of_class; ++i) {
    for (int label = 0; label < kClasses; ++label) {
      if (!MakeClip(label, test, rate, dice, clips.emplace_back())) {
        return false;
      }
    }
  }
  return true;
}

struct Scale {
  double mean[kCoefficients] = {}, deviation[kCoefficients] = {};
};

Scale ScaleOf(const std::vector<Clip>& clips) {
  Scale scale;
  const double n = static_cast<double>(clips.size()) * kFrames;
  for (int k = 0; k < kCoefficients; ++k) {
    double sum = 0, squares = 0;
    for (const Clip& c : clips) {
      for (int f = 0; f < kFrames; ++f) {
        const double v = c.features[f * kCoefficients + k];
        sum += v;
        squares += v * v;
      }
    }
    scale.mean[k] = sum / n;
    scale.deviation[k] = std::sqrt(squares / n - scale.mean[k] * scale.mean[k]);
  }
  return scale;
}

bool WriteSplit(const std::vector<Clip>& clips, const Scale& scale,
                const char* images, const char* labels) {
  std::string samples, sample_labels;
  for (const Clip& c : clips) {
    for (size_t i = 0; i < c.features.size(); ++i) {
      const size_t k = i % kCoefficients;
      const double z =
          (c.features[i] - scale.mean[k]) / (3 * scale.deviation[k]);
      samples += static_cast<char>(static_cast<uint8_t>(
          std::lround(std::clamp(127.5 + 127.5 * z, 0.0, 255.0))));
    }
    sample_labels += static_cast<char>(c.label);
  }
  return WriteIdxSplit(images, labels, kFrames, kCoefficients, samples,
                       sample_labels);
}

int Main(char** paths) {
  const int rate = espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, 0);
  if (rate <= 0) {
    std::fprintf(stderr,
                 "make_keywords: espeak-ng finds no data; install "
                 "Debian's espeak-ng-data\n");
    return 1;
  }
  espeak_SetSynthCallback(Collect);
  std::vector<Clip> train, test;
  if (!MakeSplit(false, rate, train) || !MakeSplit(true, rate, test)) return 1;
  espeak_Terminate();
  const Scale scale = ScaleOf(train);
  return WriteSplit(train, scale, paths[0], paths[1]) &&
                 WriteSplit(test, scale, paths[2], paths[3])
             ? 0
             : 1;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  return olympics::Main(argv + 1);
}
