#include "sandbox/cgroup.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/files.h"
#include "sandbox/small_file.h"

namespace sandbox {
namespace {

constexpr char kPrefix[] = "sandbox-run-";
constexpr int kPeriodMicroseconds = 100'000;

absl::Status Missing(const std::string& why) {
  return absl::FailedPreconditionError(why);
}

absl::Status Failed(const std::string& what, const std::string& path) {
  return Missing(
      absl::StrCat("cannot ", what, " ", path, ": ", std::strerror(errno)));
}

bool HasWord(absl::string_view words, absl::string_view word, char separator) {
  for (absl::string_view w : absl::StrSplit(words, separator)) {
    if (w == word) return true;
  }
  return false;
}

std::string Join(const std::string& directory, absl::string_view below) {
  if (below == "/" || below.empty()) return directory;
  return absl::StrCat(directory, below);
}

// The directory of the cgroup `path` in a tree whose `root` is mounted at
// `mount`; "" if it is outside of what is mounted.
std::string DirectoryOf(const std::string& mount, const std::string& root,
                        const std::string& path) {
  if (root == "/") return Join(mount, path);
  if (path == root) return mount;
  if (absl::StartsWith(path, root + "/")) {
    return Join(mount, path.substr(root.size()));
  }
  return "";
}

std::string ParentOf(const std::string& path) {
  return path.substr(0, path.rfind('/'));
}

// Removes what killed runs left below `directory`.
void Sweep(const std::string& directory) {
  DIR* dir = opendir(directory.c_str());
  if (dir == nullptr) return;
  while (const dirent* entry = readdir(dir)) {
    if (!absl::StartsWith(entry->d_name, kPrefix)) continue;
    const std::string path = absl::StrCat(directory, "/", entry->d_name);
    const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) continue;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) rmdir(path.c_str());
    close(fd);
  }
  closedir(dir);
}

void SweepOnce(const CgroupPlace& place) {
  static std::atomic<bool> swept{false};
  if (swept.exchange(true)) return;
  for (const std::string* directory :
       {&place.memory, &place.pids, &place.cpu, &place.cpuacct}) {
    if (!directory->empty()) Sweep(*directory);
  }
}

// In v2, the nearest directory from `place.memory` upwards whose children get
// the controllers, switching them on where that is allowed.
absl::StatusOr<std::string> ParentWithControllers(const CgroupPlace& place,
                                                  bool cores) {
  std::string why;
  for (std::string at = place.memory; absl::StartsWith(at, place.mount);
       at = ParentOf(at)) {
    const std::string control = at + "/cgroup.subtree_control";
    const auto enabled = [&] {
      const std::string on = ReadSmallFile(control).value_or("");
      return HasWord(absl::StripSuffix(on, "\n"), "memory", ' ') &&
             HasWord(absl::StripSuffix(on, "\n"), "pids", ' ');
    };
    if (access(at.c_str(), W_OK) != 0) {
      why = absl::StrCat(at, " is not writable");
    } else if (enabled() ||
               (WriteSmallFile(control, "+memory +pids") && enabled())) {
      // Counting CPU time needs no controller.
      if (cores) WriteSmallFile(control, "+cpu");
      return at;
    } else {
      why = absl::StrCat("the controllers memory and pids are not given to ",
                         "the children of ", at);
    }
    if (at == place.mount) break;
  }
  return Missing(why);
}

std::optional<int64_t> NumberIn(const std::string& path) {
  const std::optional<std::string> text = ReadSmallFile(path);
  int64_t number;
  if (!text.has_value() || !absl::SimpleAtoi(*text, &number)) {
    return std::nullopt;
  }
  return number;
}

// The number after `key` in lines of "key number".
std::optional<int64_t> FieldIn(const std::string& path, absl::string_view key) {
  const std::string text = ReadSmallFile(path).value_or("");
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    int64_t number;
    if (absl::ConsumePrefix(&line, key) && absl::ConsumePrefix(&line, " ") &&
        absl::SimpleAtoi(line, &number)) {
      return number;
    }
  }
  return std::nullopt;
}

}  // namespace

