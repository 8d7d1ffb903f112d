#include "tools/record/store.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "tools/record/tables.h"

namespace olympics {
namespace {

constexpr int kVersion = 2;
// "TTOL", in the file's header: so that no other database is taken for ours.
constexpr int kApplicationId = 0x54544f4c;

// Readers and a writer at once, for this file from now on. While another
// connection is about to say the same, SQLite calls it busy at once and asks no
// busy handler, so it is tried again here.
bool TurnOnWal(sqlite3* db) {
  constexpr int kTries = 3000;
  int code = SQLITE_BUSY;
  for (int i = 0; i < kTries && code == SQLITE_BUSY; ++i) {
    if (i > 0) usleep(10'000);
    code = sqlite3_exec(db, "PRAGMA journal_mode = WAL", nullptr, nullptr,
                        nullptr);
  }
  return code == SQLITE_OK;
}

// Whether the file can be read at all. What keeps SQLite from it is not taken
// for what is in it: a full disk has no room for its index of readers.
absl::Status Readable(sqlite3* db, const std::string& path) {
  Statement s(db, "SELECT count(*) FROM sqlite_master");
  if (sqlite3_step(s.get()) == SQLITE_ROW) return absl::OkStatus();
  const int code = sqlite3_extended_errcode(db);
  const std::string why = sqlite3_errmsg(db);
  switch (code & 0xff) {
    case SQLITE_NOTADB:
      return absl::DataLossError(
          absl::StrCat(path, " is not a record of the Olympics; move it away"));
    case SQLITE_CORRUPT:
      return absl::DataLossError(absl::StrCat(path, " is damaged: ", why,
                                              "; restore it from a backup"));
    default:
      return absl::UnavailableError(absl::StrCat(
          "the record ", path, " is there and cannot be read now: ", why,
          "; is its disk full, or its folder not yours to write, or mounted "
          "read-only? Nothing in it was changed"));
  }
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

absl::StatusOr<std::unique_ptr<Store>> Store::Open(const std::string& path,
                                                   const Keys& keys,
                                                   const Head& head) {
  sqlite3* db = nullptr;
  const int opened = sqlite3_open_v2(
      path.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  std::unique_ptr<Store> store(new Store(db, keys, head));
  if (opened != SQLITE_OK) {
    return absl::UnavailableError(absl::StrCat("cannot open the record ", path,
                                               ": ", sqlite3_errmsg(db)));
  }
  // Another grader may be writing.
  sqlite3_busy_timeout(db, 30'000);
  sqlite3_exec(db, "PRAGMA synchronous = FULL", nullptr, nullptr, nullptr);
  // Or else INSERT OR REPLACE would delete without asking the triggers.
  sqlite3_exec(db, "PRAGMA recursive_triggers = ON", nullptr, nullptr, nullptr);
  RETURN_IF_ERROR(Readable(db, path));
  const auto fresh = [db] {
    return Pragma(db, "PRAGMA user_version") == 0 &&
           Pragma(db, "SELECT count(*) FROM sqlite_master") == 0;
  };
  const auto version = [db] { return Pragma(db, "PRAGMA user_version"); };
  const auto ours = [&] {
    return Pragma(db, "PRAGMA application_id") == kApplicationId;
  };
  const auto old = [&] {
    return fresh() || (ours() && version() > 0 && version() < kVersion);
  };
  if (fresh() && head.entries > 0) {
    return absl::DataLossError(
        absl::StrCat(path, " is empty, and the record had ", head.Text(),
                     ": restore it from a backup"));
  }
  if (old()) {
    if (!keys.secret.has_value()) {
      return absl::UnauthenticatedError(absl::StrCat(
          path,
          " is new, or of an older version: it takes the course's secret "
          "key to sign it"));
    }
    // Two may find it so at once: only one may change it.
    if (!TurnOnWal(db)) return store->Error("change it");
    absl::Status status = store->Execute("BEGIN IMMEDIATE");
    if (!status.ok()) return status;
    if (old()) status = store->Migrate(version());
    if (status.ok()) status = store->Execute("COMMIT");
    if (!status.ok()) {
      store->Execute("ROLLBACK").IgnoreError();
      return status;
    }
  }
  if (!ours()) {
    return absl::DataLossError(
        absl::StrCat(path, " is not a record of the Olympics; move it away"));
  }
  if (version() > kVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " was written by a newer tito; update this one"));
  }
  return store;
}

Store::~Store() { sqlite3_close_v2(db_); }

absl::Status Store::Migrate(int64_t from) {
  absl::Status status;
  if (from == 1) status = Execute("ALTER TABLE runs RENAME TO old_runs");
  if (status.ok()) status = Execute(kSchema);
  if (!status.ok()) return status;
  if (from == 1) {
    Migration migration;
    migration.set_from(1);
    Statement s(db_, "SELECT report FROM old_runs ORDER BY id");
    int step;
    while ((step = sqlite3_step(s.get())) == SQLITE_ROW) {
      Entry entry;
      if (!entry.mutable_run()->ParseFromString(Bytes(s.get(), 0))) {
        return absl::DataLossError(
            "the record: a run of its version 1 is damaged; restore it");
      }
      // When it was added is not known; it was not before it started.
      const int64_t at = entry.run().started_unix_ms();
      RETURN_IF_ERROR(Insert(std::move(entry), at).status());
      migration.set_entries(migration.entries() + 1);
    }
    if (step != SQLITE_DONE) return Error("read its version 1");
    Entry entry;
    entry.mutable_event()->set_by("tito");
    *entry.mutable_event()->mutable_migration() = migration;
    RETURN_IF_ERROR(Insert(std::move(entry), 0).status());
  }
  if (from == 1) {
    status = Execute("DROP TABLE old_runs");  // with its triggers
    if (!status.ok()) return status;
  }
  return Execute(absl::StrCat("PRAGMA application_id = ", kApplicationId,
                              "; PRAGMA user_version = ", kVersion)
                     .c_str());
}

absl::StatusOr<int> Store::Insert(Entry entry, int64_t now_unix_ms) {
  if (!keys_.secret.has_value()) {
    return absl::FailedPreconditionError(
        "only who has the course's secret key can add to the record");
  }
  std::string before;
  int64_t at = now_unix_ms, seq = 1;
  {
    Statement last(db_,
                   "SELECT seq, at_unix_ms, link FROM entries "
                   "ORDER BY seq DESC LIMIT 1");
    const int step = sqlite3_step(last.get());
    if (step == SQLITE_ROW) {
      seq = sqlite3_column_int64(last.get(), 0) + 1;
      // Never back, but for an entry of a clock that ran far ahead.
      const int64_t last_at = sqlite3_column_int64(last.get(), 1);
      if (last_at - at < kFarAheadMs) at = std::max(at, last_at);
      before = Bytes(last.get(), 2);
    } else if (step != SQLITE_DONE) {
      return Error("read it");
    }
  }
  entry.set_at_unix_ms(at);
  const std::string body = entry.SerializeAsString();
  const std::string link = Link(before, body);
  Statement s(db_,
              "INSERT INTO entries (seq, kind, submission, category, host, "
              "started_unix_ms, verdict, at_unix_ms, body, link, signature) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
              "ON CONFLICT (submission, category, host, started_unix_ms) "
              "DO NOTHING");
  s.Bind(1, seq);
  if (entry.has_run()) {
    const GradeReport& r = entry.run();
    s.Bind(2, "run");
    s.Bind(3, r.submission());
    s.Bind(4, r.category());
    s.Bind(5, HostColumn(r));
    s.Bind(6, r.started_unix_ms());
    s.Bind(7, Verdict_Name(r.verdict()));
  } else {
    s.Bind(2, "event");
    for (int column = 3; column <= 7; ++column) s.BindNull(column);
  }
  s.Bind(8, at);
  s.BindBlob(9, body);
  s.BindBlob(10, link);
  s.BindBlob(11, keys_.secret->Sign(link));
  if (sqlite3_step(s.get()) != SQLITE_DONE) return Error("add to it");
  const int added = sqlite3_changes(db_);
  if (added > 0) added_ = {.entries = seq, .link = link};
  if (added > 0 || (entry.has_run() && IsThere(entry.run()))) return added;
  return absl::DataLossError(
      "the record takes no entries any more: it has triggers that are not its "
      "own; `tito course check` says which");
}

bool Store::IsThere(const GradeReport& r) {
  Statement s(db_,
              "SELECT 1 FROM entries WHERE submission = ? AND category = ? AND "
              "host = ? AND started_unix_ms = ?");
  s.Bind(1, r.submission());
  s.Bind(2, r.category());
  s.Bind(3, HostColumn(r));
  s.Bind(4, r.started_unix_ms());
  return sqlite3_step(s.get()) == SQLITE_ROW;
}

absl::StatusOr<int> Store::Add(const std::vector<GradeReport>& reports,
                               int64_t now_unix_ms) {
  SignRequest request;
  request.mutable_runs()->Add(reports.begin(), reports.end());
  return Add(request, now_unix_ms);
}

absl::Status Store::AddEvent(const Event& event, int64_t now_unix_ms) {
  SignRequest request;
  *request.add_events() = event;
  return Add(request, now_unix_ms).status();
}

absl::StatusOr<int> Store::Add(const SignRequest& request,
                               int64_t now_unix_ms) {
  std::vector<Entry> entries;
  for (const Event& e : request.events()) {
    *entries.emplace_back().mutable_event() = e;
  }
  for (const GradeReport& r : request.runs()) {
    *entries.emplace_back().mutable_run() = r;
  }
  RETURN_IF_ERROR(Execute("BEGIN IMMEDIATE"));
  int added = 0;
  for (Entry& entry : entries) {
    const bool run = entry.has_run();
    const absl::StatusOr<int> one = Insert(std::move(entry), now_unix_ms);
    if (!one.ok()) {
      Execute("ROLLBACK").IgnoreError();
      return one.status();
    }
    added += run ? *one : 0;
  }
  RETURN_IF_ERROR(Commit());
  return added;
}

absl::Status Store::Commit() {
  if (absl::Status s = Execute("COMMIT"); !s.ok()) {
    Execute("ROLLBACK").IgnoreError();
    return s;
  }
  if (head_path_.empty() || added_.entries == 0) return absl::OkStatus();
  // Afterwards: a head is never of more than there is.
  return WriteHead(head_path_, added_);
}

absl::StatusOr<std::vector<Entry>> Store::News() {
  std::vector<Entry> entries;
  if (Pragma(db_, "SELECT count(*) FROM entries WHERE seq < 1") != 0) {
    return absl::DataLossError(
        "the record has entries before its first; `tito course check` says "
        "more. Restore it from a backup");
  }
  Statement s(db_, kSelect);
  s.Bind(1, read_);
  int64_t read = read_;
  std::string link = link_, signature;
  int step;
  while ((step = sqlite3_step(s.get())) == SQLITE_ROW) {
    Row row(s.get());
    link = Link(link, row.body);
    Entry entry;
    if (row.seq != ++read || row.link != link ||
        !entry.ParseFromString(row.body)) {
      return absl::DataLossError(absl::StrCat(
          "the record was changed by other hands at entry ", read,
          "; `tito course check` says more. Restore it from a backup"));
    }
    if (read == head_.entries && link != head_.link) {
      return absl::DataLossError(
          absl::StrCat("the record is another than the one that had ",
                       head_.Text(), ": restore that from a backup"));
    }
    signature = std::move(row.signature);
    entries.push_back(std::move(entry));
  }
  if (step != SQLITE_DONE) return Error("read it");
  if (read < head_.entries) {
    return absl::DataLossError(absl::StrCat(
        "the record has ", read, " entries and had ", head_.Text(),
        ": it was cut, or an older copy of it was put back. Restore the newest "
        "from a backup; if there is none, remove the file record.head beside "
        "it, and what is missing is lost"));
  }
  if (read > read_ && !keys_.public_key.Verify(link, signature)) {
    return absl::DataLossError(absl::StrCat(
        "the record was not signed with the course's key at entry ", read,
        "; `tito course check` says more. Restore it, or the key, from a "
        "backup"));
  }
  read_ = read;
  link_ = std::move(link);
  return entries;
}

absl::StatusOr<std::vector<std::string>> Store::Audit() {
  std::vector<std::string> findings;
  Statement whole(db_, "PRAGMA integrity_check");
  while (sqlite3_step(whole.get()) == SQLITE_ROW) {
    const std::string line = Bytes(whole.get(), 0);
    if (line != "ok") findings.push_back(absl::StrCat("SQLite: ", line));
  }
  const std::map<std::string, std::string> own = OwnSchema();
  std::map<std::string, std::string> there = SchemaOf(db_);
  for (const auto& [what, sql] : own) {
    const auto found = there.find(what);
    if (found == there.end()) {
      findings.push_back(absl::StrCat("the ", what, " is missing"));
    } else if (found->second != sql) {
      findings.push_back(
          absl::StrCat("the ", what, " is not the record's own"));
    }
    there.erase(what);
  }
  for (const auto& [what, sql] : there) {
    findings.push_back(absl::StrCat("the ", what, " does not belong there"));
  }
  if (const int64_t before =
          Pragma(db_, "SELECT count(*) FROM entries WHERE seq < 1");
      before != 0) {
    findings.push_back(
        absl::StrCat(before, " entries stand before the first one"));
  }
  Statement s(db_, kSelect);
  s.Bind(1, 0);
  int64_t seq = 0;
  std::string link;
  int step;
  while ((step = sqlite3_step(s.get())) == SQLITE_ROW) {
    const Row row(s.get());
    ++seq;
    if (row.seq == head_.entries && row.link != head_.link) {
      findings.push_back(absl::StrCat("entry ", row.seq,
                                      " is another than when the record had ",
                                      head_.Text()));
    }
    if (row.seq != seq) {
      findings.push_back(row.seq == seq + 1
                             ? absl::StrCat("entry ", seq, " is missing")
                             : absl::StrCat("entries ", seq, " to ",
                                            row.seq - 1, " are missing"));
      seq = row.seq;
      link = row.link;
    } else {
      // What follows is linked to what is there, so that one change is told
      // once.
      const bool linked = row.link == Link(link, row.body);
      link = row.link;
      if (!linked) {
        findings.push_back(absl::StrCat("entry ", seq,
                                        " is not as it was added, or "
                                        "follows another entry"));
        continue;
      }
    }
    Entry entry;
    if (!keys_.public_key.Verify(row.link, row.signature)) {
      findings.push_back(
          absl::StrCat("entry ", seq, " was not signed with the course's key"));
    } else if (!entry.ParseFromString(row.body) ||
               ColumnsOf(entry) != row.columns) {
      findings.push_back(
          absl::StrCat("entry ", seq, " has columns that belie its body"));
    }
  }
  if (step != SQLITE_DONE) return Error("read it");
  if (seq < head_.entries) {
    findings.push_back(absl::StrCat(
        "there are ", seq, " entries where there were ", head_.Text()));
  }
  return findings;
}

absl::StatusOr<Head> Store::Backup(const std::string& path) {
  if (access(path.c_str(), F_OK) == 0) {
    return absl::AlreadyExistsError(
        absl::StrCat(path, " is there already: name another file"));
  }
  {
    Statement s(db_, "VACUUM INTO ?");
    s.Bind(1, path);
    if (sqlite3_step(s.get()) != SQLITE_DONE) return Error("copy it");
  }
  // Of the copy, which nobody adds to.
  ASSIGN_OR_RETURN(std::unique_ptr<Store> copy, Open(path, keys_, head_));
  RETURN_IF_ERROR(copy->News().status());
  return copy->Now();
}

int64_t Store::Version() { return Pragma(db_, "PRAGMA data_version"); }

std::vector<GradeReport> RunsOf(const std::vector<Entry>& entries) {
  std::vector<GradeReport> runs;
  for (const Entry& e : entries) {
    if (e.has_run()) runs.push_back(e.run());
  }
  return runs;
}

}  // namespace olympics
