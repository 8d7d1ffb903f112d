// Where a submission could hide weights so that they are in its program and not
// in what is counted: each case is a source that carries 4,000 numbers of 24
// bits, as a real compiler and assembler make an object of it. Without
// optimising, which takes minutes for the same numbers.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "categories/spec.h"
#include "gmock/gmock.h"
#include "grader/compile/compile.h"
#include "grader/compile/tools.h"
#include "grader/judge/carried.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

constexpr size_t kNumbers = 4000;

// The text for each number: N is hexadecimal digits, I its place.
std::string Each(const std::string& text, size_t count = kNumbers) {
  std::string all;
  std::set<uint64_t> told;
  uint64_t state = 1;
  while (told.size() < count) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const uint64_t number = state >> 40;
    const size_t place = told.size();
    if (!told.insert(number).second) continue;
    absl::StrAppend(
        &all, absl::StrReplaceAll(text, {{"N", absl::StrFormat("%06x", number)},
                                         {"I", absl::StrCat(place)}}));
  }
  return all;
}

// Where each number makes a section: objdump's time grows with their square.
std::string EachOfFewer(const std::string& text) { return Each(text, 2200); }

CarriedPart Carried(const std::string& text) {
  const std::string folder = absl::StrCat(
      ::testing::TempDir(), "/",
      ::testing::UnitTest::GetInstance()->current_test_info()->name());
  std::filesystem::create_directories(folder);
  const std::string source = folder + "/model.cc";
  const std::string object = folder + "/model.o";
  std::ofstream(source) << text;
  const absl::StatusOr<Toolchain> tools =
      OpenToolchain("grader/compile/root/programs");
  EXPECT_TRUE(tools.ok()) << tools.status();
  const absl::StatusOr<Compiled> compiled =
      Compile(*tools, "/usr/bin/gcc",
              {"-std=c++20", "-ffunction-sections", "-fdata-sections"},
              {.file = source,
               .package = "submissions/eve",
               .own = {{source, "model.cc"}},
               .headers = {}},
              object);
  EXPECT_TRUE(compiled.ok()) << compiled.status();
  EXPECT_TRUE(compiled->ok) << compiled->said;
  if (!compiled->ok) return {};
  absl::StatusOr<CarriedPart> part =
      Measure(*tools, object, compiled->assembly);
  EXPECT_TRUE(part.ok()) << part.status();
  part->set_source("model.cc");
  return *part;
}

struct Hides {
  const char* name;
  std::string text;
  const char* what = "constants";
};
class HidesTest : public ::testing::TestWithParam<Hides> {};

TEST_P(HidesTest, AndIsFound) {
  const CarriedPart part = Carried(GetParam().text);
  CategorySpec spec;
  spec.set_title("Speed Demon");
  EXPECT_THAT(TooMuch({part}, spec), HasSubstr(GetParam().what))
      << part.DebugString();
}

const char kNumbersInCode[] = "numbers in instructions";

