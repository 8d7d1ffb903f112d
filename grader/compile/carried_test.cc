#include "grader/compile/carried.h"

#include <elf.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "grader/compile/elf.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

// Bytes that do not compress.
std::string Noise(size_t size) {
  std::string noise;
  uint64_t state = 1;
  while (noise.size() < size) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    noise.push_back(static_cast<char>(state >> 56));
  }
  return noise;
}

struct Given {
  std::string name;
  uint32_t type = SHT_PROGBITS;
  uint64_t flags = 0;
  std::string data = {};
  uint64_t size = 0;  // of what takes no room in the file
  uint32_t link = 0, info = 0;
};

template <typename T>
void Put(std::string& out, const T& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

// An object with these sections, from number 1, and a table of their names.
std::string Object(std::vector<Given> sections) {
  sections.push_back({.name = ".shstrtab", .type = SHT_STRTAB, .data = ""});
  std::string names(1, '\0'), bytes(sizeof(Elf64_Ehdr), '\0');
  std::vector<Elf64_Shdr> headers(1);
  std::memset(headers.data(), 0, sizeof(Elf64_Shdr));
  for (Given& s : sections) {
    Elf64_Shdr h = {};
    h.sh_name = static_cast<uint32_t>(names.size());
    names += s.name + '\0';
    if (s.name == ".shstrtab") s.data = names;
    h.sh_type = s.type;
    h.sh_flags = s.flags;
    h.sh_offset = bytes.size();
    h.sh_size = s.type == SHT_NOBITS ? s.size : s.data.size();
    h.sh_link = s.link;
    h.sh_info = s.info;
    bytes += s.data;
    headers.push_back(h);
  }
  Elf64_Ehdr e = {};
  std::memcpy(e.e_ident, ELFMAG, SELFMAG);
  e.e_ident[EI_CLASS] = ELFCLASS64;
  e.e_ident[EI_DATA] = ELFDATA2LSB;
  e.e_type = ET_REL;
  e.e_shentsize = sizeof(Elf64_Shdr);
  e.e_shoff = bytes.size();
  e.e_shnum = static_cast<uint16_t>(headers.size());
  e.e_shstrndx = static_cast<uint16_t>(headers.size() - 1);
  for (const Elf64_Shdr& h : headers) Put(bytes, h);
  std::memcpy(bytes.data(), &e, sizeof(e));
  return bytes;
}

CarriedPart Measured(const std::vector<Given>& sections,
                     bool assembly = false) {
  const auto part = MeasureObject(Object(sections), assembly);
  EXPECT_TRUE(part.ok()) << part.status();
  return part.ok() ? *part : CarriedPart();
}

constexpr uint64_t kRead = SHF_ALLOC, kRun = SHF_ALLOC | SHF_EXECINSTR;

TEST(CompressedBytesTest, WhatSaysLittleIsSmallAndNoiseIsNot) {
  EXPECT_EQ(CompressedBytes(""), 0);
  EXPECT_LT(CompressedBytes(std::string(100000, 'a')), 200);
  EXPECT_GE(CompressedBytes(Noise(10000)), 10000);
}

TEST(MeasureObjectTest, EverySectionThatIsLoadedCounts) {
  for (const char* name :
       {".rodata", ".data", ".tdata", ".init_array", ".note.mine", "weights",
        ".rodata._ZTS5names", ".debug_info"}) {
    const CarriedPart part =
        Measured({{.name = name, .flags = kRead, .data = Noise(5000)}});
    EXPECT_GE(part.constants(), 5000) << name;
    EXPECT_EQ(part.constants_bytes(), 5000) << name;
    EXPECT_EQ(part.code(), 0) << name;
  }
  for (const char* name : {".text", ".text.f", "mine"}) {
    const CarriedPart part =
        Measured({{.name = name, .flags = kRun, .data = Noise(5000)}});
    EXPECT_GE(part.code(), 5000) << name;
    EXPECT_LT(part.constants(), 100) << name;
  }
  // Not in the program's memory.
  EXPECT_EQ(
      Measured({{.name = ".debug_info", .data = Noise(5000)}}).constants(), 0);
}

TEST(MeasureObjectTest, ZerosWeighNothingAndTheirSizesALittle) {
  const CarriedPart one = Measured({{.name = ".bss",
                                     .type = SHT_NOBITS,
                                     .flags = kRead | SHF_WRITE,
                                     .size = 1 << 30}});
  EXPECT_LT(one.constants(), 30);
  EXPECT_EQ(one.constants_bytes(), 0);
  // A thousand sizes are a thousand numbers.
  std::vector<Given> many;
  const std::string noise = Noise(3000);
  for (int i = 0; i < 1000; ++i) {
    many.push_back({.name = ".bss.a",
                    .type = SHT_NOBITS,
                    .flags = kRead | SHF_WRITE,
                    .size = static_cast<uint8_t>(noise[3 * i]) * 256u +
                            static_cast<uint8_t>(noise[3 * i + 1])});
  }
  EXPECT_GT(Measured(many).constants(), 2000);
}

TEST(MeasureObjectTest, WhatTheLinkerWritesCounts) {
  const std::string noise = Noise(4 * 1000);
  std::string relocations;
  for (size_t i = 0; i < 1000; ++i) {
    Elf64_Rela r = {};
    r.r_offset = uint64_t{8} * i;
    std::memcpy(&r.r_addend, noise.data() + 4 * i, 3);
    Put(relocations, r);
  }
  const Given table = {.name = ".data.rel.ro",
                       .flags = kRead | SHF_WRITE,
                       .data = std::string(8000, '\0')};
  EXPECT_LT(Measured({table}).constants(), 100);
  const Given written = {.name = ".rela.data.rel.ro",
                         .type = SHT_RELA,
                         .data = relocations,
                         .info = 1};
  EXPECT_GT(Measured({table, written}).constants(), 3000);
  // In instructions they stand for numbers.
  Given code = table;
  code.flags = kRun;
  EXPECT_GT(Measured({code, written}).immediates(), 3000);
}

TEST(MeasureObjectTest, DataThatIsSaidToBeCodeIsData) {
  Elf64_Sym symbols[2] = {};
  symbols[1].st_info = ELF64_ST_INFO(STB_LOCAL, STT_OBJECT);
  symbols[1].st_shndx = 1;
  symbols[1].st_name = 1;
  symbols[1].st_size = 5000;
  std::string table;
  for (const Elf64_Sym& s : symbols) Put(table, s);
  const CarriedPart part = Measured(
      {{.name = ".text.w", .flags = kRun, .data = Noise(5000)},
       {.name = ".symtab", .type = SHT_SYMTAB, .data = table, .link = 3},
       {.name = ".strtab",
        .type = SHT_STRTAB,
        .data = std::string("\0_ZL8kWeights\0", 14)}});
  EXPECT_GE(part.constants(), 5000);
  EXPECT_EQ(part.code(), 0);
  EXPECT_EQ(part.largest_constant(), "kWeights");
  EXPECT_EQ(part.largest_constant_bytes(), 5000);
}

TEST(MeasureObjectTest, InlineAssemblyMakesConstantsOfCode) {
  const CarriedPart part =
      Measured({{.name = ".text", .flags = kRun, .data = Noise(5000)}}, true);
  EXPECT_GE(part.constants(), 5000);
  EXPECT_EQ(part.code(), 0);
}

TEST(MeasureObjectTest, ANameThatIsNoTextIsMadeOne) {
  const CarriedPart part =
      Measured({{.name = "\xff\xfe", .flags = kRead, .data = Noise(100)}});
  EXPECT_EQ(part.largest_constant(), "??");
}

TEST(ParseObjectTest, RefusesWhatIsNoObject) {
  for (const std::string& bytes :
       {std::string(), std::string("!<arch>\n"), std::string(64, '\0'),
        std::string("\177ELF\1\1\1"), Object({}).substr(0, 60)}) {
    const auto object = ParseObject(bytes);
    ASSERT_FALSE(object.ok());
    EXPECT_THAT(object.status().message(),
                HasSubstr("an object file cannot be read: "));
  }
}

TEST(ParseObjectTest, SectionsThatOverlapAreRefused) {
  std::string bytes = Object({{.name = ".a", .data = Noise(1000)},
                              {.name = ".b", .data = Noise(1000)}});
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof(header));
  for (int section : {1, 2}) {
    Elf64_Shdr all = {};
    all.sh_type = SHT_PROGBITS;
    all.sh_flags = kRead;
    all.sh_size = bytes.size();
    std::memcpy(&bytes[header.e_shoff + sizeof(all) * section], &all,
                sizeof(all));
  }
  EXPECT_THAT(ParseObject(bytes).status().message(),
              HasSubstr("its sections overlap"));
}

