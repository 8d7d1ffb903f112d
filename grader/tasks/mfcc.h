// Mel-frequency cepstral coefficients, as keyword spotting uses them (Davis and
// Mermelstein, 1980; the parameters are those of MLPerf Tiny's keyword
// spotting): frames of 30 ms every 20 ms, a Hann window, the power spectrum, 40
// triangular filters evenly spaced on the mel scale (2595·log10(1 + f/700))
// from 20 to 4000 Hz, the natural logarithm, a type-II DCT, the first 10.
#ifndef GRADER_TASKS_MFCC_H_
#define GRADER_TASKS_MFCC_H_

#include <vector>

namespace olympics {

inline constexpr int kSampleRate = 16'000;
inline constexpr int kClipSamples = kSampleRate;  // one second
inline constexpr int kFrameSamples = 480, kHopSamples = 320;
inline constexpr int kFrames = 49;
inline constexpr int kFftSize = 512;
inline constexpr int kMelFilters = 40;
inline constexpr double kLowestHz = 20, kHighestHz = 4000;
inline constexpr int kCoefficients = 10;

// `clip` has kClipSamples values of -1..1. Returns kFrames · kCoefficients
// values, a frame's after another's. In double precision, so that rounding them
// gives the same on every machine.
std::vector<double> Mfcc(const std::vector<double>& clip);

// From one sampling rate to another: a windowed sinc (Hann, 16 zero crossings
// to each side), low-pass where the rate falls.
std::vector<double> Resample(const std::vector<double>& samples, int from_rate,
                             int to_rate);

}  // namespace olympics

#endif  // GRADER_TASKS_MFCC_H_
