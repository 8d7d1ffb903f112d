#include "tools/site/follower.h"

namespace olympics {

absl::Status Follower::Look(int64_t version,
                            const std::function<absl::Status()>& show) {
  if (version == shown_) return absl::OkStatus();
  const absl::Status failed = show();
  if (failed.ok()) shown_ = version;
  if (failed == told_) return absl::OkStatus();
  told_ = failed;
  return failed;
}

}  // namespace olympics