absl::StatusOr<CgroupPlace> FindCgroupPlace(const std::string& cgroup,
                                            const std::string& mountinfo) {
  // Lines of "number:controllers:path"; v2's has no controllers.
  std::vector<std::pair<std::string, std::string>> ours;
  std::string unified;
  for (absl::string_view line : absl::StrSplit(cgroup, '\n')) {
    const std::vector<std::string> parts =
        absl::StrSplit(line, absl::MaxSplits(':', 2));
    if (parts.size() != 3) continue;
    if (parts[1].empty()) {
      unified = parts[2];
    } else {
      ours.emplace_back(parts[1], parts[2]);
    }
  }
  CgroupPlace one, two;
  // "id parent major:minor root mountpoint options ... - type source super".
  for (absl::string_view line : absl::StrSplit(mountinfo, '\n')) {
    const std::vector<absl::string_view> halves =
        absl::StrSplit(line, absl::MaxSplits(" - ", 1));
    if (halves.size() != 2) continue;
    const std::vector<std::string> left = absl::StrSplit(halves[0], ' ');
    const std::vector<std::string> right = absl::StrSplit(halves[1], ' ');
    if (left.size() < 5 || right.size() < 3) continue;
    const std::string &root = left[3], &mount = left[4];
    if (right[0] == "cgroup2" && !unified.empty() && two.memory.empty()) {
      const std::string at = DirectoryOf(mount, root, unified);
      two = {true, at, at, at, at, mount};
    } else if (right[0] == "cgroup") {
      for (const auto& one_tree : ours) {
        const std::string& controllers = one_tree.first;
        const std::string at = DirectoryOf(mount, root, one_tree.second);
        const auto take = [&](const char* name, std::string& to) {
          if (to.empty() && HasWord(controllers, name, ',') &&
              HasWord(right[2], name, ',')) {
            to = at;
          }
        };
        take("memory", one.memory);
        take("pids", one.pids);
        take("cpu", one.cpu);
        take("cpuacct", one.cpuacct);
      }
    }
  }
  if (!one.memory.empty() && !one.pids.empty()) return one;
  if (!two.memory.empty()) return two;
  return Missing("no cgroup tree with memory and pids is mounted");
}

absl::StatusOr<std::unique_ptr<Cgroup>> Cgroup::Create(
    const CgroupLimits& limits) {
  const std::optional<std::string> cgroup = ReadSmallFile("/proc/self/cgroup");
  const absl::StatusOr<std::string> mounts =
      base::ReadFile("/proc/self/mountinfo");
  if (!cgroup.has_value() || !mounts.ok()) {
    return Missing("/proc/self/cgroup cannot be read");
  }
  absl::StatusOr<CgroupPlace> place = FindCgroupPlace(*cgroup, *mounts);
  if (!place.ok()) return place.status();
  if (place->v2) {
    absl::StatusOr<std::string> parent =
        ParentWithControllers(*place, limits.cores > 0);
    if (!parent.ok()) return parent.status();
    place->memory = place->pids = place->cpu = place->cpuacct = *parent;
  }
  SweepOnce(*place);
  absl::Status status;
  // Another process may sweep a directory away before it is locked.
  for (int i = 0; i < 3; ++i) {
    std::unique_ptr<Cgroup> made(new Cgroup());
    made->v2_ = place->v2;
    status = made->Make(*place, limits);
    if (status.ok()) return made;
  }
  return status;
}

