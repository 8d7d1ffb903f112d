#include "sandbox/executable.h"

#include <elf.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace sandbox {
namespace {

// Linkers make about ten.
constexpr int kMostSegments = 128;

absl::Status Refused(const std::string& name, const char* why) {
  return absl::InvalidArgumentError(
      absl::StrCat("sandbox: ", name, " is not run: ", why));
}

}  // namespace

absl::StatusOr<Executable> CheckExecutable(int fd, const std::string& name) {
  Elf64_Ehdr header;
  if (pread(fd, &header, sizeof(header), 0) != sizeof(header) ||
      std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
      header.e_ident[EI_CLASS] != ELFCLASS64 ||
      (header.e_type != ET_EXEC && header.e_type != ET_DYN)) {
    return Refused(name,
                   "it is no 64-bit ELF program; of a script, its interpreter "
                   "is the program");
  }
  const int count = header.e_phnum;
  if (header.e_phentsize != sizeof(Elf64_Phdr) || count == 0 ||
      count > kMostSegments) {
    return Refused(name, "its ELF headers make no sense");
  }
  std::vector<Elf64_Phdr> segments(count);
  const auto bytes = static_cast<ssize_t>(count * sizeof(Elf64_Phdr));
  if (pread(fd, segments.data(), bytes, static_cast<off_t>(header.e_phoff)) !=
      bytes) {
    return Refused(name, "its ELF headers make no sense");
  }
  bool stack = false;
  Executable program;
  for (const Elf64_Phdr& s : segments) {
    const bool executable = (s.p_flags & PF_X) != 0;
    if (s.p_type == PT_GNU_STACK) {
      stack = true;
      if (executable) {
        return Refused(name,
                       "its stack would be executable; link it with "
                       "-z noexecstack");
      }
    }
    if (s.p_type == PT_INTERP) {
      std::string path(std::min<uint64_t>(s.p_filesz, PATH_MAX), '\0');
      if (pread(fd, path.data(), path.size(), static_cast<off_t>(s.p_offset)) !=
          static_cast<ssize_t>(path.size())) {
        return Refused(name, "its ELF headers make no sense");
      }
      program.interpreter = path.c_str();  // to its end of string
      if (program.interpreter.empty() || program.interpreter[0] != '/') {
        return Refused(name, "its ELF headers name no loader");
      }
    }
    // What of a segment is in memory alone the kernel makes writable, and
    // executable where the segment is.
    if (s.p_type == PT_LOAD && executable &&
        ((s.p_flags & PF_W) != 0 || s.p_memsz > s.p_filesz)) {
      return Refused(name,
                     "it has a segment that is both writable and executable");
    }
  }
  if (!stack) {
    return Refused(name,
                   "it does not say whether its stack is executable "
                   "(PT_GNU_STACK); link it with -z noexecstack");
  }
  return program;
}

}  // namespace sandbox
