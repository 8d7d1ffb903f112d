// Passing an error on in one line: absl has no macros for it.
//
//   absl::StatusOr<Course> LoadCourse(const std::string& root) {
//     RETURN_IF_ERROR(CheckRoot(root));
//     ASSIGN_OR_RETURN(const std::string text, base::ReadFile(root + "/x"));
//     return Parse(text);
//   }
#ifndef BASE_STATUS_MACROS_H_
#define BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns the absl::Status `expression` from this function, which returns an
// absl::Status or an absl::StatusOr, if it is an error.
#define RETURN_IF_ERROR(expression)                       \
  do {                                                    \
    if (absl::Status status_macros_status = (expression); \
        !status_macros_status.ok()) {                     \
      return status_macros_status;                        \
    }                                                     \
  } while (false)

// Evaluates the absl::StatusOr `expression` once. Returns its error from this
// function, or assigns its value to `variable`, which may be a declaration. A
// type with a comma in it must be given another name first. More than one
// statement: it cannot be the body of an `if` without braces.
//
//   ASSIGN_OR_RETURN(const int port, PortOf(text));
//   ASSIGN_OR_RETURN(key, LoadKey(folder));
#define ASSIGN_OR_RETURN(variable, expression) \
  STATUS_MACROS_ASSIGN(STATUS_MACROS_NAME(__LINE__), variable, expression)

#define STATUS_MACROS_ASSIGN(result, variable, expression) \
  auto result = (expression);                              \
  if (!result.ok()) return std::move(result).status();     \
  variable = *std::move(result)

#define STATUS_MACROS_NAME(line) STATUS_MACROS_JOIN(status_macros_or_, line)
#define STATUS_MACROS_JOIN(a, b) a##b

#endif  // BASE_STATUS_MACROS_H_
