// What a student's source can make a compiler, an assembler and a linker do:
// each case is a source that tries, and what became of it. A file of this
// machine, the secret, must never be in what they say or make.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/files.h"
#include "gmock/gmock.h"
#include "grader/compile/compile.h"
#include "grader/compile/tools.h"
#include "gtest/gtest.h"
#include "sandbox/jail.h"
#include "sandbox/policy.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kRoot[] = "grader/compile/root/programs";
constexpr char kDriver[] = "/usr/bin/gcc";
// Nowhere in this file's own text.
const std::string& Marker() {
  static const auto* const marker = new std::string(
      absl::StrCat("the", "_very", "_secret", "_", 7 * 11 * 13));
  return *marker;
}

// This machine's secret, for everybody to read.
std::string Secret() {
  const std::string path = ::testing::TempDir() + "/secret.h";
  if (!std::filesystem::exists(path)) {
    std::ofstream(path) << "int " << Marker() << ";\n";
    std::filesystem::permissions(path, std::filesystem::perms(0644));
  }
  return path;
}

ToolLimits Small() {
  return {.cpu_seconds = 8,
          .memory_bytes = int64_t{512} << 20,
          .file_bytes = int64_t{16} << 20,
          .output_bytes = 64 << 10};
}

struct Built {
  Compiled compiled;
  std::string object;  // its bytes
  std::string path;
};

// Compiles it as a submission's model.cc; SECRET stands for the secret's path.
Built Build(const std::string& text) {
  const std::string folder = absl::StrCat(
      ::testing::TempDir(), "/",
      ::testing::UnitTest::GetInstance()->current_test_info()->name());
  std::filesystem::create_directories(folder);
  const std::string source = folder + "/model.cc";
  const std::string object = folder + "/model.o";
  std::ofstream(source) << absl::StrReplaceAll(text, {{"SECRET", Secret()}});
  const absl::StatusOr<Toolchain> tools = OpenToolchain(kRoot);
  EXPECT_TRUE(tools.ok()) << tools.status();
  const absl::StatusOr<Compiled> compiled =
      Compile(*tools, kDriver, {"-std=c++20", "-O2"},
              {.file = source,
               .package = "submissions/eve",
               .own = {{source, "model.cc"}},
               .headers = {}},
              object, Small());
  EXPECT_TRUE(compiled.ok()) << compiled.status();
  Built built = {*compiled, base::ReadFile(object).value_or(""), object};
  EXPECT_THAT(built.compiled.said, Not(HasSubstr(Marker())));
  EXPECT_FALSE(absl::StrContains(built.object, Marker()));
  return built;
}

TEST(BuildTest, AnHonestSourceCompiles) {
  const Built built = Build("#include <vector>\nint Size() { return 3; }\n");
  EXPECT_TRUE(built.compiled.ok) << built.compiled.said;
  EXPECT_THAT(built.compiled.symbols, HasSubstr("_Z4Sizev T"));
}

struct Attack {
  const char* name;
  std::string text;
  const char* said;  // that must be in what is said; nullptr: it compiles
};
class ReadsTest : public ::testing::TestWithParam<Attack> {};

TEST_P(ReadsTest, NoFileOfTheMachine) {
  const Built built = Build(GetParam().text);
  if (GetParam().said == nullptr) {
    EXPECT_TRUE(built.compiled.ok) << built.compiled.said;
  } else {
    EXPECT_FALSE(built.compiled.ok);
    EXPECT_THAT(built.compiled.said, HasSubstr(GetParam().said));
  }
}

constexpr char kNone[] = "No such file or directory";
constexpr char kNotFound[] = "file not found";

