// Reads digits.csv (64 grey levels of 0..16 and a label a line) and writes IDX
// files, the first 1,437 for training, the last 360 as the test split:
//
//   make_digits TRAIN_IMAGES TRAIN_LABELS TEST_IMAGES TEST_LABELS < csv
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "grader/tasks/digit_ink.h"
#include "grader/tasks/idx.h"

namespace {

constexpr int kPixels = olympics::kDigitSide * olympics::kDigitSide;
constexpr int kRows = 1797, kTest = 360;

bool WriteRows(const std::vector<std::vector<int>>& rows, int first, int last,
               const char* images, const char* labels) {
  std::string samples, sample_labels;
  for (int r = first; r < last; ++r) {
    for (int p = 0; p < kPixels; ++p) {
      samples += static_cast<char>(olympics::ByteOfInk(rows[r][p]));
    }
    sample_labels += static_cast<char>(rows[r][kPixels]);
  }
  return olympics::WriteIdxSplit(images, labels, olympics::kDigitSide,
                                 olympics::kDigitSide, samples, sample_labels);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  std::vector<std::vector<int>> rows;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream cells(line);
    std::vector<int> row;
    std::string cell;
    while (std::getline(cells, cell, ',')) row.push_back(std::stoi(cell));
    if (row.size() != kPixels + 1) break;
    rows.push_back(std::move(row));
  }
  if (rows.size() != kRows) {
    std::fprintf(stderr, "make_digits: %zu lines of 65 numbers, not %d\n",
                 rows.size(), kRows);
    return 1;
  }
  const bool ok = WriteRows(rows, 0, kRows - kTest, argv[1], argv[2]) &&
                  WriteRows(rows, kRows - kTest, kRows, argv[3], argv[4]);
  return ok ? 0 : 1;
}
