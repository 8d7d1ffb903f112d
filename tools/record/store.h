// The course's record: every grade that was ever given, in one SQLite file.
//
// Runs are only ever added: the database itself refuses to change or delete
// one. A grade is what can be computed from them; nothing computed is stored.
#ifndef TOOLS_RECORD_STORE_H_
#define TOOLS_RECORD_STORE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/report/grade.pb.h"

struct sqlite3;

namespace olympics {

class Store {
 public:
  // Opens or creates it. FailedPrecondition if it was written by a newer
  // version; DataLoss if it is no such record.
  static absl::StatusOr<std::unique_ptr<Store>> Open(const std::string& path);
  ~Store();

  // Adds the reports, all or none. One that is there already (same submission,
  // category, host and start) is left as it is. Returns how many were new.
  absl::StatusOr<int> Add(const std::vector<GradeReport>& reports);

  // In the order in which they were added.
  absl::StatusOr<std::vector<GradeReport>> Runs() const;

 private:
  explicit Store(sqlite3* db) : db_(db) {}
  absl::Status Execute(const char* sql);
  absl::Status Error(const char* what) const;

  sqlite3* db_;
};

// The category of a report about a submission that could not be built.
inline constexpr char kAllCategories[] = "all";

// The run that counts, for each submission and category: the latest that is a
// result (IsResult), and where there is no such, the latest. Sorted by
// category, then submission.
std::vector<GradeReport> Current(const std::vector<GradeReport>& runs);

}  // namespace olympics

#endif  // TOOLS_RECORD_STORE_H_
