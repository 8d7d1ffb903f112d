// What an object file brings with it: not how large it is, but how much could
// be read out of it. Constants, code and the numbers within code are compressed
// each, so that what is long and says little counts little, and weights, which
// do not compress, count in full.
//
// All that can reach the program's memory is counted: every section that is
// loaded (read-only data, data, thread-local data, strings, type names, notes,
// tables of pointers), what the linker is to write into it, and how sections
// and symbols lie. What the linker drops later is counted as well; it can only
// be less. Of TinyTorch nothing is, but for what its headers make the compiler
// write into the object.
#ifndef GRADER_COMPILE_CARRIED_H_
#define GRADER_COMPILE_CARRIED_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// Bytes that zlib's strongest setting makes of it; 0 for nothing.
int64_t CompressedBytes(absl::string_view bytes);

// Of one object. Of its immediates only addresses within data are counted; the
// rest are ImmediatesOf its disassembly. With `assembly`, what it calls code
// counts among the constants, as inline assembly can put any bytes there.
// InvalidArgument where it is no object file.
//
//   MeasureObject(*ReadFile("model.o"), false)->constants()
//
// is some 400 for a plain model, and 12,000 for one with 3,000 floats.
absl::StatusOr<CarriedPart> MeasureObject(absl::string_view object,
                                          bool assembly);

// Bytes of code up to which an object is worth disassembling. One with more is
// taken to be immediates throughout.
inline constexpr int64_t kMaxDisassembledBytes = 2 << 20;

// The numbers in the operands of `objdump -d --no-show-raw-insn`'s lines, of
// x86-64 in AT&T's syntax or of AArch64, as they are counted: immediates, and
// displacements but for those from the stack's or the instruction's place,
// without leading zeros, in little-endian bytes one after the other.
//
//   ImmediatesOf("  0:\tmovl   $0x1234,0x8(%rdi)\n") is "\x34\x12\x08"
//   ImmediatesOf("  0:\tmov    -0x8(%rbp),%rax\n") is ""
std::string ImmediatesOf(const std::string& disassembly);

// Whether text that a compiler's output holds was written by hand: by GCC's
// mark around inline assembly, by directives that GCC writes nowhere, and by
// data among instructions, as names given to symbols can smuggle in.
//
//   HoldsAssembly("\t.text\nf:\n\tret\n")  // false
//   HoldsAssembly("\t.text\nf:\n\t.byte 7\n")  // true
bool HoldsAssembly(absl::string_view compiled);

}  // namespace olympics

#endif  // GRADER_COMPILE_CARRIED_H_