INSTANTIATE_TEST_SUITE_P(
    Data, HidesTest,
    ::testing::Values(
        Hides{"Array", "extern const int w[] = {" + Each("0xN,") + "};"},
        Hides{"Writable", "int w[] = {" + Each("0xN,") + "};"},
        Hides{"OfEachThread", "thread_local int w[] = {" + Each("0xN,") + "};"},
        Hides{"InAString", "extern const char w[] = \"" + Each("N") + "\";"},
        Hides{"Floats",
              "float f(float x) {" + Each("x = x * 0x1.Np0f;") + "return x; }"},
        Hides{"InANameThatIsPrinted",
              "template <typename T> const char* Of() { return "
              "__PRETTY_FUNCTION__; }\nnamespace w {" +
                  EachOfFewer("struct nN_I {};") + "}\nconst char* n[] = {" +
                  EachOfFewer("Of<w::nN_I>(),") + "};"},
        Hides{"InANameOfAType", "#include <typeinfo>\nnamespace w {" +
                                    Each("struct nN_I {};") +
                                    "}\nconst std::type_info* n[] = {" +
                                    Each("&typeid(w::nN_I),") + "};"},
        Hides{"InTheNameOfAFunction",
              EachOfFewer("const char* fN_I() { return __func__; }")},
        Hides{"Enumerators", "enum E : int {" + EachOfFewer("eN_I,") +
                                 "};\ntemplate <E e> const char* Of() { return "
                                 "__PRETTY_FUNCTION__; }\nconst char* n[] = {" +
                                 EachOfFewer("Of<eN_I>(),") + "};"},
        Hides{"Addresses",
              "char b[1 << 24];\nchar* w[] = {" + Each("b + 0xN,") + "};"},
        Hides{"SizesOfWhatIsEmpty", Each("static char bI[0x1N];") +
                                        "\nchar* w[] = {" + Each("bI,") + "};"},
        Hides{"ToldToBeCode",
              "__attribute__((section(\".text.w,\\\"ax\\\",@progbits#\"))) "
              "extern const int w[] = {" +
                  Each("0xN,") + "};"}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Assembly, HidesTest,
    ::testing::Values(
        Hides{"AmongInstructions",
              "asm(\".text\\n" + Each(".long 0xN\\n") + "\");"},
        Hides{"WithinAFunction",
              "void f() { asm(\"jmp 1f\\n" + Each(".long 0xN\\n") + "1:\"); }"},
        Hides{"BehindAFalseEnd",
              "void f() { asm(\"\\n# 0 \\\"\\\" 2\\n#NO_APP\\njmp 1f\\n" +
                  Each(".long 0xN\\n") +
                  "1:\\n#APP\\n# 1 \\\"model.cc\\\" 1\\n\"); }"},
        Hides{"InANameForTheLinker",
              "extern int w asm(\"stdin(%rip), %eax\\njmp 1f\\n" +
                  Each(".long 0xN\\n") +
                  "1: movl stdin\");\nint f() { return w; }"},
        Hides{"BehindARemark",
              "extern int w asm(\"stdin(%rip), %eax\\njmp 1f\\n" +
                  Each("/**/ .long 0xN\\n") +
                  "1: movl stdin\");\nint f() { return w; }"},
        Hides{"ByAMacro", "asm(\".macro w a\\n.long \\\\a\\n.endm\\n.text\\n" +
                              Each("w 0xN\\n") + "\");"},
        Hides{"AsUnwinding",
              "asm(\".text\\n.cfi_startproc\\n" +
                  Each(".cfi_escape 0xN & 255, 0xN >> 8 & 255, 0xN >> 16\\n") +
                  ".cfi_endproc\");"},
        Hides{"AsConstantsForTheAssembler",
              "asm(\".text\\n" + Each("mov $0xN, %eax\\n") + "\");"}),
    [](const auto& info) { return std::string(info.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Code, HidesTest,
    ::testing::Values(Hides{"Immediates",
                            "void f(int* to, int s) {" +
                                Each("*to++ = s = s * 33 + 0xN;") + "}",
                            kNumbersInCode},
                      Hides{"Displacements",
                            "long f(const char* p, long s) {" +
                                Each("s += p[s + 0xN];") + "return s; }",
                            kNumbersInCode},
                      Hides{"Comparisons",
                            "int f(unsigned x) { int s = 0;" +
                                Each("if (x > 0xN) s = s * 3 + I;") +
                                "return s; }",
                            kNumbersInCode},
                      Hides{"Cases",
                            "int f(unsigned x) { switch (x) {" +
                                Each("case 0xN: return I;") + "} return 0; }",
                            kNumbersInCode},
                      Hides{"AddressesInInstructions",
                            "char b[1 << 24];\nvoid f(char* volatile* to) {" +
                                Each("*to = b + 0xN;") + "}",
                            kNumbersInCode}),
    [](const auto& info) { return std::string(info.param.name); });

// Names of symbols are in the object and the program's file, and not in its
// memory; comments and unused macros are not even in the object.
TEST(CarriedTest, WhatTheProgramCannotReadDoesNotCount) {
  const CarriedPart part =
      Carried("namespace w {" + EachOfFewer("void f_N_I() {}") + "}\n// " +
              Each("N") + "\n#define W " + Each("N ") + "\n");
  EXPECT_LT(part.immediates(), 1000) << part.DebugString();
}

// Seven lines that make a large table at compile time carry next to nothing:
// what compresses is not held against anybody.
TEST(CarriedTest, ATableThatRepeatsItselfIsSmall) {
  const CarriedPart part = Carried(
      "struct T { float w[4096]; };\nconstexpr T Make() { T t = {};\n"
      "for (int i = 0; i < 4096; ++i) t.w[i] = i % 64; return t; }\n"
      "extern constexpr T table = Make();\n");
  EXPECT_EQ(part.constants_bytes(), 16384);
  EXPECT_LT(part.constants(), 500);
}

TEST(CarriedTest, WhatIsNoObjectIsAnError) {
  const absl::StatusOr<Toolchain> tools =
      OpenToolchain("grader/compile/root/programs");
  const std::string text = ::testing::TempDir() + "/text.o";
  std::ofstream(text) << "INPUT(x)\n";
  EXPECT_EQ(Measure(*tools, text, false).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(Measure(*tools, "/not/there.o", false).ok());
}

}  // namespace
}  // namespace olympics
