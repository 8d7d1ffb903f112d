// Pages on paper, by Chromium.
#ifndef TOOLS_PROCESS_BROWSER_H_
#define TOOLS_PROCESS_BROWSER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace olympics {

// chromium, or one of its other names, on the PATH. NotFound if there is none.
absl::StatusOr<std::string> FindBrowser();

// Prints a page of this machine (HTML or SVG) as PDF; `pdf` is replaced as a
// whole or not at all. Unavailable if the browser does not do it.
absl::Status PrintPdf(const std::string& page, const std::string& pdf);

}  // namespace olympics

#endif  // TOOLS_PROCESS_BROWSER_H_