absl::Status Cgroup::Make(const CgroupPlace& place,
                          const CgroupLimits& limits) {
  static std::atomic<int> count{0};
  const std::string name = absl::StrCat("/", kPrefix, getpid(), "-", count++);
  // v1 may have several controllers in one tree.
  std::vector<std::string> parents;
  for (const std::string& parent :
       {place.memory, place.pids, limits.cores > 0 ? place.cpu : "",
        place.cpuacct}) {
    if (!parent.empty() &&
        std::find(parents.begin(), parents.end(), parent) == parents.end()) {
      parents.push_back(parent);
    }
  }
  for (size_t i = 0; i < parents.size(); ++i) {
    const std::string at = parents[i] + name;
    // A leftover of an earlier process with this number.
    if (mkdir(at.c_str(), 0755) != 0 &&
        (errno != EEXIST || rmdir(at.c_str()) != 0 ||
         mkdir(at.c_str(), 0755) != 0)) {
      return Failed("make", at);
    }
    directories_.push_back(at);
    const int lock = open(at.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0) return Failed("lock", at);
    locks_.push_back(lock);
    if (flock(lock, LOCK_EX | LOCK_NB) != 0) return Failed("lock", at);
    entries_[i] = open((at + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC);
    if (entries_[i] < 0) return Failed("open the processes of", at);
  }
  memory_ = place.memory + name;
  cpuacct_ = place.cpuacct.empty() ? "" : place.cpuacct + name;
  const auto set = [](const std::string& file, const std::string& value) {
    return WriteSmallFile(file, value) ? absl::OkStatus() : Failed("set", file);
  };
  const std::string bytes = absl::StrCat(limits.memory_bytes);
  absl::Status status =
      set(memory_ + (v2_ ? "/memory.max" : "/memory.limit_in_bytes"), bytes);
  // Only where memory can be swapped out.
  const std::string swap =
      memory_ + (v2_ ? "/memory.swap.max" : "/memory.memsw.limit_in_bytes");
  if (status.ok() && access(swap.c_str(), F_OK) == 0) {
    status = set(swap, v2_ ? "0" : bytes);
  }
  if (status.ok() && v2_) status = set(memory_ + "/memory.oom.group", "1");
  if (status.ok()) {
    status = set(place.pids + name + "/pids.max", absl::StrCat(limits.threads));
  }
  if (status.ok() && limits.cores > 0) {
    if (place.cpu.empty()) return Missing("there is no cpu controller");
    const auto quota = static_cast<int64_t>(limits.cores * kPeriodMicroseconds);
    const std::string at = place.cpu + name;
    status = v2_ ? set(at + "/cpu.max",
                       absl::StrCat(quota, " ", kPeriodMicroseconds))
                 : set(at + "/cpu.cfs_quota_us", absl::StrCat(quota));
  }
  return status;
}

Cgroup::~Cgroup() {
  for (const int fd : entries_) {
    if (fd >= 0) close(fd);
  }
  for (const std::string& at : directories_) {
    // A process that has ended leaves a moment later.
    for (int i = 0; i < 200 && rmdir(at.c_str()) != 0 && errno == EBUSY; ++i) {
      usleep(500);
    }
  }
  for (const int fd : locks_) close(fd);
  if (reset_peak_ >= 0) close(reset_peak_);
}

std::optional<int64_t> Cgroup::PeakMemoryBytes() const {
  // v2 has memory.peak from Linux 5.19 on.
  const std::optional<int64_t> peak =
      NumberIn(memory_ + (v2_ ? "/memory.peak" : "/memory.max_usage_in_bytes"));
  if (!peak.has_value()) return std::nullopt;
  return std::max(*peak, earlier_peak_);
}

bool Cgroup::ResetPeak() {
  const std::string path =
      memory_ + (v2_ ? "/memory.peak" : "/memory.max_usage_in_bytes");
  const std::optional<int64_t> before = PeakMemoryBytes();
  const int fd = open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (fd < 0) return false;
  const bool done = write(fd, "0", 1) == 1;
  if (!done || !v2_) {
    close(fd);
  } else {
    if (reset_peak_ >= 0) close(reset_peak_);
    reset_peak_ = fd;
  }
  if (done && !v2_) earlier_peak_ = before.value_or(-1);
  return done;
}

std::optional<int64_t> Cgroup::PeakSinceReset() const {
  if (!v2_) return NumberIn(memory_ + "/memory.max_usage_in_bytes");
  if (reset_peak_ < 0) return std::nullopt;
  const std::optional<std::string> text = ReadSmallFile(reset_peak_);
  int64_t peak = 0;
  if (!text.has_value() || !absl::SimpleAtoi(*text, &peak)) return std::nullopt;
  return peak;
}

std::optional<double> Cgroup::CpuSeconds() const {
  if (cpuacct_.empty()) return std::nullopt;
  const std::optional<int64_t> number =
      v2_ ? FieldIn(cpuacct_ + "/cpu.stat", "usage_usec")
          : NumberIn(cpuacct_ + "/cpuacct.usage");
  if (!number.has_value()) return std::nullopt;
  return static_cast<double>(*number) * (v2_ ? 1e-6 : 1e-9);
}

bool Cgroup::OutOfMemory() const {
  return FieldIn(memory_ + (v2_ ? "/memory.events" : "/memory.oom_control"),
                 "oom_kill")
             .value_or(0) > 0;
}

}  // namespace sandbox
