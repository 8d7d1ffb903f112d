#include "grader/tasks/words.h"

#include <espeak-ng/speak_lib.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <locale>
#include <sstream>

namespace olympics {
namespace {

constexpr int kUnknown = 10, kSilence = 11;

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

// Portable: the standard fixes the engines' numbers, not its distributions'.
class Dice {
 public:
  explicit Dice(const RandomBits& random) : random_(random) {}
  double Uniform(double low, double high) {
    return low + (high - low) * (static_cast<double>(random_() >> 11) /
                                 9007199254740992.0);
  }
  int Below(int n) { return static_cast<int>(Uniform(0, n)); }
  // Of mean 0 and deviation 1, and near enough to a normal: the sum of four
  // (Irwin and Hall), out of one draw.
  double Normal() {
    const uint64_t bits = random_();
    double sum = -2;
    for (const int shift : {0, 16, 32, 48}) {
      sum += static_cast<double>(bits >> shift & 0xffff) / 65536;
    }
    return sum * std::sqrt(3.0);
  }

 private:
  const RandomBits& random_;
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
           int pitch, std::vector<double>& samples, std::string& why) {
  samples.clear();
  spoken = &samples;
  // Breath is made of rand().
  std::srand(1);
  if (espeak_SetVoiceByName(voice.c_str()) != EE_OK) {
    why = "espeak-ng has no voice " + voice;
    return false;
  }
  espeak_SetParameter(espeakRATE, rate, 0);
  espeak_SetParameter(espeakPITCH, pitch, 0);
  if (espeak_Synth(word.c_str(), word.size() + 1, 0, POS_CHARACTER, 0,
                   espeakCHARS_UTF8, nullptr, nullptr) != EE_OK ||
      espeak_Synchronize() != EE_OK || samples.empty()) {
    why = "espeak-ng's voice " + voice + " does not say \"" + word + "\"";
    return false;
  }
  const auto loud = [](double s) { return std::fabs(s) > 0.01; };
  const auto first = std::find_if(samples.begin(), samples.end(), loud);
  const auto last = std::find_if(samples.rbegin(), samples.rend(), loud);
  samples = {first, std::max(first, last.base())};
  if (samples.empty()) {
    why = "espeak-ng's voice " + voice + " says \"" + word + "\" in silence";
  }
  return !samples.empty();
}

// The sampling rate that what was spoken at espeak's is taken for: by another
// one all frequencies lie elsewhere. In steps in which Resample has few phases.
int HeardAt(Voices voices, int rate_of_espeak, Dice& dice) {
  constexpr int kStep = 50;
  if (voices != Voices::kFresh) return rate_of_espeak;
  return static_cast<int>(
             std::lround(rate_of_espeak * dice.Uniform(15, 17) / 16 / kStep)) *
         kStep;
}

bool MakeClip(int label, Voices voices, int rate_of_espeak, Dice& dice,
              Clip& clip, std::string& why) {
  std::vector<double> audio(kClipSamples);
  if (label != kSilence) {
    const char* word = label == kUnknown ? OneOf(kOthers, dice) : kWords[label];
    const char* variant = voices == Voices::kTraining
                              ? OneOf(kTrainVoices, dice)
                              : OneOf(kTestVoices, dice);
    const std::string voice =
        std::string(OneOf(kAccents, dice)) + "+" + variant;
    const int rate = 120 + dice.Below(120), pitch = 20 + dice.Below(61);
    std::vector<double> samples;
    if (!Speak(word, voice, rate, pitch, samples, why)) return false;
    const std::vector<double> word_audio =
        Resample(samples, HeardAt(voices, rate_of_espeak, dice), kSampleRate);
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

}  // namespace

bool MakeClips(Voices voices, int of_class, const RandomBits& random,
               std::vector<Clip>& clips, std::string& why) {
  // Not to exit where it finds no data.
  static const int rate = espeak_Initialize(
      AUDIO_OUTPUT_SYNCHRONOUS, 0, nullptr, espeakINITIALIZE_DONT_EXIT);
  if (rate <= 0) {
    why = "espeak-ng finds no data; install Debian's espeak-ng-data";
    return false;
  }
  espeak_SetSynthCallback(Collect);
  Dice dice(random);
  for (int i = 0; i < of_class; ++i) {
    for (int label = 0; label < kWordClasses; ++label) {
      if (!MakeClip(label, voices, rate, dice, clips.emplace_back(), why)) {
        return false;
      }
    }
  }
  return true;
}

WordScale ScaleOf(const std::vector<Clip>& clips) {
  WordScale scale;
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

std::string ScaleText(const WordScale& scale) {
  std::string text;
  for (const double* values : {scale.mean, scale.deviation}) {
    for (int k = 0; k < kCoefficients; ++k) {
      char number[40];
      std::snprintf(number, sizeof(number), "%.17g ", values[k]);
      text += number;
    }
  }
  text.back() = '\n';
  return text;
}

bool ParseScale(const std::string& text, WordScale& scale) {
  std::istringstream numbers(text);
  numbers.imbue(std::locale::classic());
  for (double* values : {scale.mean, scale.deviation}) {
    for (int k = 0; k < kCoefficients; ++k) {
      if (!(numbers >> values[k]) || !std::isfinite(values[k])) return false;
    }
  }
  for (const double deviation : scale.deviation) {
    if (!(deviation > 0)) return false;
  }
  std::string more;
  return !(numbers >> more);
}

std::string BytesOf(const Clip& clip, const WordScale& scale) {
  std::string bytes;
  for (size_t i = 0; i < clip.features.size(); ++i) {
    const size_t k = i % kCoefficients;
    const double z =
        (clip.features[i] - scale.mean[k]) / (3 * scale.deviation[k]);
    bytes += static_cast<char>(static_cast<uint8_t>(
        std::lround(std::clamp(127.5 + 127.5 * z, 0.0, 255.0))));
  }
  return bytes;
}

}  // namespace olympics