INSTANTIATE_TEST_SUITE_P(
    Spellings, ReadsTest,
    ::testing::Values(
        Attack{"Include", "#include \"SECRET\"\n", kNone},
        Attack{"IncludeInBrackets", "#include <SECRET>\n", kNone},
        Attack{"IncludeUpwards",
               "#include \"../../../../../../../../SECRET\"\n", kNone},
        Attack{"IncludeThroughAnAllowedFolder",
               "#include \"tinytorch/../../../../SECRET\"\n", kNone},
        Attack{"IncludeComputed", "#define X \"SECRET\"\n#include X\n", kNone},
        Attack{"IncludeNext", "#include_next \"SECRET\"\n", kNone},
        Attack{"Import", "#import \"SECRET\"\n", kNone},
        Attack{"IncludeBehindACarriageReturn",
               "// harmless\r#include \"SECRET\"\r", kNone},
        Attack{"IncludeBehindAByteOrderMark",
               "\xef\xbb\xbf#include \"SECRET\"\n", kNone},
        Attack{"IncludeWithFormFeeds", "\f#\finclude\f\"SECRET\"\n", kNone},
        Attack{"IncludeBehindARawString",
               "const char* s = R\"a( )\\\na\" /* )a\";\n#include \"SECRET\"\n"
               "// */",
               kNone},
        Attack{"HasInclude",
               "#if __has_include(\"SECRET\")\n#error it was seen\n#endif\n",
               nullptr},
        Attack{"HasIncludeOfThePasswords",
               "#if __has_include(\"/etc/passwd\")\n#error it was "
               "seen\n#endif\n",
               nullptr},
        Attack{"PragmaDependency", "#pragma GCC dependency \"SECRET\"\n",
               kNone},
        Attack{"Precompiled", "#pragma GCC pch_preprocess \"SECRET\"\n",
               "pch_preprocess"},
        Attack{"Environment", "#include \"/proc/self/environ\"\n", kNone},
        Attack{"CommandLine", "#include \"/proc/1/cmdline\"\n", kNone},
        Attack{"StandardInput", "#include \"/dev/stdin\"\n", kNone},
        Attack{"EndlessDevice", "#include \"/dev/zero\"\n", kNone},
        Attack{"OtherFramework", "#include <eigen3/Eigen/Dense>\n", kNone},
        Attack{"TestSplit",
               "asm(\".incbin \\\"/usr/share/datasets/fashion-mnist/"
               "t10k-images-idx3-ubyte.gz\\\"\");\n",
               kNotFound},
        Attack{"Incbin", "asm(\".incbin \\\"SECRET\\\"\");\n", kNotFound},
        Attack{"IncbinJoined", "asm(\".inc\" \"bin \\\"SECRET\\\"\");\n",
               kNotFound},
        Attack{"IncbinEscaped", "asm(\"\\x2eincbin \\\"SECRET\\\"\");\n",
               kNotFound},
        Attack{"IncbinInARawString", "asm(R\"(.incbin \"SECRET\")\");\n",
               kNotFound},
        Attack{"IncbinByAMacro",
               "asm(\".macro m a b\\n\\\\a\\\\b \\\"SECRET\\\"\\n.endm\\n"
               "m .inc bin\");\n",
               kNotFound},
        Attack{"AssemblerInclude", "asm(\".include \\\"SECRET\\\"\");\n",
               "can't open"},
        Attack{"AssemblerIncludeJoined",
               "asm(\".incl\" \"ude \\\"SECRET\\\"\");\n", "can't open"}),
    [](const auto& info) { return std::string(info.param.name); });

class TakesTest : public ::testing::TestWithParam<Attack> {};

