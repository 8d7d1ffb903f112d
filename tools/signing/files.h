// Files with the course's signature beside them, in <path>.sig.
#ifndef TOOLS_SIGNING_FILES_H_
#define TOOLS_SIGNING_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "tools/signing/keys.h"

namespace olympics {

absl::Status WriteSigned(const std::string& path, const std::string& content,
                         const SecretKey& key);

// NotFound if there is no such file, or no signature beside it;
// PermissionDenied if it is not as it was signed.
absl::Status VerifyFile(const std::string& path, const PublicKey& key);

}  // namespace olympics

#endif  // TOOLS_SIGNING_FILES_H_
