// The one program that signs the record. It reads one request (request.h),
// checks it, and answers it:
//
//   signer STATE < request > response
//
// It never runs, builds or parses what a student wrote: whoever does has not
// the key. record.h starts it.
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "grader/report/junit.h"
#include "tools/record/open.h"
#include "tools/record/request.h"
#include "tools/signing/files.h"
#include "tools/signing/keys.h"

namespace olympics {
namespace {

absl::StatusOr<std::string> ReadInput() {
  std::string bytes, part(size_t{64} << 10, '\0');
  while (true) {
    const ssize_t got = read(STDIN_FILENO, part.data(), part.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return absl::UnavailableError("the request cannot be read");
    if (got == 0) return bytes;
    bytes.append(part, 0, got);
    if (bytes.size() > kMostRequestBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat("what the signer is asked has more than ",
                       kMostRequestBytes, " bytes: nothing was recorded"));
    }
  }
}

// junit/<submission>_<category>.xml of each run, signed, but for those that
// were superseded: what takes their place will have one.
absl::Status WriteJUnit(const std::string& state, const SignRequest& request) {
  const std::string junit = state + "/junit";
  RETURN_IF_ERROR(base::MakeFolder(junit));
  ASSIGN_OR_RETURN(const Keys keys, LoadKeys(state));
  for (const GradeReport& r : request.runs()) {
    if (r.verdict() == SUPERSEDED) continue;
    const absl::Status s = WriteSigned(
        absl::StrCat(junit, "/", r.submission(), "_", r.category(), ".xml"),
        JUnitXml(r), *keys.secret);
    if (!s.ok()) return s;
  }
  return absl::OkStatus();
}

// Makes anew the JUnit files that a kill left out: of the last run of each
// submission in each category. A file that is neither as the record has it nor
// as it was signed is left for `course check` to tell.
absl::Status RestoreJUnit(const std::string& state, Store& store) {
  ASSIGN_OR_RETURN(const std::vector<Entry> entries, store.News());
  ASSIGN_OR_RETURN(const Keys keys, LoadKeys(state));
  std::map<std::string, const GradeReport*> last;  // by path
  for (const Entry& e : entries) {
    if (!e.has_run() || e.run().verdict() == SUPERSEDED) continue;
    last[absl::StrCat(state, "/junit/", e.run().submission(), "_",
                      e.run().category(), ".xml")] = &e.run();
  }
  for (const auto& [path, run] : last) {
    const std::string wanted = JUnitXml(*run);
    const absl::StatusOr<std::string> there = base::ReadFile(path);
    const absl::Status is_signed = VerifyFile(path, keys.public_key);
    const bool as_recorded = there.ok() && *there == wanted;
    if (as_recorded && is_signed.ok()) continue;
    if (there.ok() && !as_recorded && absl::IsPermissionDenied(is_signed)) {
      continue;
    }
    RETURN_IF_ERROR(base::MakeFolder(state + "/junit"));
    RETURN_IF_ERROR(WriteSigned(path, wanted, *keys.secret));
  }
  return absl::OkStatus();
}

absl::StatusOr<int> Answer(const std::string& state) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadInput());
  ASSIGN_OR_RETURN(const SignRequest request, Unframed(bytes));
  const int64_t now = base::NowUnixMs();
  RETURN_IF_ERROR(CheckRequest(request, now));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenToAdd(state));
  if (request.runs().empty() && request.events().empty()) {
    RETURN_IF_ERROR(RestoreJUnit(state, *store));
    return 0;
  }
  const absl::StatusOr<int> added = store->Add(request, now);
  if (!added.ok() || request.runs().empty()) return added;
  RETURN_IF_ERROR(WriteJUnit(state, request));
  return added;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) {
  if (argc != 2 || isatty(STDIN_FILENO) == 1) {
    std::fprintf(stderr,
                 "signer: tito starts this; it takes the folder of a record, "
                 "and a request on its standard input\n");
    return 2;
  }
  // Nobody of the same account looks into it, and no dump holds the key.
  prctl(PR_SET_DUMPABLE, 0);
  const absl::StatusOr<int> added = olympics::Answer(argv[1]);
  olympics::SignResponse response;
  response.set_answered(true);
  if (added.ok()) {
    response.set_added(*added);
  } else {
    response.set_code(static_cast<int>(added.status().code()));
    response.set_message(std::string(added.status().message()));
  }
  const std::string bytes = response.SerializeAsString();
  const bool whole =
      std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size();
  // At once: what a sanitizer does at an end takes a look into the process.
  _exit(std::fflush(stdout) == 0 && whole ? 0 : 1);
}