// Every byte of it changed, in three ways: read or refused, and never beyond
// its end.
TEST(ParseObjectTest, StaysWithinWhateverItIsGiven) {
  const std::string whole =
      Object({{.name = ".text", .flags = kRun, .data = Noise(20)},
              {.name = ".rela.text",
               .type = SHT_RELA,
               .data = std::string(24, '\1'),
               .info = 1},
              {.name = ".symtab",
               .type = SHT_SYMTAB,
               .data = std::string(48, '\1'),
               .link = 4}});
  for (size_t i = 0; i < whole.size(); ++i) {
    for (const char change : {'\xff', '\x80', '\0'}) {
      std::string bytes = whole;
      bytes[i] = change;
      (void)MeasureObject(std::string(bytes), false).ok();
    }
    (void)MeasureObject(whole.substr(0, i), false).ok();
  }
}

TEST(ImmediatesOfTest, ReadsBothArchitectures) {
  const struct {
    const char* line;
    std::string bytes;
  } kCases[] = {
      {"   0:\tmovl   $0x1234,0x8(%rdi)", std::string("\x34\x12\x08")},
      {"   0:\tmovabs $0x1122334455667788,%rax",
       "\x88\x77\x66\x55\x44\x33\x22\x11"},
      {"  1f:\tadd    $0xffffffffffffff80,%rsp", "\x80"},
      {"  1f:\tlea    0x12345(%rdi,%rax,4),%rax", "\x45\x23\x01"},
      {"  1f:\tlea    0x12345(,%rax,4),%rax", "\x45\x23\x01"},
      {"  1f:\tmov    -0x8(%rbp),%rax", ""},
      {"  1f:\tmov    0x8(%rsp),%rax", ""},
      {"  1f:\tlea    0x0(%rip),%rdi        # 26 <f+0x26>", ""},
      {"  1f:\tjne    60 <_Z1h+0x30>", ""},
      {"  1f:\tcall   24 <f+0x24>", ""},
      {"  1f:\tnopw   0x1234(%rax,%rax,1)", ""},
      {"  6c:\tmov\tw1, #0x1234                \t// #4660", "\x34\x12"},
      {"  70:\tmovk\tw1, #0x55aa, lsl #16", "\xaa\x55\x10"},
      {"  74:\tstr\tw1, [x0, #12]", "\x0c"},
      {"  74:\tstp\tx29, x30, [sp, #-32]!", ""},
      {"  74:\tldr\tx0, [x29, #24]", ""},
      {"0000000000000020 <_Z1gd>:", ""},
      {"", ""},
  };
  for (const auto& c : kCases)
    EXPECT_EQ(ImmediatesOf(c.line), c.bytes) << c.line;
}

