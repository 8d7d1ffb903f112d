#include "grader/compile/elf.h"

#include <elf.h>

#include <cstdint>
#include <cstring>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace olympics {
namespace {

absl::Status Bad(const char* what) {
  return absl::InvalidArgumentError(
      absl::StrCat("an object file cannot be read: ", what));
}

// Whether [offset, offset + size) lies within so many bytes.
bool Within(uint64_t offset, uint64_t size, uint64_t all) {
  return offset <= all && size <= all - offset;
}

// The entries of a table; none where its bytes are no whole number of them.
template <typename Entry>
bool Read(absl::string_view bytes, std::vector<Entry>& entries) {
  if (bytes.size() % sizeof(Entry) != 0) return false;
  entries.resize(bytes.size() / sizeof(Entry));
  if (!bytes.empty()) std::memcpy(entries.data(), bytes.data(), bytes.size());
  return true;
}

// A name in a table of strings; "" where it is not in it.
absl::string_view NameAt(absl::string_view strings, uint64_t at) {
  if (at >= strings.size()) return "";
  const absl::string_view rest = strings.substr(at);
  return rest.substr(0, rest.find('\0'));
}

absl::StatusOr<std::vector<Elf64_Shdr>> SectionHeaders(absl::string_view bytes,
                                                       uint64_t& names) {
  Elf64_Ehdr header;
  if (bytes.size() < sizeof(header)) return Bad("it is cut off");
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
      header.e_ident[EI_CLASS] != ELFCLASS64 ||
      header.e_ident[EI_DATA] != ELFDATA2LSB || header.e_type != ET_REL) {
    return Bad("it is no 64-bit object file");
  }
  if (header.e_shentsize != sizeof(Elf64_Shdr) ||
      !Within(header.e_shoff, sizeof(Elf64_Shdr), bytes.size())) {
    return Bad("it has no sections");
  }
  // Where there are too many for the header, the first section counts them.
  Elf64_Shdr first;
  std::memcpy(&first, bytes.data() + header.e_shoff, sizeof(first));
  const uint64_t count = header.e_shnum != 0 ? header.e_shnum : first.sh_size;
  names = header.e_shstrndx != SHN_XINDEX ? header.e_shstrndx : first.sh_link;
  if (count > bytes.size() / sizeof(Elf64_Shdr) ||
      !Within(header.e_shoff, count * sizeof(Elf64_Shdr), bytes.size())) {
    return Bad("its sections are not within it");
  }
  std::vector<Elf64_Shdr> headers;
  Read(bytes.substr(header.e_shoff, count * sizeof(Elf64_Shdr)), headers);
  return headers;
}

absl::Status AddSymbols(const ElfObject& object, const Elf64_Shdr& header,
                        absl::string_view data, absl::string_view extended,
                        std::vector<ElfSymbol>& symbols) {
  std::vector<Elf64_Sym> entries;
  std::vector<uint32_t> far;
  if (header.sh_link >= object.sections.size() || !Read(data, entries) ||
      !Read(extended, far)) {
    return Bad("its symbols are not whole");
  }
  const absl::string_view strings = object.sections[header.sh_link].data;
  for (size_t i = 0; i < entries.size(); ++i) {
    const Elf64_Sym& s = entries[i];
    uint32_t section = s.st_shndx;
    if (section == SHN_XINDEX && i < far.size()) section = far[i];
    symbols.push_back({NameAt(strings, s.st_name),
                       static_cast<uint8_t>(ELF64_ST_TYPE(s.st_info)), section,
                       s.st_value, s.st_size});
  }
  return absl::OkStatus();
}

absl::Status AddRelocations(const Elf64_Shdr& header, absl::string_view data,
                            std::vector<ElfRelocation>& relocations) {
  std::vector<Elf64_Rela> entries;
  if (!Read(data, entries)) return Bad("its relocations are not whole");
  for (const Elf64_Rela& r : entries) {
    relocations.push_back({header.sh_info, r.r_offset,
                           static_cast<uint32_t>(ELF64_R_TYPE(r.r_info)),
                           static_cast<uint32_t>(ELF64_R_SYM(r.r_info)),
                           r.r_addend});
  }
  return absl::OkStatus();
}

}  // namespace

bool ElfSection::is_loaded() const { return (flags & SHF_ALLOC) != 0; }

bool ElfSection::is_code() const {
  return is_loaded() && (flags & SHF_EXECINSTR) != 0;
}

absl::StatusOr<ElfObject> ParseObject(absl::string_view bytes) {
  uint64_t names = 0;
  const absl::StatusOr<std::vector<Elf64_Shdr>> headers =
      SectionHeaders(bytes, names);
  if (!headers.ok()) return headers.status();
  ElfObject object;
  absl::string_view extended;
  uint64_t read = 0;
  for (const Elf64_Shdr& h : *headers) {
    ElfSection& s = object.sections.emplace_back();
    s.type = h.sh_type;
    s.flags = h.sh_flags;
    s.size = h.sh_size;
    s.align = h.sh_addralign;
    if (h.sh_type == SHT_NOBITS || h.sh_type == SHT_NULL) continue;
    if (!Within(h.sh_offset, h.sh_size, bytes.size())) {
      return Bad("a section is not within it");
    }
    s.data = bytes.substr(h.sh_offset, h.sh_size);
    // A few bytes that are many sections would be read again and again.
    read += s.data.size();
    if (read > bytes.size()) return Bad("its sections overlap");
    if (h.sh_type == SHT_SYMTAB_SHNDX) extended = s.data;
  }
  if (names >= object.sections.size()) return Bad("its sections have no names");
  for (size_t i = 0; i < headers->size(); ++i) {
    const Elf64_Shdr& h = (*headers)[i];
    ElfSection& s = object.sections[i];
    s.name = NameAt(object.sections[names].data, h.sh_name);
    absl::Status status = absl::OkStatus();
    if (h.sh_type == SHT_SYMTAB) {
      status = AddSymbols(object, h, s.data, extended, object.symbols);
    } else if (h.sh_type == SHT_RELA) {
      status = AddRelocations(h, s.data, object.relocations);
    } else if (h.sh_type == SHT_REL || h.sh_type == SHT_DYNSYM) {
      // Neither assembler writes them.
      status = Bad("it has tables of another kind");
    }
    if (!status.ok()) return status;
  }
  return object;
}

}  // namespace olympics
