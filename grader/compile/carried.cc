#include "grader/compile/carried.h"

#include <cxxabi.h>
#include <elf.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "grader/compile/elf.h"
#include "grader/report/text.h"

namespace olympics {
namespace {

enum class Kind {
  kNone,  // not loaded
  kConstants,
  kCode,
};

void Append(std::string& out, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) {
    out.push_back(static_cast<char>(value >> (8 * i)));
  }
}

void AppendRelocation(std::string& out, const ElfRelocation& r) {
  Append(out, r.symbol, 3);
  Append(out, r.type, 1);
  Append(out, static_cast<uint64_t>(r.addend), 8);
}

// What is counted of one kind, each compressed by itself: content, what the
// linker writes, and the layout.
struct Counted {
  std::string content, written, layout;
  int64_t bytes = 0;
  absl::string_view largest;  // a symbol's or a section's name
  uint64_t largest_bytes = 0;

  int64_t compressed() const {
    return CompressedBytes(content) + CompressedBytes(written) +
           CompressedBytes(layout);
  }
  // Of what is as large, the later.
  void Largest(absl::string_view name, uint64_t size) {
    if (size == 0 || size < largest_bytes || name.empty()) return;
    largest = name;
    largest_bytes = size;
  }
};

// The compiler's tables for exceptions grow with the code.
bool IsOfCode(const ElfSection& s) {
  return s.is_code() || absl::StartsWith(s.name, ".eh_frame") ||
         absl::StartsWith(s.name, ".gcc_except_table");
}

std::vector<Kind> KindsOf(const ElfObject& object, bool assembly) {
  std::vector<Kind> kinds;
  for (const ElfSection& s : object.sections) {
    kinds.push_back(!s.is_loaded()             ? Kind::kNone
                    : IsOfCode(s) && !assembly ? Kind::kCode
                                               : Kind::kConstants);
  }
  // Data in a section that is said to be code.
  for (const ElfSymbol& s : object.symbols) {
    if ((s.type == STT_OBJECT || s.type == STT_TLS) &&
        s.section < kinds.size() && kinds[s.section] == Kind::kCode) {
      kinds[s.section] = Kind::kConstants;
    }
  }
  return kinds;
}

// As people write it, where it is short enough for that to be harmless.
std::string Readable(absl::string_view name) {
  constexpr size_t kMaxMangled = 256;
  // What belongs to a function lies in a section of its name.
  const size_t within = name.find("._Z");
  if (absl::StartsWith(name, ".") && within != absl::string_view::npos) {
    name = name.substr(within + 1);
    name = name.substr(0, name.find(".str"));
  }
  std::string text(name.substr(0, kMaxMangled));
  if (text.size() == kMaxMangled || !absl::StartsWith(text, "_Z")) {
    return PlainText(text);
  }
  int status = 0;
  char* const plain =
      abi::__cxa_demangle(text.c_str(), nullptr, nullptr, &status);
  if (status == 0 && plain != nullptr) text = plain;
  std::free(plain);
  return PlainText(text);
}

}  // namespace

int64_t CompressedBytes(absl::string_view bytes) {
  if (bytes.empty()) return 0;
  uLongf size = compressBound(bytes.size());
  std::string out(size, '\0');
  const int result =
      compress2(reinterpret_cast<Bytef*>(out.data()), &size,
                reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), 9);
  // Without the memory for it, in full.
  return static_cast<int64_t>(result == Z_OK ? size : bytes.size());
}

absl::StatusOr<CarriedPart> MeasureObject(absl::string_view object,
                                          bool assembly) {
  const absl::StatusOr<ElfObject> parsed = ParseObject(object);
  if (!parsed.ok()) return parsed.status();
  const std::vector<Kind> kinds = KindsOf(*parsed, assembly);
  Counted constants, code;
  const auto of = [&](uint32_t section) -> Counted* {
    // Numbers that only a symbol holds, and data that is all zeros.
    if (section == SHN_ABS || section == SHN_COMMON) return &constants;
    if (section >= kinds.size() || kinds[section] == Kind::kNone) {
      return nullptr;
    }
    return kinds[section] == Kind::kCode ? &code : &constants;
  };
  for (uint32_t i = 0; i < kinds.size(); ++i) {
    Counted* const to = of(i);
    if (to == nullptr) continue;
    const ElfSection& s = parsed->sections[i];
    to->content.append(s.data.data(), s.data.size());
    to->bytes += static_cast<int64_t>(s.data.size());
    to->Largest(s.name, s.data.size());
    if (s.size == 0) continue;
    Append(to->layout, s.size, 4);
    Append(to->layout, s.align, 4);
  }
  // Addresses of data in instructions, which can stand for numbers.
  std::string addresses;
  for (const ElfRelocation& r : parsed->relocations) {
    Counted* const to = of(r.section);
    if (to == nullptr) continue;
    AppendRelocation(to->written, r);
    if (to != &code) continue;
    const bool of_data = r.symbol < parsed->symbols.size() &&
                         of(parsed->symbols[r.symbol].section) == &constants;
    if (of_data || r.addend > 0) AppendRelocation(addresses, r);
  }
  for (const ElfSymbol& s : parsed->symbols) {
    Counted* const to = of(s.section);
    if (to == nullptr || s.type == STT_FILE) continue;
    // A section's own size says it where a symbol fills it.
    if (s.value != 0) Append(to->layout, s.value, 4);
    if (s.section >= SHN_LORESERVE) Append(to->layout, s.size, 4);
    if (s.section < kinds.size() && !parsed->sections[s.section].data.empty()) {
      to->Largest(s.name, s.size);
    }
  }
  CarriedPart part;
  part.set_constants_bytes(constants.bytes);
  part.set_constants(constants.compressed());
  part.set_largest_constant(Readable(constants.largest));
  part.set_largest_constant_bytes(
      static_cast<int64_t>(constants.largest_bytes));
  part.set_code_bytes(code.bytes);
  part.set_code(code.compressed());
  part.set_immediates_bytes(static_cast<int64_t>(addresses.size()));
  part.set_immediates(CompressedBytes(addresses));
  part.set_largest_code(Readable(code.largest));
  part.set_assembly(assembly);
  return part;
}

}  // namespace olympics
