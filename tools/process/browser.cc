#include "tools/process/browser.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/files.h"
#include "tools/process/process.h"

namespace olympics {

namespace fs = std::filesystem;

absl::StatusOr<std::string> FindBrowser() {
  const char* path = std::getenv("PATH");
  for (const char* name : {"chromium", "chromium-browser", "google-chrome",
                           "google-chrome-stable"}) {
    for (const absl::string_view folder :
         absl::StrSplit(path == nullptr ? "" : path, ':')) {
      const std::string file = absl::StrCat(folder, "/", name);
      if (access(file.c_str(), X_OK) == 0) return file;
    }
  }
  return absl::NotFoundError(
      "a PDF takes Chromium, which is not installed: apt-get install chromium, "
      "or print the page from any browser");
}

absl::Status PrintPdf(const std::string& page, const std::string& pdf) {
  const absl::StatusOr<std::string> browser = FindBrowser();
  if (!browser.ok()) return browser.status();
  std::string profile =
      (fs::temp_directory_path() / "tito-browser-XXXXXX").string();
  if (mkdtemp(profile.data()) == nullptr) {
    return absl::UnavailableError("cannot make a folder for the browser");
  }
  const std::string part = profile + "/page.pdf";
  std::vector<std::string> command = {*browser,
                                      "--headless",
                                      "--disable-gpu",
                                      "--disable-dev-shm-usage",
                                      "--no-first-run",
                                      "--no-pdf-header-footer",
                                      absl::StrCat("--user-data-dir=", profile),
                                      absl::StrCat("--print-to-pdf=", part)};
  // Its own sandbox does not start for root; the page is one that we wrote.
  if (geteuid() == 0) command.emplace_back("--no-sandbox");
  command.push_back(absl::StrCat("file://", fs::absolute(page).string()));
  const absl::StatusOr<int> code = RunQuietly(command, 60);
  const absl::StatusOr<std::string> printed = base::ReadFile(part);
  std::error_code error;
  fs::remove_all(profile, error);
  if (code.ok() && *code == 0 && printed.ok() && !printed->empty()) {
    return base::WriteFile(pdf, *printed);
  }
  return absl::UnavailableError(absl::StrCat(
      *browser, " did not print ", pdf, "; print ", page, " from any browser"));
}

}  // namespace olympics
