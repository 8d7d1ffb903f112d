#include "tools/record/keep.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "grader/report/files.h"
#include "grader/report/junit.h"
#include "tools/record/store.h"

namespace olympics {

absl::StatusOr<int> KeepReports(const std::string& state,
                                const std::vector<GradeReport>& reports) {
  const std::string junit = state + "/junit";
  if (absl::Status s = MakeFolder(junit); !s.ok()) return s;
  for (const GradeReport& r : reports) {
    const absl::Status s = WriteFile(
        absl::StrCat(junit, "/", r.submission(), "_", r.category(), ".xml"),
        JUnitXml(r));
    if (!s.ok()) return s;
  }
  absl::StatusOr<std::unique_ptr<Store>> store =
      Store::Open(state + "/record.db");
  if (!store.ok()) return store.status();
  return (*store)->Add(reports);
}

}  // namespace olympics
