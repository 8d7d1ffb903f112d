#include "grader/compile/symbols.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "grader/inspect/calls.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(ParseSymbolsTest, ReadsNmsLines) {
  const std::vector<Symbol> symbols = ParseSymbols(
      "_ZN8olympics11CreateModelEv T 0000000000000000 0000000000000010\n"
      "fopen U         \n__gmon_start__ w\n");
  ASSERT_THAT(symbols, SizeIs(3));
  EXPECT_EQ(symbols[0].name, "_ZN8olympics11CreateModelEv");
  EXPECT_EQ(symbols[0].type, 'T');
  EXPECT_FALSE(symbols[0].undefined());
  EXPECT_EQ(symbols[1].name, "fopen");
  EXPECT_TRUE(symbols[1].undefined());
  EXPECT_TRUE(symbols[2].undefined());
}

TEST(ParseSymbolsTest, PassesOverWhatIsNoSymbol) {
  EXPECT_THAT(ParseSymbols(""), IsEmpty());
  EXPECT_THAT(ParseSymbols("\n\n a.o:\nx\n name \nname long T\n"), IsEmpty());
}

TEST(JudgeSymbolsTest, ACallIsFoundAtTheLineThatNamesIt) {
  const std::vector<Finding> findings = JudgeSymbols(
      {{"fopen", 'U'}, {"sqrt", 'U'}, {"_ZN8olympics11CreateModelEv", 'T'}},
      {{"model.cc", "// xfopen, fopenx\nint x;\nauto f = fopen(a, b);\n"}});
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].rule(), "file");
  EXPECT_EQ(findings[0].file(), "model.cc");
  EXPECT_EQ(findings[0].line(), 3);
  EXPECT_THAT(findings[0].message(), HasSubstr("calls fopen, which"));
}

TEST(JudgeSymbolsTest, ANameInAHeaderIsFoundThere) {
  const std::vector<Finding> findings = JudgeSymbols(
      {{"system", 'U'}}, {{"model.cc", "int x;"}, {"net.h", "\n system(0);"}});
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].file(), "net.h");
  EXPECT_EQ(findings[0].line(), 2);
}

// Pasted from pieces by a macro: no line spells it, and it is found.
TEST(JudgeSymbolsTest, ANameThatNoLineSpellsIsFoundAllTheSame) {
  const std::vector<Finding> findings =
      JudgeSymbols({{"socket", 'U'}}, {{"model.cc", "P(sock, et)(1)"}});
  ASSERT_THAT(findings, SizeIs(1));
  EXPECT_EQ(findings[0].file(), "model.cc");
  EXPECT_EQ(findings[0].line(), 0);
}

TEST(JudgeSymbolsTest, FileStreamsAreFilesOnce) {
  const std::vector<Finding> findings =
      JudgeSymbols({{"_ZNSt14basic_ifstreamIcSt11char_traitsIcEEC1EPKc", 'U'},
                    {"_ZNSt14basic_ifstreamIcSt11char_traitsIcEED1Ev", 'U'},
                    {"_ZNSt10filesystem7__cxx114pathC1Ev", 'U'}},
                   {{"model.cc", ""}});
  ASSERT_THAT(findings, SizeIs(2));
  EXPECT_THAT(findings[0].message(), HasSubstr("calls fstream"));
  EXPECT_THAT(findings[1].message(), HasSubstr("calls filesystem"));
}

TEST(JudgeSymbolsTest, ADefinitionThatCouldReplaceTheLibrarysIsRefused) {
  for (const char* name : {"close", "malloc_trim", "main", "my_kernel"}) {
    const std::vector<Finding> findings =
        JudgeSymbols({{name, 'T'}}, {{"model.cc", ""}});
    ASSERT_THAT(findings, SizeIs(1)) << name;
    EXPECT_EQ(findings[0].rule(), "replaced_symbol");
  }
}

TEST(JudgeSymbolsTest, WhatTheCompilerMakesIsNotTheStudents) {
  EXPECT_THAT(JudgeSymbols({{"DW.ref.__gxx_personality_v0", 'V'},
                            {"_ZTV5Model", 'V'},
                            {"_ZSt4sqrtf", 'W'},
                            {"__gxx_personality_v0", 'U'},
                            {"_Unwind_Resume", 'U'},
                            {"memcpy", 'U'},
                            {"pthread_create", 'w'}},
                           {{"model.cc", ""}}),
              IsEmpty());
}

TEST(CallRuleOfTest, KnowsWhatEachCallIsFor) {
  const struct {
    const char* name;
    const char* rule;
  } kCases[] = {{"fork", "process"},        {"execve", "process"},
                {"dlopen", "dynamic_code"}, {"mprotect", "dynamic_code"},
                {"syscall", "system_call"}, {"socket", "network"},
                {"madvise", "memory"},      {"getenv", "file"},
                {"close", "file"},          {"__open64", "file"},
                {"_IO_new_fopen", "file"},  {"__libc_system", "process"},
                {"__mmap", "memory"},       {"fopen@GLIBC_2.2.5", "file"},
                {"__libc_fork", "process"}, {"_Fork", "process"}};
  for (const auto& c : kCases) {
    ASSERT_NE(CallRuleOf(c.name), nullptr) << c.name;
    EXPECT_STREQ(CallRuleOf(c.name)->rule, c.rule);
  }
  for (const char* name : {"sqrt", "memcpy", "", "fopenx", "_Z5fopenv"}) {
    EXPECT_EQ(CallRuleOf(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace olympics
