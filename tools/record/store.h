// The course's record: every grade that was ever given, and every decision, in
// one SQLite file.
//
// Entries are only ever added: the database itself refuses to change or delete
// one. Each is linked to the one before it by a digest, and each link is signed
// with the course's key, so that whoever changes the file is found when it is
// read. Its head is kept apart (head.h), so that a record that was emptied, cut
// or replaced by an older copy is found as well.
//
// Several processes may write at once, and any of them may be killed at any
// moment: what Add returned for is kept.
#ifndef TOOLS_RECORD_STORE_H_
#define TOOLS_RECORD_STORE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grader/report/grade.pb.h"
#include "tools/record/head.h"
#include "tools/record/record.pb.h"
#include "tools/signing/keys.h"

struct sqlite3;

namespace olympics {

// An entry so far ahead of now is of a clock that was wrong: no later one is to
// be of such a time as well.
inline constexpr int64_t kFarAheadMs = int64_t{7} * 24 * 3600 * 1000;

class Store {
 public:
  // Opens or creates it. FailedPrecondition if it was written by a newer
  // version; Unauthenticated if it is new or of an older version, and `keys`
  // has no secret one; DataLoss if it is no such record, or empty where `head`
  // says that it had entries; Unavailable, with the cause, if it cannot be read
  // now, as on a full disk.
  static absl::StatusOr<std::unique_ptr<Store>> Open(const std::string& path,
                                                     const Keys& keys,
                                                     const Head& head = {});
  ~Store();

  // Adds the reports, all or none. One that is there already (same submission,
  // category, host and start, and judged again at the same time or not at all)
  // is left as it is. Returns how many were new.
  // Times do not run backwards, but after an entry of more than a week ahead: a
  // clock was wrong then, and is not any more.
  absl::StatusOr<int> Add(const std::vector<GradeReport>& reports,
                          int64_t now_unix_ms);
  absl::Status AddEvent(const Event& event, int64_t now_unix_ms);
  // The same of events and, behind them, reports: all or none of both.
  absl::StatusOr<int> Add(const SignRequest& request, int64_t now_unix_ms);

  // What was added since this was last called, in the order in which it was;
  // the first time all. DataLoss names the first entry whose link is not as it
  // should be, or that the last signature is not the course's.
  absl::StatusOr<std::vector<Entry>> News();

  // Everything wrong with the file, a sentence each, every signature checked.
  absl::StatusOr<std::vector<std::string>> Audit();

  // What News() has read so far.
  Head Now() const { return {.entries = read_, .link = link_}; }

  // A copy that is whole, whoever writes meanwhile; its head. AlreadyExists if
  // there is such a file.
  absl::StatusOr<Head> Backup(const std::string& path);

  // Changes when another process has changed the file. Cheap.
  int64_t Version();

 private:
  friend absl::StatusOr<std::unique_ptr<Store>> OpenToAdd(
      const std::string& state);
  Store(sqlite3* db, const Keys& keys, const Head& head)
      : db_(db), keys_(keys), head_(head) {}
  absl::Status Execute(const char* sql);
  absl::Status Error(const char* what) const;
  absl::Status Migrate(int64_t from);
  // In a transaction. 0 if a run is there already.
  absl::StatusOr<int> Insert(Entry entry, int64_t now_unix_ms);
  bool IsThere(const GradeReport& report);
  absl::Status Commit();

  sqlite3* db_;
  Keys keys_;
  Head head_;   // that it must have
  Head added_;  // by this
  std::string head_path_ = {};
  int64_t read_ = 0;  // the last entry that News() gave
  std::string link_;  // its
};

// The runs among the entries.
std::vector<GradeReport> RunsOf(const std::vector<Entry>& entries);

// The category of a report about a submission that could not be built.
inline constexpr char kAllCategories[] = "all";

}  // namespace olympics

#endif  // TOOLS_RECORD_STORE_H_
