// A part of the training split, to be quick.
#pragma once

#include <cstdint>

constexpr int64_t kSamples = 20'000;
