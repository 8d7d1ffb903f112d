// The head of a record, kept apart from it: how many entries it had and the
// link of the last. A record that has fewer, or another at that place, was
// emptied, cut, or replaced by another copy.
#ifndef TOOLS_RECORD_HEAD_H_
#define TOOLS_RECORD_HEAD_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace olympics {

struct Head {
  int64_t entries = 0;
  std::string link;  // of the last of them, bytes; "" of none
  // "17 entries, head 3f9a12c0": for people to compare.
  std::string Text() const;
};

// "entries: 17\nlink: <hex>\n". No entries where there is no such file;
// DataLoss, naming it, where it is something else.
absl::StatusOr<Head> ReadHead(const std::string& path);

// Replaces the file, unless it is of as many entries already: of several
// writers the last may be the slowest.
absl::Status WriteHead(const std::string& path, const Head& head);

}  // namespace olympics

#endif  // TOOLS_RECORD_HEAD_H_
