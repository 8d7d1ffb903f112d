#include "tools/signing/files.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "base/status_macros.h"

namespace olympics {

absl::Status WriteSigned(const std::string& path, const std::string& content,
                         const SecretKey& key) {
  RETURN_IF_ERROR(base::WriteFile(path, content));
  return base::WriteFile(path + ".sig", ToBase64Url(key.Sign(content)) + "\n");
}

absl::Status VerifyFile(const std::string& path, const PublicKey& key) {
  ASSIGN_OR_RETURN(const std::string content, base::ReadFile(path));
  const absl::StatusOr<std::string> line = base::ReadFile(path + ".sig");
  if (!line.ok()) {
    return absl::NotFoundError(
        absl::StrCat("there is no signature of it, ", path, ".sig"));
  }
  const absl::StatusOr<std::string> signature =
      FromBase64Url(line->substr(0, line->find('\n')));
  if (signature.ok() && key.Verify(content, *signature)) {
    return absl::OkStatus();
  }
  return absl::PermissionDeniedError(
      absl::StrCat(path, " is not as the course signed it"));
}

}  // namespace olympics
