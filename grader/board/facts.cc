#include "grader/board/facts.h"

#include <sys/statvfs.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/subprocess.h"
#include "grader/energy/sysfs.h"

namespace olympics {
namespace {

// What QEMU's "virt" calls itself.
constexpr char kEmulated[] = "linux,dummy-virt";
// Bits now, and as many since the start, 16 higher: the firmware's property
// GET_THROTTLED.
constexpr uint32_t kNow = 0xf;
constexpr int kSinceStart = 16;

// What is in one of the kernel's files; "" where there is none.
std::string TextOf(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadSysfs(path);
  return text.ok() ? text->c_str() : "";  // the device tree's end in NUL
}

// What a command prints, at most a line; "" where it is not there.
std::string FirstLineOf(std::vector<std::string> command) {
  const absl::StatusOr<base::Ended> ended =
      base::Run({.command = std::move(command),
                 .input = base::Stream::Null(),
                 .output = base::Stream::Pipe(),
                 .errors = base::Stream::Null()},
                {.timeout_seconds = 5});
  if (!ended.ok()) return "";
  return ended->output.substr(0, ended->output.find('\n'));
}

}  // namespace

uint32_t ParseThrottled(const std::string& text) {
  absl::string_view digits = absl::StripAsciiWhitespace(text);
  absl::ConsumePrefix(&digits, "throttled=");
  uint32_t bits = 0;
  return absl::SimpleHexAtoi(digits, &bits) ? bits : 0;
}

BoardFacts ReadBoardFacts(const std::string& disk, const std::string& root) {
  BoardFacts facts;
  facts.set_model(TextOf(root + "/proc/device-tree/model"));
  facts.set_emulated(facts.model() == kEmulated);
  facts.set_kernel(TextOf(root + "/proc/sys/kernel/osrelease"));
  facts.set_boot_id(TextOf(root + "/proc/sys/kernel/random/boot_id"));
  const std::vector<std::string> memory =
      absl::StrSplit(TextOf(root + "/proc/meminfo"), ' ', absl::SkipEmpty());
  int64_t kib = 0;
  if (memory.size() > 1 && absl::SimpleAtoi(memory[1], &kib)) {
    facts.set_memory_mib(static_cast<int32_t>(kib / 1024));
  }
  const absl::StatusOr<double> heat =
      ReadSysfsNumber(root + "/sys/class/thermal/thermal_zone0/temp");
  if (heat.ok()) facts.set_celsius(1e-3 * *heat);
  std::string throttled =
      TextOf(root + "/sys/devices/platform/soc/soc:firmware/get_throttled");
  if (throttled.empty() && root.empty()) {
    // By a shell, as it may be a script that does not name one.
    throttled = FirstLineOf({"sh", "-c", "vcgencmd get_throttled"});
  }
  facts.set_throttled(ParseThrottled(throttled));
  struct statvfs room;
  if (statvfs(disk.c_str(), &room) == 0) {
    facts.set_free_mib(static_cast<int64_t>(room.f_bavail) *
                           static_cast<int64_t>(room.f_frsize) >>
                       20);
  }
  return facts;
}

std::string ThrottledText(uint32_t bits) {
  static constexpr const char* kBits[] = {"under-voltage", "frequency capped",
                                          "throttled",
                                          "soft temperature limit"};
  std::vector<std::string> words;
  for (int i = 0; i < 4; ++i) {
    if (((bits >> i) & 1) != 0) words.emplace_back(kBits[i]);
  }
  return absl::StrJoin(words, ", ");
}

std::string Unfit(const BoardFacts& facts, const Board& wanted) {
  const std::string model =
      facts.model().empty() ? "a machine without a device tree" : facts.model();
  if (!facts.emulated() && facts.model().rfind(wanted.model(), 0) != 0) {
    return absl::StrCat("this is ", model, ", and the category is graded on a ",
                        wanted.model());
  }
  if (!facts.emulated() && facts.memory_mib() < wanted.min_memory_mib()) {
    return absl::StrCat("the board has ", facts.memory_mib(),
                        " MiB of memory, and the category wants ",
                        wanted.min_memory_mib());
  }
  if (wanted.max_celsius() > 0 && facts.celsius() > wanted.max_celsius()) {
    return absl::StrFormat(
        "the board is at %.0f °C, above the %.0f °C that a run may start at: "
        "let it cool down",
        facts.celsius(), wanted.max_celsius());
  }
  if (const uint32_t now = facts.throttled() & kNow; now != 0) {
    return absl::StrCat("the board slows itself down (", ThrottledText(now),
                        "): mend its supply or its cooling");
  }
  return "";
}

std::string Throttled(const BoardFacts& before, const BoardFacts& after) {
  const uint32_t since =
      (after.throttled() & ~before.throttled()) >> kSinceStart;
  const uint32_t bits = (after.throttled() | since) & kNow;
  if (bits == 0) return "";
  return absl::StrCat("the board slowed itself down during the run (",
                      ThrottledText(bits),
                      "): mend its supply or its cooling, and grade again");
}

}  // namespace olympics
