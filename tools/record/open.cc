#include "tools/record/open.h"

#include <sys/stat.h>
#include <unistd.h>

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "tools/record/head.h"
#include "tools/signing/keys.h"

namespace olympics {

absl::StatusOr<std::unique_ptr<Store>> OpenToAdd(const std::string& state) {
  const std::string path = state + "/record.db";
  ASSIGN_OR_RETURN(const Head head, ReadHead(state + "/record.head"));
  // A record without its keys must not get new ones.
  const bool there = access(path.c_str(), F_OK) == 0;
  if (!there && head.entries > 0) {
    return absl::DataLossError(
        absl::StrCat(path, " is gone, and the record had ", head.Text(),
                     ": restore it from a backup"));
  }
  const absl::StatusOr<Keys> keys =
      there ? LoadKeys(state) : LoadOrMakeKeys(state);
  if (keys.ok() && keys->secret.has_value()) {
    // Who only reads has that alone.
    const absl::Status s = PlacePublicKey(state, keys->public_key);
    if (!s.ok()) return s;
  }
  // Grades are nobody else's business; an instructor may open the folder again.
  if (!there && keys.ok()) chmod(state.c_str(), 0700);
  absl::StatusOr<std::unique_ptr<Store>> store =
      absl::UnauthenticatedError("no keys");
  if (keys.ok()) {
    store = Store::Open(path, *keys, head);
  } else if (absl::IsNotFound(keys.status())) {
    // Of version 1, which had none?
    const Keys none = {.secret = std::nullopt, .public_key = {}};
    const absl::Status old = Store::Open(path, none, head).status();
    if (absl::IsUnauthenticated(old)) {
      ASSIGN_OR_RETURN(const Keys first, LoadOrMakeKeys(state));
      store = Store::Open(path, first, head);
    } else if (!old.ok()) {
      return old;
    } else {
      return absl::FailedPreconditionError(absl::StrCat(
          path, " is signed, and its keys, ", state,
          "/key and key.pub, are missing: restore them from a backup"));
    }
  } else {
    return keys.status();
  }
  if (store.ok()) (*store)->head_path_ = state + "/record.head";
  return store;
}

}  // namespace olympics
