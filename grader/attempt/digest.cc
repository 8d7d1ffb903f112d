#include "grader/attempt/digest.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "grader/report/sha256.h"

namespace olympics {

std::string AttemptDigest(std::vector<AttemptFile> files) {
  std::sort(files.begin(), files.end(),
            [](const AttemptFile& a, const AttemptFile& b) {
              return a.name < b.name;
            });
  std::string all;
  for (const AttemptFile& file : files) {
    // The size first, so that no text can be taken for the next file's name.
    absl::StrAppend(&all, file.text.size(), " ", file.name, "\n", file.text);
  }
  return Sha256Hex(all);
}

bool IsAttemptDigest(const std::string& text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

}  // namespace olympics
