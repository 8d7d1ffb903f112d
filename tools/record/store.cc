#include "tools/record/store.h"

#include <sqlite3.h>

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "grader/judge/judge.h"

namespace olympics {
namespace {

constexpr int kVersion = 1;
// "TTOL", in the file's header: so that no other database is taken for ours.
constexpr int kApplicationId = 0x54544f4c;

constexpr char kSchema[] = R"(
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    submission TEXT NOT NULL,
    category TEXT NOT NULL,
    host TEXT NOT NULL,
    started_unix_ms INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    report BLOB NOT NULL,
    UNIQUE (submission, category, host, started_unix_ms)
  );
  CREATE TRIGGER runs_are_not_changed BEFORE UPDATE ON runs
    BEGIN SELECT RAISE(ABORT, 'runs are never changed'); END;
  CREATE TRIGGER runs_are_not_deleted BEFORE DELETE ON runs
    BEGIN SELECT RAISE(ABORT, 'runs are never deleted'); END;
)";

class Statement {
 public:
  Statement(sqlite3* db, const char* sql) {
    sqlite3_prepare_v2(db, sql, -1, &statement_, nullptr);
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  sqlite3_stmt* get() { return statement_; }

  void Bind(int at, const std::string& text) {
    sqlite3_bind_text(statement_, at, text.data(),
                      static_cast<int>(text.size()), SQLITE_TRANSIENT);
  }
  void Bind(int at, int64_t number) {
    sqlite3_bind_int64(statement_, at, number);
  }
  void BindBlob(int at, const std::string& bytes) {
    sqlite3_bind_blob(statement_, at, bytes.data(),
                      static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

int64_t Pragma(sqlite3* db, const char* sql) {
  Statement s(db, sql);
  return sqlite3_step(s.get()) == SQLITE_ROW ? sqlite3_column_int64(s.get(), 0)
                                             : -1;
}

}  // namespace

absl::Status Store::Error(const char* what) const {
  return absl::InternalError(
      absl::StrCat("the record: cannot ", what, ": ", sqlite3_errmsg(db_)));
}

absl::Status Store::Execute(const char* sql) {
  return sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK
             ? absl::OkStatus()
             : Error("change it");
}

absl::StatusOr<std::unique_ptr<Store>> Store::Open(const std::string& path) {
  sqlite3* db = nullptr;
  const int opened = sqlite3_open_v2(
      path.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  std::unique_ptr<Store> store(new Store(db));
  if (opened != SQLITE_OK) {
    return absl::UnavailableError(absl::StrCat("cannot open the record ", path,
                                               ": ", sqlite3_errmsg(db)));
  }
  // Another grader may be writing.
  sqlite3_busy_timeout(db, 30'000);
  const auto fresh = [db] {
    return Pragma(db, "PRAGMA user_version") == 0 &&
           Pragma(db, "SELECT count(*) FROM sqlite_master") == 0;
  };
  if (fresh()) {
    // Two may find it fresh at once: only one may make it.
    absl::Status status = store->Execute("PRAGMA journal_mode = WAL");
    if (status.ok()) status = store->Execute("BEGIN IMMEDIATE");
    if (status.ok() && fresh()) {
      status = store->Execute(kSchema);
      if (status.ok()) {
        status = store->Execute(
            absl::StrCat("PRAGMA application_id = ", kApplicationId,
                         "; PRAGMA user_version = ", kVersion)
                .c_str());
      }
    }
    if (status.ok()) status = store->Execute("COMMIT");
    if (!status.ok()) return status;
  }
  if (Pragma(db, "PRAGMA application_id") != kApplicationId) {
    return absl::DataLossError(
        absl::StrCat(path, " is not a record of the Olympics; move it away"));
  }
  if (Pragma(db, "PRAGMA user_version") > kVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " was written by a newer tito; update this one"));
  }
  return store;
}

Store::~Store() { sqlite3_close_v2(db_); }

absl::StatusOr<int> Store::Add(const std::vector<GradeReport>& reports) {
  if (absl::Status s = Execute("BEGIN IMMEDIATE"); !s.ok()) return s;
  int added = 0;
  for (const GradeReport& r : reports) {
    Statement s(db_,
                "INSERT INTO runs (submission, category, host, "
                "started_unix_ms, verdict, report) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT DO NOTHING");
    s.Bind(1, r.submission());
    s.Bind(2, r.category());
    s.Bind(3, r.host());
    s.Bind(4, r.started_unix_ms());
    s.Bind(5, Verdict_Name(r.verdict()));
    s.BindBlob(6, r.SerializeAsString());
    if (sqlite3_step(s.get()) != SQLITE_DONE) {
      const absl::Status error = Error("add a run");
      Execute("ROLLBACK").IgnoreError();
      return error;
    }
    added += sqlite3_changes(db_);
  }
  if (absl::Status s = Execute("COMMIT"); !s.ok()) return s;
  return added;
}

absl::StatusOr<std::vector<GradeReport>> Store::Runs() const {
  std::vector<GradeReport> runs;
  Statement s(db_, "SELECT id, report FROM runs ORDER BY id");
  int step;
  while ((step = sqlite3_step(s.get())) == SQLITE_ROW) {
    GradeReport r;
    if (!r.ParseFromArray(sqlite3_column_blob(s.get(), 1),
                          sqlite3_column_bytes(s.get(), 1))) {
      return absl::DataLossError(absl::StrCat(
          "the record: run ", sqlite3_column_int64(s.get(), 0), " is damaged"));
    }
    runs.push_back(std::move(r));
  }
  if (step != SQLITE_DONE) return Error("read it");
  return runs;
}

std::vector<GradeReport> Current(const std::vector<GradeReport>& runs) {
  std::map<std::pair<std::string, std::string>, const GradeReport*> kept;
  std::map<std::string, const GradeReport*> last;
  for (const GradeReport& r : runs) {
    const GradeReport*& k = kept[{r.category(), r.submission()}];
    if (k == nullptr || IsResult(r.verdict()) || !IsResult(k->verdict())) {
      k = &r;
    }
    last[r.submission()] = &r;
  }
  std::vector<GradeReport> current;
  for (const auto& [key, report] : kept) {
    // Of all categories at once: not built, and of no interest once it was.
    if (report->category() == kAllCategories &&
        last[report->submission()] != report) {
      continue;
    }
    current.push_back(*report);
  }
  return current;
}

}  // namespace olympics
