#include "grader/inspect/inspect.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "grader/inspect/lexer.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> Rules(const std::string& text) {
  std::vector<std::string> rules;
  for (const Finding& f : Inspect({{"model.cc", text}, {"own.h", ""}})) {
    rules.push_back(f.rule());
  }
  return rules;
}

// What is said of a model.cc with this line, beside a net.h of its own and a
// layers.h and a big.hpp that are not handed in.
std::string Said(const std::string& line, bool with_net = true) {
  std::vector<SourceFile> files = {{"model.cc", line + "\n"}};
  if (with_net) files.push_back({"net.h", ""});
  const auto findings = Inspect(files, {"layers.h", "big.hpp"});
  return findings.empty() ? "" : findings[0].message();
}

TEST(IncludeTest, IsNamedAsItIsWrittenAndToldWhatToDo) {
  EXPECT_EQ(Said("#include \"net.h\""), "");
  EXPECT_EQ(Said("#include <net.h>"),
            "includes <net.h>: a file of this submission is included in "
            "quotes, as \"net.h\"");
  EXPECT_EQ(Said("#include \"layers.h\""),
            "includes \"layers.h\", which lies in the folder but is not in "
            "BUILD's hdrs: add \"layers.h\" to them");
  EXPECT_EQ(Said("#include \"big.hpp\"", /*with_net=*/false),
            "includes \"big.hpp\", which lies in the folder but is not in "
            "BUILD's hdrs: add hdrs = [\"big.hpp\"] there");
  EXPECT_EQ(Said("#include \"unistd.h\""),
            "includes \"unistd.h\", which is neither C++'s own, nor "
            "TinyTorch's, nor a file of this submission");
  EXPECT_EQ(Said("#include <unistd.h>"),
            "includes <unistd.h>, which is neither C++'s own, nor TinyTorch's, "
            "nor a file of this submission");
}

TEST(CopyTest, KeepsTheTextBehindItsName) {
  EXPECT_EQ(CopyOf("submissions/eve/model.cc", "int x;\n"),
            "#line 1 \"submissions/eve/model.cc\"\nint x;\n");
  EXPECT_EQ(CopyOf("a\"\\b", ""), "#line 1 \"a\\\"\\\\b\"\n");
  EXPECT_EQ(CopyOf("m.cc", "\xef\xbb\xbfint x;"), "#line 1 \"m.cc\"\nint x;");
}

struct Case {
  const char* name;
  const char* text;
  const char* rule;
};
class RefusedTest : public ::testing::TestWithParam<Case> {};

TEST_P(RefusedTest, IsFoundByItsRule) {
  EXPECT_THAT(Rules(GetParam().text), ElementsAre(GetParam().rule));
}

INSTANTIATE_TEST_SUITE_P(
    Sources, RefusedTest,
    ::testing::Values(
        Case{"Torch", "#include <torch/torch.h>", "external_framework"},
        Case{"TorchQuoted", "  #  include \"torch/script.h\"",
             "external_framework"},
        Case{"Eigen", "#include <Eigen/Dense>", "external_framework"},
        Case{"Blas", "#include <cblas.h>", "external_framework"},
        Case{"Digraph", "%:include <torch/torch.h>", "external_framework"},
        Case{"SplicedInclude", "#inc\\\nlude <torch/torch.h>",
             "external_framework"},
        Case{"CommentInInclude", "#/**/include <torch/torch.h>",
             "external_framework"},
        Case{"SystemHeader", "#include <sys/socket.h>", "include"},
        Case{"AbsolutePath", "#include \"/etc/passwd\"", "include"},
        Case{"ParentPath", "#include \"tinytorch/../secret.h\"", "include"},
        Case{"ContractsParent", "#include \"grader/contract/../x.h\"",
             "include"},
        Case{"BehindAMark", "\xef\xbb\xbf#include <unistd.h>", "include"},
        Case{"FormFeed", "\f#include <unistd.h>", "strange_text"},
        Case{"FormFeedWithin", "#include\f<unistd.h>", "strange_text"},
        Case{"VerticalTab", "#\vinclude <unistd.h>", "strange_text"},
        Case{"LoneReturn", "// x\r#include <unistd.h>\n", "strange_text"},
        Case{"LoneReturnAtTheEnd", "int x;\r", "strange_text"},
        Case{"Delete", "int x\x7f;", "strange_text"},
        Case{"RightToLeft", "// \xe2\x80\xae x", "strange_text"},
        Case{"Isolate", "// \xe2\x81\xa6 x", "strange_text"},
        Case{"JoinedRawString",
             "const char* s = R\"a( )\\\na\" /* )a\";\n#include </etc/x>\n//"
             " */",
             "raw_string"},
        Case{"ComputedInclude", "#define H <x>\n#include H", "include"},
        Case{"Fstream", "std::ifstream f;", "stream_file"},
        Case{"AsmSyscall", "asm volatile(\"syscall\" : : \"a\"(57));",
             "system_call"},
        Case{"AsmInt80", "__asm__(\"int $0x80\");", "system_call"},
        Case{"Constructor", "__attribute__((constructor)) void f() {}",
             "early_code"},
        Case{"GnuConstructor", "[[gnu::constructor]] void f() {}",
             "early_code"},
        Case{"InitArray", "asm(\".section .init_array\");", "early_code"},
        Case{"Section", "__attribute__((section(\"x\"))) int a;", "early_code"},
        Case{"Incbin", "asm(\".incbin \\\"weights\\\"\");", "embedded_file"},
        Case{"RawStringIncbin", "asm(R\"(.incbin \"w\")\");", "embedded_file"}),
    [](const auto& info) { return std::string(info.param.name); });

