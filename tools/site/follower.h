// Showing something again whenever it changes, be it at times unreadable.
#ifndef TOOLS_SITE_FOLLOWER_H_
#define TOOLS_SITE_FOLLOWER_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"

namespace olympics {

// Remembers which version of something is shown.
//
//   Follower follower(record.Version());
//   while (Wait()) {
//     Tell(follower.Look(record.Version(), [&] { return Show(record); }));
//   }
class Follower {
 public:
  // `shown` is the version that is shown already.
  explicit Follower(int64_t shown) : shown_(shown) {}

  // Calls `show` where `version` is not the one that is shown. Where that fails
  // the version counts as not shown, and the next Look calls `show` again.
  // Returns the failure, for somebody to be told: once, however often it comes
  // one time after another, and OK for the rest of them.
  absl::Status Look(int64_t version, const std::function<absl::Status()>& show);

 private:
  int64_t shown_;
  absl::Status told_;
};

}  // namespace olympics

#endif  // TOOLS_SITE_FOLLOWER_H_
