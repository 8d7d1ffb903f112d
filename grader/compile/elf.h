// What an object file holds, as the linker sees it. The file is a student's:
// every offset and size in it is checked, and nothing of it is trusted.
#ifndef GRADER_COMPILE_ELF_H_
#define GRADER_COMPILE_ELF_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace olympics {

// Views are of the bytes that were parsed.
struct ElfSection {
  absl::string_view name;
  uint32_t type = 0;
  uint64_t flags = 0;
  absl::string_view data;  // empty where it takes no room in the file
  uint64_t size = 0;       // bytes in the program
  uint64_t align = 0;

  bool is_loaded() const;  // part of the program's memory
  bool is_code() const;    // loaded, and executable
};

struct ElfSymbol {
  absl::string_view name;
  uint8_t type = 0;      // STT_OBJECT, STT_FUNC, ...
  uint32_t section = 0;  // of the sections, or SHN_COMMON and the like
  uint64_t value = 0;
  uint64_t size = 0;
};

// What the linker is to write into a section.
struct ElfRelocation {
  uint32_t section = 0;  // into which
  uint64_t offset = 0;
  uint32_t type = 0;
  uint32_t symbol = 0;
  int64_t addend = 0;
};

struct ElfObject {
  std::vector<ElfSection> sections;
  std::vector<ElfSymbol> symbols;
  std::vector<ElfRelocation> relocations;
};

// Reads a relocatable 64-bit little-endian object, as GNU as writes it for
// x86-64 and AArch64. InvalidArgument for everything else:
//
//   ParseObject("!<arch>\n")  // "no 64-bit object file"
//
// and for tables that are not within the file.
absl::StatusOr<ElfObject> ParseObject(absl::string_view bytes);

}  // namespace olympics

#endif  // GRADER_COMPILE_ELF_H_
