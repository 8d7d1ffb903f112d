// The attacks, and what must become of each. A row says under which policy the
// program runs and which verdict contains it. Calls that differ between
// architectures have a name for each.
#ifndef SANDBOX_ATTACKS_CORPUS_H_
#define SANDBOX_ATTACKS_CORPUS_H_

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"

namespace sandbox {

enum class Use { kWorker, kTraining, kInterpreter };

struct Attack {
  const char* program;  // in this package
  Use use;
  Verdict verdict;
  // kExited: the exit code. kCrashed: the signal.
  int number = 0;
  // kViolation: how Outcome::violation starts, on x86-64 and on aarch64 (where
  // that differs). "-": the architecture has no such thing; it exits with 0.
  const char* call = "";
  const char* call_aarch64 = nullptr;
  int or_signal = 0;  // a crash with this signal is as good; 0: none is
  // Its own limits, in seconds, where the usual 20 would take too long.
  double wall = 20, cpu = 10;

  std::string Name() const;  // "fork_bomb", "map_own_output (training)"
};

inline std::ostream& operator<<(std::ostream& out, const Attack& attack) {
  return out << attack.Name();
}

const std::vector<Attack>& Corpus();

// "" if it was contained as the corpus says, else what is wrong.
std::string Judge(const Attack& attack, const Outcome& outcome);

// Files for attacks to read and write, in a directory of its own that is
// removed with it.
class Ground {
 public:
  // Everybody can go there, also an ordinary user whom this process becomes.
  static absl::StatusOr<Ground> Make();
  ~Ground();
  Ground(Ground&& other) noexcept : directory_(std::move(other.directory_)) {
    other.directory_.clear();
  }
  Ground& operator=(Ground&&) = delete;

  std::string in() const { return directory_ + "/in"; }
  std::string out() const { return directory_ + "/out"; }

 private:
  Ground() = default;
  std::string directory_;
};

Policy PolicyOf(const Attack& attack, const Ground& ground);

// Runs one attack whose program is at `path`, on the first core that this
// process may use; as an ordinary user if `as_user` (this process must be root
// then, and stays so).
absl::StatusOr<Outcome> RunAttack(const Attack& attack, const std::string& path,
                                  const Ground& ground, bool as_user);

// Makes this process nobody's, for good; false if it may not.
bool BecomeUser();

// Whether this process can become an ordinary user and is none.
bool CanBecomeUser();

}  // namespace sandbox

#endif  // SANDBOX_ATTACKS_CORPUS_H_
