#include "grader/tasks/idx.h"

#include <cstdint>

#include "base/files.h"

namespace olympics {
namespace {

// Unsigned bytes in one or three dimensions: the format's magic numbers.
constexpr uint32_t kOneDimension = 0x801, kThreeDimensions = 0x803;

std::string Big32(uint32_t value) {
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) {
    bytes += static_cast<char>(value >> shift);
  }
  return bytes;
}

bool Write(const std::string& path, const std::string& header,
           const std::string& bytes) {
  return base::WriteFile(path, header + bytes).ok();
}

}  // namespace

bool WriteIdxSplit(const std::string& images, const std::string& labels,
                   int height, int width, const std::string& samples,
                   const std::string& sample_labels) {
  const size_t count = sample_labels.size();
  if (samples.size() != count * height * width) return false;
  const std::string size = Big32(static_cast<uint32_t>(count));
  return Write(images,
               Big32(kThreeDimensions) + size + Big32(height) + Big32(width),
               samples) &&
         Write(labels, Big32(kOneDimension) + size, sample_labels);
}

}  // namespace olympics