class AllowedTest : public ::testing::TestWithParam<Case> {};

TEST_P(AllowedTest, IsLeftAlone) {
  EXPECT_THAT(Rules(GetParam().text), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Sources, AllowedTest,
    ::testing::Values(
        Case{"Nothing", "", ""},
        Case{"Library", "#include <vector>\n#include <immintrin.h>", ""},
        Case{"Framework", "#include \"tinytorch/spatial/spatial.h\"", ""},
        Case{"Contract", "#include \"grader/contract/model.h\"", ""},
        Case{"OwnHeader", "#include \"own.h\"", ""},
        Case{"Comments",
             "// fork() and #include <torch/torch.h>\n/* dlopen(x) */", ""},
        Case{"Windows", "int x;\r\n#include <vector>\r\n", ""},
        Case{"RawString", "const char* s = R\"(a)\";", ""},
        Case{"Joined", "#define A \\\n 1\n", ""},
        Case{"Utf8", "// \xc3\xa9t\xc3\xa9 \xe2\x82\xac", ""},
        Case{"OwnOpen", "void open(int); void f() { open(1); remove(2); }", ""},
        Case{"Strings", "const char* s = \"call fork() or dlopen(x)\";", ""},
        Case{"Members", "file.open(); f->system(1); std::bind(g); x.kill();",
             ""},
        Case{"LongerNames", "reopen(); fork_join(1); my_system(2);", ""},
        Case{"Asm", "asm volatile(\"vfmadd231ps %0, %1, %2\" : : );", ""},
        Case{"DigitSeparators", "int a = 1'000'000; char c = '\"'; int b = 2;",
             ""}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(InspectTest, FindingsSayWhereAndWhat) {
  const std::vector<Finding> found = Inspect(
      {{"a.h", "int x;\n"}, {"model.cc", "int y;\n\n#include <unistd.h>\n"}});
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].file(), "model.cc");
  EXPECT_EQ(found[0].line(), 3);
  EXPECT_THAT(found[0].message(), HasSubstr("includes <unistd.h>"));
}

TEST(InspectTest, DataThatMustBeWeightsIsRefusedAboveItsBounds) {
  std::string numbers = "float w[] = {";
  for (size_t i = 0; i < kMaxNumbers; ++i) numbers += "1.5f,";
  EXPECT_THAT(Rules(numbers + "};"), IsEmpty());
  EXPECT_THAT(Rules(numbers + "-2e-3f};"), ElementsAre("large_data"));
  const auto quoted = [](size_t n) {
    return "auto s = \"" + std::string(n, 'x') + "\";\n";
  };
  EXPECT_THAT(Rules(quoted(kMaxOneString)), IsEmpty());
  EXPECT_THAT(Rules(quoted(kMaxOneString + 1)), ElementsAre("large_data"));
  // Split over many strings it is the same.
  std::string many;
  for (int i = 0; i < 5; ++i) many += quoted(kMaxOneString);
  EXPECT_THAT(Rules(many), ElementsAre("large_data"));
  EXPECT_THAT(Rules(std::string(kMaxFileBytes + 1, '\n')),
              ElementsAre("large_data"));
}

TEST(InspectTest, WhatIsNotTextIsRefused) {
  EXPECT_THAT(Rules(std::string("\x7f"
                                "ELF\0",
                                5)),
              ElementsAre("prebuilt_binary"));
  const std::vector<Finding> found = Inspect({{"kernel.o", "int x;"}});
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].rule(), "file_kind");
}

TEST(LexerTest, KeepsLinesAndTellsCodeFromLiterals) {
  const Lexed l =
      Lex("a /* x\ny */ b\n\"s\\\"t\" R\"q(r\n)\" )q\" 'c' 1.5e-3\n");
  EXPECT_EQ(l.code, "a  \n b\n\"\" R\"\n\" '' 1.5e-3\n");
  ASSERT_EQ(l.strings.size(), 2);
  EXPECT_EQ(l.strings[0].text, "s\\\"t");
  EXPECT_EQ(l.strings[1].text, "r\n)\" ");
  EXPECT_EQ(l.strings[1].line, 3);
  EXPECT_EQ(l.numbers, 1);
}

TEST(LexerTest, EndsOnEveryPrefixOfAnything) {
  const std::string text =
      "#if 1\n/* \" */ R\"x(a)x\" 'b' \\\n 1'0 \"\\\" u8R\"(z)\" // e\\\n f\n";
  for (size_t n = 0; n <= text.size(); ++n) Lex(text.substr(0, n));
}

// A bounded fuzzer: whatever the bytes, inspection ends, and its findings name
// lines that exist.
TEST(InspectTest, SurvivesAnyBytes) {
  const std::string seed =
      "#include <torch/torch.h>\n/* \" */ auto s = R\"x(a)x\"; fork();\n"
      "asm(\"syscall\"); // \\\n char c = '\\''; int n = 1'000;\n";
  std::mt19937 random(1);
  for (int round = 0; round < 3000; ++round) {
    std::string text = seed;
    const int changes = 1 + static_cast<int>(random() % 8);
    for (int i = 0; i < changes; ++i) {
      const size_t at = random() % text.size();
      switch (random() % 3) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text.insert(at, 1, "\"'\\\n/*()R#%:"[random() % 12]);
          break;
        default:
          text.erase(at, 1 + random() % 4);
          if (text.empty()) text = "x";
      }
    }
    const int lines =
        1 + static_cast<int>(std::count(text.begin(), text.end(), '\n'));
    for (const Finding& f : Inspect({{"model.cc", text}})) {
      EXPECT_GE(f.line(), 0);
      EXPECT_LE(f.line(), lines);
    }
  }
}

}  // namespace
}  // namespace olympics
