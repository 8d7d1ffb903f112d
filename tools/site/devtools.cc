#include "tools/site/devtools.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/clock.h"
#include "base/status_macros.h"
#include "tools/process/browser.h"

namespace olympics {
namespace {

using Json = nlohmann::json;

// Of these descriptors the browser reads commands and writes answers.
constexpr int kReads = 3, kWrites = 4;

}  // namespace

absl::StatusOr<std::unique_ptr<DevTools>> DevTools::Start(
    const std::string& profile) {
  ASSIGN_OR_RETURN(const std::string browser, FindBrowser());
  std::vector<std::string> command = {browser,
                                      "--headless",
                                      "--disable-gpu",
                                      "--disable-dev-shm-usage",
                                      "--no-first-run",
                                      "--remote-debugging-pipe",
                                      absl::StrCat("--user-data-dir=", profile),
                                      "about:blank"};
  if (geteuid() == 0) command.emplace_back("--no-sandbox");
  int to[2], from[2];
  if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0) {
    return absl::InternalError("no pipe");
  }
  absl::StatusOr<base::Subprocess> started = base::Subprocess::Start(
      {.command = command,
       .input = base::Stream::Null(),
       .output = base::Stream::Null(),
       .errors = base::Stream::Null(),
       .own_group = true,
       .descriptors = {{to[0], kReads}, {from[1], kWrites}}});
  close(to[0]);
  close(from[1]);
  if (!started.ok()) {
    close(to[1]);
    close(from[0]);
    return started.status();
  }
  std::unique_ptr<DevTools> tools(
      new DevTools(*std::move(started), to[1], from[0]));
  ASSIGN_OR_RETURN(const Json target, tools->Call("Target.createTarget",
                                                  {{"url", "about:blank"}}));
  ASSIGN_OR_RETURN(
      const Json session,
      tools->Call("Target.attachToTarget",
                  {{"targetId", target["targetId"]}, {"flatten", true}}));
  tools->session_ = session["sessionId"].get<std::string>();
  return tools;
}

DevTools::~DevTools() {
  close(in_);
  close(out_);
}

absl::StatusOr<Json> DevTools::Call(const std::string& method,
                                    const Json& params) {
  Json message = {{"id", ++last_}, {"method", method}, {"params", params}};
  if (!session_.empty()) message["sessionId"] = session_;
  const std::string text = message.dump() + '\0';
  for (size_t at = 0; at < text.size();) {
    const ssize_t wrote = write(in_, text.data() + at, text.size() - at);
    if (wrote <= 0) return absl::UnavailableError("the browser is gone");
    at += wrote;
  }
  const double end = base::SteadySeconds() + 60;
  while (true) {
    for (size_t zero; (zero = unread_.find('\0')) != std::string::npos;) {
      const Json answer = Json::parse(unread_.substr(0, zero), nullptr, false);
      unread_.erase(0, zero + 1);
      if (!answer.is_object() || answer.value("id", 0) != last_) continue;
      if (answer.contains("error")) {
        return absl::InternalError(
            absl::StrCat(method, ": ", answer["error"].dump()));
      }
      return answer["result"];
    }
    const double left = end - base::SteadySeconds();
    pollfd ready = {out_, POLLIN, 0};
    char part[65536];
    ssize_t got = -1;
    if (left > 0 && poll(&ready, 1, static_cast<int>(1e3 * left)) > 0) {
      got = read(out_, part, sizeof(part));
    }
    if (got <= 0) {
      return absl::DeadlineExceededError(
          absl::StrCat(method, ": the browser does not answer"));
    }
    unread_.append(part, got);
  }
}

absl::Status DevTools::Navigate(const std::string& url) {
  ASSIGN_OR_RETURN(const Json gone, Call("Page.navigate", {{"url", url}}));
  if (gone.contains("errorText")) {
    return absl::UnavailableError(
        absl::StrCat(url, ": ", gone["errorText"].get<std::string>()));
  }
  for (int i = 0; i < 3000; ++i) {
    const absl::StatusOr<Json> state =
        Evaluate("location.href !== 'about:blank' && document.readyState");
    if (state.ok() && *state == "complete") return absl::OkStatus();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return absl::DeadlineExceededError(absl::StrCat(url, " does not load"));
}

absl::StatusOr<Json> DevTools::Evaluate(const std::string& expression) {
  const absl::StatusOr<Json> result =
      Call("Runtime.evaluate", {{"expression", expression},
                                {"awaitPromise", true},
                                {"returnByValue", true}});
  if (!result.ok()) return result.status();
  if (result->contains("exceptionDetails")) {
    return absl::InternalError((*result)["exceptionDetails"].dump());
  }
  return (*result)["result"].contains("value") ? (*result)["result"]["value"]
                                               : Json();
}

}  // namespace olympics