// Each is over within its limits, and leaves nothing large behind.
TEST_P(TakesTest, NoMoreThanItsLimits) {
  const Built built = Build(GetParam().text);
  EXPECT_FALSE(built.compiled.ok);
  EXPECT_THAT(built.compiled.said, HasSubstr(GetParam().said));
  EXPECT_LE(built.object.size(), size_t{16} << 20);
  EXPECT_LE(built.compiled.said.size(), size_t{40} << 10);
  // Or else it would be taken for the machine's fault, and not be a grade.
  for (const char* words : {"out of memory", "internal compiler error"}) {
    EXPECT_THAT(built.compiled.said, Not(HasSubstr(words)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Bombs, TakesTest,
    ::testing::Values(
        Attack{"InitialisedArray", "char k[1l << 38] = {1};\n", "was stopped"},
        Attack{"AssemblerRepeat",
               "asm(\".rept 1000000000\\n.quad 1\\n.endr\");\n",
               "would take more than"},
        Attack{"AssemblerFill", "asm(\".fill 1000000000, 8, 1\");\n",
               "was stopped"},
        Attack{"Templates",
               "template <int A, int B> struct X { X<A - 1, B> a; X<A - 1, B + "
               "(1 << A)> b; };\n"
               "template <int B> struct X<0, B> { char c; };\nX<24, 0> x;\n",
               "was stopped"},
        Attack{"Macros",
               "#define A(x) x x x x x x x x\n#define B(x) A(A(A(x)))\n"
               "#define C(x) B(B(B(x)))\nint f() { C(C(;)) }\n",
               "would take more than"},
        Attack{"IncludesItself",
               "#include \"model.cc\"\n#include \"model.cc\"\n", "#include"},
        Attack{"Errors",
               "#define A(x) x x x x x x x x\n#define B(x) A(A(A(x)))\n"
               "void f() { B(B(undeclared;)) }\n",
               "undeclared"},
        Attack{"LongName", "int Q = z" + std::string(200000, 'B') + ";\n",
               "..."},
        Attack{"DeepNesting",
               "int x = " + std::string(300000, '(') + "1" +
                   std::string(300000, ')') + ";\n",
               "compiler"}),
    [](const auto& info) { return std::string(info.param.name); });

// Programs whose headers ask the kernel for memory that is written and run, or
// for another program to load them, are linked, and never started.
class StartsTest : public ::testing::TestWithParam<Attack> {};

TEST_P(StartsTest, NothingThatItsHeadersAskFor) {
  const Built built = Build(GetParam().text + "\nint main() { return 0; }\n");
  ASSERT_TRUE(built.compiled.ok) << built.compiled.said;
  const absl::StatusOr<Toolchain> tools = OpenToolchain(kRoot);
  const std::string program = built.path + ".program";
  const absl::StatusOr<Compiled> linked =
      Link(*tools, kDriver,
           {{.option = "", .file = built.path},
            {.option = "-Wl,-z,noexecstack", .file = ""}},
           program, "submissions/eve");
  ASSERT_TRUE(linked.ok()) << linked.status();
  if (!linked->ok) return;  // the linker would not either
  const absl::StatusOr<sandbox::Outcome> outcome = sandbox::Jail::Run(
      sandbox::PolicyBuilder::Worker().Build(), {.program = program});
  if (GetParam().said == nullptr) {
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return;
  }
  EXPECT_THAT(std::string(outcome.status().message()),
              HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    Headers, StartsTest,
    ::testing::Values(
        Attack{"Nothing", "", nullptr},
        // The linker's option is stronger.
        Attack{"ExecutableStack",
               "asm(\".section .note.GNU-stack,\\\"x\\\"\\n.text\");", nullptr},
        Attack{"WritableCode",
               "asm(\".pushsection .wx,\\\"awx\\\",@progbits\\n.quad 1\\n"
               ".popsection\");",
               "both writable and executable"},
        Attack{"Loader",
               "asm(\".pushsection .interp,\\\"a\\\",@progbits\\n"
               ".asciz \\\"/in/loader\\\"\\n.popsection\");",
               "dynamically linked"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(LinkTest, WhatIsMissingIsToldByItsName) {
  const Built built = Build("void Absent();\nint main() { Absent(); }\n");
  const absl::StatusOr<Toolchain> tools = OpenToolchain(kRoot);
  const absl::StatusOr<Compiled> linked =
      Link(*tools, kDriver, {{.option = "", .file = built.path}},
           built.path + ".program", "submissions/eve");
  ASSERT_TRUE(linked.ok()) << linked.status();
  EXPECT_FALSE(linked->ok);
  EXPECT_THAT(linked->said, HasSubstr("Absent"));
}

// What a directive or a name says is not the machine's word.
TEST(FailureTest, EveryLineOfTheAssemblersAndTheLinkersIsTheSubmissions) {
  const Built built =
      Build("asm(\".error \\\"No space left on device\\\"\");\n");
  EXPECT_FALSE(built.compiled.ok);
  EXPECT_THAT(built.compiled.said, HasSubstr("No space left"));
  for (absl::string_view line :
       absl::StrSplit(built.compiled.said, '\n', absl::SkipEmpty())) {
    EXPECT_TRUE(absl::StartsWith(line, "submissions/eve/model.cc: error: "))
        << line;
  }
  const Built object = Build(
      "asm(\".globl main\\nmain: jmp \\\"No space left on device\\\"\");\n");
  ASSERT_TRUE(object.compiled.ok) << object.compiled.said;
  const absl::StatusOr<Toolchain> tools = OpenToolchain(kRoot);
  const absl::StatusOr<Compiled> linked =
      Link(*tools, kDriver, {{.option = "", .file = object.path}},
           object.path + ".program", "submissions/eve");
  ASSERT_TRUE(linked.ok()) << linked.status();
  EXPECT_FALSE(linked->ok);
  for (absl::string_view line :
       absl::StrSplit(linked->said, '\n', absl::SkipEmpty())) {
    EXPECT_TRUE(absl::StartsWith(line, "submissions/eve: error: ")) << line;
  }
}

// An object that is none: what a linker would take for a script of its own.
TEST(LinkTest, ATextIsNoObject) {
  const std::string text = ::testing::TempDir() + "/script.o";
  std::ofstream(text) << "INPUT(" << Secret() << ")\n";
  const absl::StatusOr<Toolchain> tools = OpenToolchain(kRoot);
  const absl::StatusOr<Compiled> linked =
      Link(*tools, kDriver, {{.option = "", .file = text}}, text + ".program",
           "submissions/eve");
  ASSERT_TRUE(linked.ok()) << linked.status();
  EXPECT_FALSE(linked->ok);
  EXPECT_THAT(linked->said, Not(HasSubstr(Marker())));
}

TEST(ToolchainTest, OneThatIsNotThereIsNamed) {
  EXPECT_THAT(std::string(OpenToolchain("/not/there").status().message()),
              HasSubstr("/not/there"));
  const std::string list = ::testing::TempDir() + "/programs";
  std::ofstream(list) << "as /usr/bin/as\n";
  EXPECT_THAT(std::string(OpenToolchain(list).status().message()),
              HasSubstr("has no cc1plus"));
  std::ofstream(list) << "gibberish\n";
  EXPECT_THAT(std::string(OpenToolchain(list).status().message()),
              HasSubstr("no list of a toolchain's programs"));
}

TEST(CompileTest, APackageCannotStandInForTheToolchain) {
  const std::string source = ::testing::TempDir() + "/m.cc";
  std::ofstream(source) << "int x;\n";
  const absl::StatusOr<Toolchain> tools = OpenToolchain(kRoot);
  for (const char* package :
       {"usr/include", "lib", "include/x", "", "a/../usr"}) {
    const absl::StatusOr<Compiled> compiled =
        Compile(*tools, kDriver, {},
                {.file = source,
                 .package = package,
                 .own = {{source, "m.cc"}},
                 .headers = {}},
                source + ".o");
    EXPECT_EQ(compiled.status().code(), absl::StatusCode::kInvalidArgument)
        << package;
  }
}

TEST(DiagnosticsTest, AreShortAndOfTheStudentsOwnFiles) {
  EXPECT_EQ(Diagnostics(""), "");
  EXPECT_EQ(Diagnostics("In file included from /include/tinytorch/a.h:1:\n"),
            "In file included from tinytorch/a.h:1:\n");
  EXPECT_EQ(Diagnostics("x\x1b[31m\n"), "x?[31m\n");
  EXPECT_LE(Diagnostics(std::string(1 << 20, 'x')).size(), 410);
  std::string lines;
  for (int i = 0; i < 100000; ++i) lines += "error\n";
  EXPECT_LE(Diagnostics(lines).size(), 2000);
  EXPECT_THAT(Diagnostics(lines), ::testing::EndsWith("... and more\n"));
}

}  // namespace
}  // namespace olympics