TEST(HoldsAssemblyTest, KnowsWhatGccWrites) {
  for (const char* text :
       {"", "\t.file\t\"a.cc\"\n\t.text\nf:\n\t.cfi_startproc\n\tret\n",
        "\t.section\t.rodata.f,\"a\"\n.L2:\n\t.long\t7\n\t.text\n\tret\n",
        "\t.section\t.rodata\n\t.string \"\\\"; .byte 1\"\n",
        "\t.section\t.rodata\n\t.string \"/* it's\"\n",
        "\t.section\t.text.f,\"axG\",@progbits,f,comdat\nf:\n\tret\n"
        "\t.section\t.gcc_except_table.f,\"aG\",@progbits,f,comdat\n"
        "\t.uleb128 0x1\n"
        "\t.section\t.text.f\n\tret\n"
        "\t.section\t.gcc_except_table.f\n\t.byte\t0x1\n"}) {
    EXPECT_FALSE(HoldsAssembly(text)) << text;
  }
}

TEST(HoldsAssemblyTest, FindsWhatSomebodyWrote) {
  for (const char* text :
       {"f:\n#APP\n# 1 \"a.cc\" 1\n\tnop\n#NO_APP\n\tret\n",
        "\t.text\nf:\n\t.byte 7\n", "\t.text\nf: .L3:.quad 7\n",
        "\t.text\n\tret; .ascii \"a\"\n", "\t.macro w\n\t.endm\n",
        "\t.section\t.text.f,\"axG\",@progbits\n\t.long 1\n",
        "\t.section\t.text.f,\"ax\"\n\t.data\n\t.section .text.f\n\t.long 1\n",
        "\t.data\n\t.rept 5\n", "\t.incbin \"/x\"\n",
        "\t.pushsection .rodata\n", "\t.text\n/**/.byte 7\n",
        "\t.text\n\"a b\": .byte 7\n", "\t.text\n\tnop /*\nf */ .byte 7\n",
        "\t.text\n\tmov $'\", %eax; .byte 7\n"}) {
    EXPECT_TRUE(HoldsAssembly(text)) << text;
  }
}

}  // namespace
}  // namespace olympics
