// What the signer is asked, before it signs: whoever asks has read what
// students wrote, and may be another than it was.
#ifndef TOOLS_RECORD_REQUEST_H_
#define TOOLS_RECORD_REQUEST_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/record/record.pb.h"

namespace olympics {

inline constexpr size_t kMostRequestBytes = size_t{256} << 20;

// InvalidArgument, in one sentence that names the first that is wrong, unless
// every run is of a submission and a category by names of the allowed form, has
// a verdict and was not begun more than a day after now; every event says who
// and what; and every number is finite and every text bounded.
absl::Status CheckRequest(const SignRequest& request, int64_t now_unix_ms);

// As it is sent: how many bytes it has, in 8 bytes, and those. One that was cut
// off would otherwise be read as one of less.
std::string Framed(const SignRequest& request);

// The other way; InvalidArgument unless it is whole, and nothing more.
absl::StatusOr<SignRequest> Unframed(const std::string& bytes);

}  // namespace olympics

#endif  // TOOLS_RECORD_REQUEST_H_
