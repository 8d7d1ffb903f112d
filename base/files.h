// Files that are read and written as a whole.
//
// No function here ends the program, throws, or waits for somebody to open the
// other end of a FIFO. Each error names the path, the cause, and what to do.
#ifndef BASE_FILES_H_
#define BASE_FILES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace base {

struct ReadOptions {
  // The most bytes that the file may hold.
  int64_t most = int64_t{1} << 30;
  // Whether devices, FIFOs and sockets are read as well. A FIFO that nobody
  // has opened for writing is empty; a device is read up to `most` bytes.
  bool specials = false;
  // How many bytes at its beginning are left out; none are left of a file that
  // is not longer. For ordinary files.
  int64_t from = 0;
};

// Returns everything that the file holds. Errors: NotFound if there is no such
// file; PermissionDenied; InvalidArgument if it is a folder, a device or a FIFO
// (see `specials`), or larger than `most` bytes; DataLoss if the disk cannot
// read it.
//
//   ReadFile("/etc/hostname")            // "grader\n"
//   ReadFile("/etc")                     // InvalidArgument: it is a folder
//   ReadFile("/dev/zero")                // InvalidArgument: it is a device
//   ReadFile(name, {.most = 1 << 20})    // InvalidArgument if it is larger
absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     const ReadOptions& options = {});

struct WriteOptions {
  // The permissions of the file, whatever the umask is. Without: those of the
  // file that is replaced, or what the umask allows of 0666 for a new one.
  std::optional<uint32_t> mode = std::nullopt;
  // Leave a file that is there already as it is, which is then no error.
  bool keep_existing = false;
  // Wait for somebody to read a FIFO, instead of failing.
  bool await_reader = false;
};

// Replaces the file at `path` by `content`. Whoever opens it, also after a
// power cut, finds the old content or the new one: the new one is written to a
// temporary file in the same folder, synced, and renamed. After an error the
// old file is as it was, and no temporary file is left.
//
// A symbolic link stays, and what it points to is replaced. A device or a FIFO
// (/dev/stdout) stays, and is written to. Errors: InvalidArgument if it is a
// folder; NotFound if its folder is missing; ResourceExhausted if the disk is
// full; PermissionDenied; Unavailable for others, such as a FIFO that nobody
// reads.
//
//   WriteFile("/tmp/report.xml", "<x/>")           // one file or the other
//   WriteFile("/dev/null", "<x/>")                 // the device stays
//   WriteFile(secret, text, {.mode = 0600, .keep_existing = true})
absl::Status WriteFile(const std::string& path, const std::string& content,
                       const WriteOptions& options = {});

// Makes the folder and the missing ones above it. Unavailable if it cannot, for
// example because a file has its name.
absl::Status MakeFolder(const std::string& path);

}  // namespace base

#endif  // BASE_FILES_H_
