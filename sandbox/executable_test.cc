#include "sandbox/executable.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sandbox {
namespace {

using ::testing::HasSubstr;

struct Segment {
  uint32_t type, flags;
  uint64_t in_memory = 0;  // and not in the file
};

// An ELF file of these segments.
std::string Program(const std::vector<Segment>& segments) {
  Elf64_Ehdr header = {};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_type = ET_EXEC;
  header.e_phoff = sizeof(header);
  header.e_phentsize = sizeof(Elf64_Phdr);
  header.e_phnum = static_cast<uint16_t>(segments.size());
  std::string text(reinterpret_cast<const char*>(&header), sizeof(header));
  for (const Segment& s : segments) {
    Elf64_Phdr segment = {};
    segment.p_type = s.type;
    segment.p_flags = s.flags;
    segment.p_filesz = 8;
    segment.p_memsz = 8 + s.in_memory;
    text.append(reinterpret_cast<const char*>(&segment), sizeof(segment));
  }
  return text;
}

absl::Status Check(const std::string& text) {
  const int fd = memfd_create("program", MFD_CLOEXEC);
  EXPECT_EQ(write(fd, text.data(), text.size()),
            static_cast<ssize_t>(text.size()));
  const absl::Status status = CheckExecutable(fd, "it.elf").status();
  close(fd);
  return status;
}

TEST(CheckExecutableTest, AnOrdinaryProgramIsRun) {
  EXPECT_TRUE(Check(Program({{PT_LOAD, PF_R | PF_X},
                             {PT_LOAD, PF_R | PF_W, 4096},
                             {PT_GNU_STACK, PF_R | PF_W}}))
                  .ok());
}

TEST(CheckExecutableTest, TellsTheLoaderOfADynamicProgram) {
  const int fd = open("/bin/sh", O_RDONLY | O_CLOEXEC);
  ASSERT_GE(fd, 0);
  const absl::StatusOr<Executable> program = CheckExecutable(fd, "sh");
  close(fd);
  ASSERT_TRUE(program.ok()) << program.status();
  EXPECT_THAT(program->interpreter, HasSubstr("ld-linux"));
}

struct Bad {
  const char* name;
  std::string text, why;
};
class RefusedProgramTest : public ::testing::TestWithParam<Bad> {};

TEST_P(RefusedProgramTest, IsRefusedWithItsNameAndTheCause) {
  const absl::Status status = Check(GetParam().text);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("it.elf is not run"));
  EXPECT_THAT(std::string(status.message()), HasSubstr(GetParam().why));
}

INSTANTIATE_TEST_SUITE_P(
    Files, RefusedProgramTest,
    ::testing::Values(
        Bad{"ExecutableStack",
            Program({{PT_LOAD, PF_R | PF_X},
                     {PT_GNU_STACK, PF_R | PF_W | PF_X}}),
            "its stack would be executable"},
        Bad{"NoWordOnTheStack", Program({{PT_LOAD, PF_R | PF_X}}),
            "does not say whether"},
        Bad{"WritableCode",
            Program({{PT_GNU_STACK, PF_R | PF_W},
                     {PT_LOAD, PF_R | PF_W | PF_X}}),
            "both writable and executable"},
        Bad{"CodeThatIsInMemoryAlone",
            Program({{PT_GNU_STACK, PF_R | PF_W},
                     {PT_LOAD, PF_R | PF_X, 4096}}),
            "both writable and executable"},
        Bad{"NoSegments", Program({}), "make no sense"},
        Bad{"CutOff",
            Program({{PT_LOAD, PF_R}, {PT_LOAD, PF_R}}).substr(0, 130),
            "make no sense"},
        Bad{"Script", "#!/bin/sh\n" + std::string(100, ' '),
            "no 64-bit ELF program"},
        Bad{"Nothing", "", "no 64-bit ELF program"}),
    [](const auto& info) { return std::string(info.param.name); });

// Whatever a student's linker wrote.
TEST(CheckExecutableTest, NoBytesBreakIt) {
  std::mt19937 random(1);
  const std::string good =
      Program({{PT_LOAD, PF_R | PF_X}, {PT_GNU_STACK, PF_R | PF_W}});
  for (int i = 0; i < 5000; ++i) {
    std::string text = good;
    for (int j = 0; j < 4; ++j) {
      text[random() % text.size()] = static_cast<char>(random());
    }
    text.resize(random() % (text.size() + 1));
    Check(text).IgnoreError();
  }
}

}  // namespace
}  // namespace sandbox
