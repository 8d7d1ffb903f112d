// The record's tables, and SQLite's statements in C++'s clothes: what Store
// reads and writes, without its rules.
#ifndef TOOLS_RECORD_TABLES_H_
#define TOOLS_RECORD_TABLES_H_

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tools/record/record.pb.h"

namespace olympics {

// The columns beside the body repeat it, for whoever looks with sqlite3.
extern const char kSchema[];

// The rows after one of a number, in order; Row reads them.
extern const char kSelect[];

// One statement, from its text to its end. Columns are counted from 0,
// parameters from 1, as SQLite does.
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
  void BindNull(int at) { sqlite3_bind_null(statement_, at); }
  void BindBlob(int at, const std::string& bytes) {
    sqlite3_bind_blob(statement_, at, bytes.data(),
                      static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

// A column of the row that a statement is at; "" where it is NULL.
std::string Bytes(sqlite3_stmt* s, int column);

// A row of `entries`.
struct Row {
  explicit Row(sqlite3_stmt* s);
  int64_t seq;
  std::vector<std::string> columns;  // those that repeat the body
  std::string body, link, signature;
};

// What stands in the column `host`, of which each run has another together with
// its submission, category and start: its host, and, where it was judged again,
// when.
std::string HostColumn(const GradeReport& run);

// The columns that an entry should have, as Row has them.
std::vector<std::string> ColumnsOf(const Entry& entry);

// An entry's link: a digest of the link before it and of its body.
std::string Link(const std::string& before, const std::string& body);

// The first number of the first row; -1 where there is none.
int64_t Pragma(sqlite3* db, const char* sql);

// The rows of sqlite_master, by type and name, without SQLite's own, whose
// names nobody else may take.
std::map<std::string, std::string> SchemaOf(sqlite3* db);

// What a new record's would be.
std::map<std::string, std::string> OwnSchema();

}  // namespace olympics

#endif  // TOOLS_RECORD_TABLES_H_
