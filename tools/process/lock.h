// One process at a time.
#ifndef TOOLS_PROCESS_LOCK_H_
#define TOOLS_PROCESS_LOCK_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace olympics {

// Held until it is destroyed, or its process ends, however it does.
class FileLock {
 public:
  // Waits for it. Unavailable if the file cannot be made.
  static absl::StatusOr<std::unique_ptr<FileLock>> Take(
      const std::string& path);
  // The same without waiting: null if another has it.
  static absl::StatusOr<std::unique_ptr<FileLock>> TakeIfFree(
      const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  static absl::StatusOr<std::unique_ptr<FileLock>> Lock(const std::string& path,
                                                        int operation);
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace olympics

#endif  // TOOLS_PROCESS_LOCK_H_
