// TT_CHECK(condition) << "message";
//
// Ends the program when `condition` is false: for what only a bug in the
// calling program can cause, such as multiplying matrices that do not fit.
// What can fail from outside (files, data) is reported by absl::Status instead.
#ifndef TINYTORCH_BASE_CHECK_H_
#define TINYTORCH_BASE_CHECK_H_

#include <sstream>

namespace tinytorch {

// Collects the message of a failed check; prints it and aborts when destroyed.
class CheckFailure {
 public:
  CheckFailure(const char* file, int line, const char* condition);
  ~CheckFailure();
  std::ostream& stream() { return stream_; }

 private:
  std::ostringstream stream_;
};

// Makes both sides of the macro's ?: void; & binds after <<.
struct Voidify {
  void operator&(std::ostream&) {}
};

}  // namespace tinytorch

#define TT_CHECK(condition)      \
  (condition)                    \
      ? (void)0                  \
      : ::tinytorch::Voidify() & \
            ::tinytorch::CheckFailure(__FILE__, __LINE__, #condition).stream()

#endif  // TINYTORCH_BASE_CHECK_H_
