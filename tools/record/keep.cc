#include "tools/record/keep.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "grader/report/files.h"
#include "grader/report/junit.h"
#include "tools/record/store.h"
#include "tools/signing/files.h"

namespace olympics {

absl::StatusOr<int> KeepReports(const std::string& state,
                                const std::vector<GradeReport>& reports,
                                int64_t now_unix_ms) {
  absl::StatusOr<std::unique_ptr<Store>> store = OpenRecord(state);
  if (!store.ok()) return store.status();
  const absl::StatusOr<int> added = (*store)->Add(reports, now_unix_ms);
  if (!added.ok()) return added.status();
  const std::string junit = state + "/junit";
  if (absl::Status s = MakeFolder(junit); !s.ok()) return s;
  const absl::StatusOr<Keys> keys = LoadKeys(state);
  if (!keys.ok()) return keys.status();
  for (const GradeReport& r : reports) {
    const absl::Status s = WriteSigned(
        absl::StrCat(junit, "/", r.submission(), "_", r.category(), ".xml"),
        JUnitXml(r), *keys->secret);
    if (!s.ok()) return s;
  }
  return added;
}

}  // namespace olympics
