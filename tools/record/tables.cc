#include "tools/record/tables.h"

#include "absl/strings/str_cat.h"
#include "grader/report/grade.pb.h"
#include "tools/signing/keys.h"

namespace olympics {

const char kSchema[] = R"(
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    submission TEXT,
    category TEXT,
    host TEXT,
    started_unix_ms INTEGER,
    verdict TEXT,
    at_unix_ms INTEGER NOT NULL,
    body BLOB NOT NULL,
    link BLOB NOT NULL,
    signature BLOB NOT NULL,
    UNIQUE (submission, category, host, started_unix_ms)
  );
  CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
  CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
  CREATE VIEW runs AS SELECT seq, submission, category, host, started_unix_ms,
    verdict FROM entries WHERE kind = 'run';
)";

const char kSelect[] =
    "SELECT seq, kind, submission, category, host, started_unix_ms, verdict, "
    "at_unix_ms, body, link, signature FROM entries WHERE seq > ? ORDER BY seq";

std::string Bytes(sqlite3_stmt* s, int column) {
  const void* bytes = sqlite3_column_blob(s, column);
  return bytes == nullptr ? ""
                          : std::string(static_cast<const char*>(bytes),
                                        sqlite3_column_bytes(s, column));
}

Row::Row(sqlite3_stmt* s)
    : seq(sqlite3_column_int64(s, 0)),
      body(Bytes(s, 8)),
      link(Bytes(s, 9)),
      signature(Bytes(s, 10)) {
  for (int column = 1; column <= 7; ++column) {
    columns.push_back(Bytes(s, column));
  }
}

std::string HostColumn(const GradeReport& run) {
  if (!run.has_judged_again()) return run.host();
  return absl::StrCat(run.host(), " (judged again ",
                      run.judged_again().at_unix_ms(), ")");
}

std::vector<std::string> ColumnsOf(const Entry& entry) {
  const std::string at = absl::StrCat(entry.at_unix_ms());
  if (!entry.has_run()) return {"event", "", "", "", "", "", at};
  const GradeReport& r = entry.run();
  return {"run",
          r.submission(),
          r.category(),
          HostColumn(r),
          absl::StrCat(r.started_unix_ms()),
          Verdict_Name(r.verdict()),
          at};
}

std::string Link(const std::string& before, const std::string& body) {
  return Digest(before + body);
}

int64_t Pragma(sqlite3* db, const char* sql) {
  Statement s(db, sql);
  return sqlite3_step(s.get()) == SQLITE_ROW ? sqlite3_column_int64(s.get(), 0)
                                             : -1;
}

std::map<std::string, std::string> SchemaOf(sqlite3* db) {
  std::map<std::string, std::string> schema;
  Statement s(db,
              "SELECT type || ' ' || name, coalesce(sql, '') FROM "
              "sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
  while (sqlite3_step(s.get()) == SQLITE_ROW) {
    schema[Bytes(s.get(), 0)] = Bytes(s.get(), 1);
  }
  return schema;
}

std::map<std::string, std::string> OwnSchema() {
  sqlite3* db = nullptr;
  std::map<std::string, std::string> schema;
  if (sqlite3_open(":memory:", &db) == SQLITE_OK &&
      sqlite3_exec(db, kSchema, nullptr, nullptr, nullptr) == SQLITE_OK) {
    schema = SchemaOf(db);
  }
  sqlite3_close(db);
  return schema;
}

}  // namespace olympics
