// Reads digits.csv (64 grey levels of 0..16 and a label a line) and writes IDX
// files: make_idx TRAIN_IMAGES TRAIN_LABELS TEST_IMAGES TEST_LABELS < csv
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

constexpr int kPixels = 64, kRows = 1797, kTest = 360;

void Put32(std::ofstream& out, uint32_t value) {
  for (const int shift : {24, 16, 8, 0}) {
    out.put(static_cast<char>(value >> shift));
  }
}

bool WriteSet(const std::string& images, const std::string& labels,
              const std::vector<std::vector<int>>& rows, int first, int last) {
  std::ofstream x(images, std::ios::binary), y(labels, std::ios::binary);
  const auto count = static_cast<uint32_t>(last - first);
  Put32(x, 0x803);
  Put32(x, count);
  Put32(x, 8);
  Put32(x, 8);
  Put32(y, 0x801);
  Put32(y, count);
  for (int r = first; r < last; ++r) {
    for (int p = 0; p < kPixels; ++p) {
      x.put(static_cast<char>((rows[r][p] * 255 + 8) / 16));
    }
    y.put(static_cast<char>(rows[r][kPixels]));
  }
  x.close();
  y.close();
  return x.good() && y.good();
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
    std::fprintf(stderr, "make_idx: %zu lines of 65 numbers, not %d\n",
                 rows.size(), kRows);
    return 1;
  }
  const bool ok = WriteSet(argv[1], argv[2], rows, 0, kRows - kTest) &&
                  WriteSet(argv[3], argv[4], rows, kRows - kTest, kRows);
  return ok ? 0 : 1;
}
