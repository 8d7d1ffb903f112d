// A headless Chromium, driven over its DevTools protocol's pipe: for tests.
// https://chromedevtools.github.io/devtools-protocol/
#ifndef TOOLS_SITE_DEVTOOLS_H_
#define TOOLS_SITE_DEVTOOLS_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "base/subprocess.h"
#include "nlohmann/json.hpp"

namespace olympics {

class DevTools {
 public:
  // With one empty page. `profile` is a folder of its own.
  static absl::StatusOr<std::unique_ptr<DevTools>> Start(
      const std::string& profile);
  // Ends the browser and all that it started.
  ~DevTools();

  // The method's result; an error's text where it fails or takes a minute.
  absl::StatusOr<nlohmann::json> Call(const std::string& method,
                                      const nlohmann::json& params);

  // Goes there and waits until it is loaded.
  absl::Status Navigate(const std::string& url);

  // The value of an expression in the page; a promise is awaited.
  absl::StatusOr<nlohmann::json> Evaluate(const std::string& expression);

 private:
  DevTools(base::Subprocess browser, int in, int out)
      : browser_(std::move(browser)), in_(in), out_(out) {}

  base::Subprocess browser_;
  const int in_, out_;
  int last_ = 0;
  std::string session_, unread_;
};

}  // namespace olympics

#endif  // TOOLS_SITE_DEVTOOLS_H_
