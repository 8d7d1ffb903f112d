// Evidence as a message, and back: pure functions.
#ifndef GRADER_EVIDENCE_CONVERT_H_
#define GRADER_EVIDENCE_CONVERT_H_

#include "absl/status/statusor.h"
#include "grader/evidence/evidence.h"
#include "grader/evidence/evidence.pb.h"

namespace olympics {

// Returns the message that holds every field of `seen`. A field that is added
// to a struct of evidence.h, and not here, does not compile.
evidence::Evidence ToProto(const Evidence& seen);

// Returns the evidence that `message` was made of: FromProto(ToProto(e)) has
// the value of each field of e, to the last bit. DataLoss, with a sentence,
// where the message is none that ToProto makes: it has more or fewer kinds of
// sample than there are, or an ending of an unknown kind.
absl::StatusOr<Evidence> FromProto(const evidence::Evidence& message);

}  // namespace olympics

#endif  // GRADER_EVIDENCE_CONVERT_H_
