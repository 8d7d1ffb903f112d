#include "tools/record/head.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "re2/re2.h"

namespace olympics {

std::string Head::Text() const {
  return absl::StrCat(entries, entries == 1 ? " entry" : " entries",
                      link.empty() ? "" : ", head ",
                      absl::BytesToHexString(link).substr(0, 8));
}

absl::StatusOr<Head> ReadHead(const std::string& path) {
  const absl::StatusOr<std::string> text = base::ReadFile(path);
  if (absl::IsNotFound(text.status())) return Head();
  if (!text.ok()) return text.status();
  Head head;
  std::string link;
  if (!RE2::FullMatch(*text, R"(entries: (\d{1,12})\nlink: ([0-9a-f]{64})\n)",
                      &head.entries, &link)) {
    return absl::DataLossError(absl::StrCat(
        path,
        " does not say how many entries the record had; restore it, and "
        "the record, from a backup"));
  }
  head.link = absl::HexStringToBytes(link);
  return head;
}

absl::Status WriteHead(const std::string& path, const Head& head) {
  ASSIGN_OR_RETURN(const Head before, ReadHead(path));
  if (before.entries >= head.entries) return absl::OkStatus();
  return base::WriteFile(
      path, absl::StrCat("entries: ", head.entries,
                         "\nlink: ", absl::BytesToHexString(head.link), "\n"));
}

}  // namespace olympics
