// Policies and outcomes as text: textproto and JSON (sandbox.proto).
#ifndef SANDBOX_TEXT_H_
#define SANDBOX_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"

namespace sandbox {

// A SandboxPolicy in textproto. InvalidArgument names the line and what is
// wrong there; the policy has been validated.
absl::StatusOr<Policy> ParsePolicy(const std::string& textproto);

// Without the program's output, which is no text that one could trust.
std::string OutcomeToJson(const Outcome& outcome);
std::string OutcomeToTextproto(const Outcome& outcome);

// Reads what the two above write, whichever it is. InvalidArgument where it is
// neither or its verdict is unknown.
absl::StatusOr<Outcome> ParseOutcome(const std::string& text);

}  // namespace sandbox

#endif  // SANDBOX_TEXT_H_
