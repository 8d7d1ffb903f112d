// The word that PolicyBuilder::Without asks for. It is a library of its own so
// that its visibility says who can weaken a sandbox.
#ifndef SANDBOX_WEAKENING_H_
#define SANDBOX_WEAKENING_H_

namespace sandbox {

class Weakening {
 public:
  Weakening() = default;
};

}  // namespace sandbox

#endif  // SANDBOX_WEAKENING_H_
