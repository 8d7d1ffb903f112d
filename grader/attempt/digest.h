// Which files a grade is about: one digest of all that was handed in.
#ifndef GRADER_ATTEMPT_DIGEST_H_
#define GRADER_ATTEMPT_DIGEST_H_

#include <string>
#include <vector>

namespace olympics {

struct AttemptFile {
  std::string name;  // plain, no folder: "model.cc", "BUILD"
  std::string text;
};

// SHA-256, in hexadecimal, of every file's name, size and bytes, in the order
// of the names, whatever the order of `files`:
//
//   AttemptDigest({{"a", "1"}, {"b", ""}})  // of "1 a\n1" "0 b\n"
//
// Two hand-ins have the same digest exactly if they hold the same files.
std::string AttemptDigest(std::vector<AttemptFile> files);

// Whether `text` could be such a digest: 64 digits, lower case.
bool IsAttemptDigest(const std::string& text);

}  // namespace olympics

#endif  // GRADER_ATTEMPT_DIGEST_H_
