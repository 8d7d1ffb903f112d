#include "tools/record/record.h"

#include <unistd.h>

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "tools/process/process.h"
#include "tools/record/head.h"
#include "tools/record/request.h"
#include "tools/signing/keys.h"

namespace olympics {
absl::StatusOr<int> AppendToRecord(const std::string& state,
                                   const SignRequest& request) {
  const std::string bytes = Framed(request);
  if (bytes.size() > kMostRequestBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "these are ", bytes.size(), " bytes, and ", kMostRequestBytes,
        " can be recorded at once: nothing was recorded"));
  }
  const absl::StatusOr<std::string> answer = AnswerOf(
      {ProgramBeside("signer", "../record/signer_main"), state}, bytes);
  SignResponse response;
  if (!answer.ok() || !response.ParseFromString(*answer) ||
      !response.answered()) {
    return absl::UnavailableError(absl::StrCat(
        answer.ok() ? "the signer did not answer"
                    : std::string(answer.status().message()),
        ": what was to be recorded may not be. `tito olympics history` shows "
        "what is; the same again does no harm"));
  }
  if (response.code() == 0) return response.added();
  return absl::Status(static_cast<absl::StatusCode>(response.code()),
                      response.message());
}

absl::StatusOr<std::unique_ptr<Store>> OpenRecord(const std::string& state) {
  const std::string path = state + "/record.db";
  ASSIGN_OR_RETURN(const Head head, ReadHead(state + "/record.head"));
  absl::StatusOr<PublicKey> key = LoadPublicKey(state);
  const auto made = [&]() -> absl::Status {
    RETURN_IF_ERROR(AppendToRecord(state, {}).status());
    key = LoadPublicKey(state);
    return key.status();
  };
  if (access(path.c_str(), F_OK) != 0 || absl::IsNotFound(key.status())) {
    RETURN_IF_ERROR(made());
  }
  if (!key.ok()) return key.status();
  absl::StatusOr<std::unique_ptr<Store>> store =
      Store::Open(path, {.secret = std::nullopt, .public_key = *key}, head);
  if (!absl::IsUnauthenticated(store.status())) return store;
  RETURN_IF_ERROR(made());
  return Store::Open(path, {.secret = std::nullopt, .public_key = *key}, head);
}

}  // namespace olympics
