// How the data set of handwritten digits was made: bitmaps of 32 x 32 pixels,
// whose ink was counted in blocks of 4 x 4.
#ifndef GRADER_TASKS_DIGIT_INK_H_
#define GRADER_TASKS_DIGIT_INK_H_

namespace olympics {

inline constexpr int kDigitSide = 8, kDigitBlock = 4;
inline constexpr int kMostInk = kDigitBlock * kDigitBlock;
inline constexpr int kBitmapSide = kDigitSide * kDigitBlock;

// The byte that stands for so much ink of a block in IDX files.
constexpr int ByteOfInk(int ink) { return (ink * 255 + 8) / kMostInk; }

}  // namespace olympics

#endif  // GRADER_TASKS_DIGIT_INK_H_
