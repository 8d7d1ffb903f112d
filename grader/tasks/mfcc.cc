#include "grader/tasks/mfcc.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <numeric>
#include <utility>

namespace olympics {
namespace {

using Complex = std::complex<double>;
constexpr double kPi = 3.14159265358979323846;

// e^(-2·pi·i·k/kFftSize).
std::vector<Complex> MakeTwiddles() {
  std::vector<Complex> twiddles(kFftSize / 2);
  for (int k = 0; k < kFftSize / 2; ++k) {
    const double angle = -2 * kPi * k / kFftSize;
    twiddles[k] = {std::cos(angle), std::sin(angle)};
  }
  return twiddles;
}

// Cooley and Tukey's, of kFftSize values, in place.
void Fft(std::vector<Complex>& x) {
  static const std::vector<Complex> kTwiddles = MakeTwiddles();
  const size_t n = kFftSize;
  for (size_t i = 1, j = 0; i < n; ++i) {
    size_t bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(x[i], x[j]);
  }
  for (size_t half = 1; half < n; half *= 2) {
    for (size_t k = 0; k < half; ++k) {
      const Complex w = kTwiddles[k * (n / 2 / half)];
      for (size_t at = k; at < n; at += 2 * half) {
        // Complex multiplication without C++'s care for infinities.
        const Complex even = x[at], y = x[at + half];
        const Complex odd(w.real() * y.real() - w.imag() * y.imag(),
                          w.real() * y.imag() + w.imag() * y.real());
        x[at] = even + odd;
        x[at + half] = even - odd;
      }
    }
  }
}

double MelOf(double hz) { return 2595 * std::log10(1 + hz / 700); }
double HzOf(double mel) { return 700 * (std::pow(10, mel / 2595) - 1); }

constexpr int kBins = kFftSize / 2 + 1;
// A triangle: weights of the bins from `first` on.
struct Filter {
  int first = 0;
  std::vector<double> weights;
};

std::vector<Filter> MakeFilters() {
  std::array<double, kMelFilters + 2> edges;
  const double low = MelOf(kLowestHz), high = MelOf(kHighestHz);
  for (int i = 0; i < kMelFilters + 2; ++i) {
    edges[i] = HzOf(low + (high - low) * i / (kMelFilters + 1));
  }
  std::vector<Filter> filters(kMelFilters);
  for (int m = 0; m < kMelFilters; ++m) {
    for (int b = 0; b < kBins; ++b) {
      const double hz = static_cast<double>(kSampleRate) * b / kFftSize;
      const double up = (hz - edges[m]) / (edges[m + 1] - edges[m]);
      const double down = (edges[m + 2] - hz) / (edges[m + 2] - edges[m + 1]);
      const double weight = std::min(up, down);
      if (weight <= 0) continue;
      if (filters[m].weights.empty()) filters[m].first = b;
      filters[m].weights.push_back(weight);
    }
  }
  return filters;
}

// cos(pi·k·(m + 1/2)/kMelFilters).
std::vector<double> MakeDct() {
  std::vector<double> dct;
  for (int k = 0; k < kCoefficients; ++k) {
    for (int m = 0; m < kMelFilters; ++m) {
      dct.push_back(std::cos(kPi * k * (m + 0.5) / kMelFilters));
    }
  }
  return dct;
}

}  // namespace

std::vector<double> Mfcc(const std::vector<double>& clip) {
  static const std::vector<Filter> kFilters = MakeFilters();
  static const std::vector<double> kDct = MakeDct();
  static const std::vector<double> kWindow = [] {
    std::vector<double> window(kFrameSamples);
    for (int i = 0; i < kFrameSamples; ++i) {
      window[i] = 0.5 - 0.5 * std::cos(2 * kPi * i / kFrameSamples);
    }
    return window;
  }();
  std::vector<double> features;
  features.reserve(kFrames * kCoefficients);
  std::vector<Complex> x(kFftSize);
  for (int f = 0; f < kFrames; ++f) {
    std::fill(x.begin(), x.end(), Complex());
    for (int i = 0; i < kFrameSamples; ++i) {
      x[i] = clip[f * kHopSamples + i] * kWindow[i];
    }
    Fft(x);
    std::array<double, kMelFilters> logs;
    for (int m = 0; m < kMelFilters; ++m) {
      const Filter& filter = kFilters[m];
      double energy = 0;
      for (size_t i = 0; i < filter.weights.size(); ++i) {
        energy += filter.weights[i] * std::norm(x[filter.first + i]);
      }
      logs[m] = std::log(energy + 1e-6);
    }
    for (int k = 0; k < kCoefficients; ++k) {
      double sum = 0;
      for (int m = 0; m < kMelFilters; ++m) {
        sum += logs[m] * kDct[k * kMelFilters + m];
      }
      features.push_back(sum);
    }
  }
  return features;
}

std::vector<double> Resample(const std::vector<double>& samples, int from_rate,
                             int to_rate) {
  constexpr int kCrossings = 16;
  // Output n lies at n · from/to: only `phases` different places between two
  // input samples, each with its weights.
  const int common = std::gcd(from_rate, to_rate);
  const int phases = to_rate / common, step = from_rate / common;
  const double cutoff = std::min(1.0, static_cast<double>(to_rate) / from_rate);
  const int reach = static_cast<int>(std::ceil(kCrossings / cutoff));
  const int taps = 2 * reach + 1;
  std::vector<double> weights(static_cast<size_t>(phases) * taps);
  for (int p = 0; p < phases; ++p) {
    for (int i = 0; i < taps; ++i) {
      const double t = (i - reach - static_cast<double>(p) / phases) * cutoff;
      if (std::fabs(t) > kCrossings) continue;
      const double sinc = t == 0 ? 1.0 : std::sin(kPi * t) / (kPi * t);
      const double window = 0.5 + 0.5 * std::cos(kPi * t / kCrossings);
      weights[static_cast<size_t>(p) * taps + i] = sinc * window * cutoff;
    }
  }
  const auto size = static_cast<int64_t>(samples.size());
  std::vector<double> out(size * to_rate / from_rate);
  for (size_t n = 0; n < out.size(); ++n) {
    const auto at = static_cast<int64_t>(n) * step;
    const int64_t base = at / phases - reach;
    const double* w = weights.data() + at % phases * taps;
    double sum = 0;
    for (int i = 0; i < taps; ++i) {
      const int64_t k = base + i;
      if (k >= 0 && k < size) sum += samples[k] * w[i];
    }
    out[n] = sum;
  }
  return out;
}

}  // namespace olympics
