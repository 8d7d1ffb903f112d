// Writes the digest of a submission's files into a file:
//
//   digest_main OUT FILE...
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/files.h"
#include "grader/attempt/digest.h"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "digest_main: OUT FILE...\n");
    return 2;
  }
  std::vector<olympics::AttemptFile> files;
  for (int i = 2; i < argc; ++i) {
    absl::StatusOr<std::string> text = base::ReadFile(argv[i]);
    if (!text.ok()) {
      std::fprintf(stderr, "digest_main: %s\n",
                   std::string(text.status().message()).c_str());
      return 1;
    }
    files.push_back(
        {std::filesystem::path(argv[i]).filename().string(), *std::move(text)});
  }
  const absl::Status written =
      base::WriteFile(argv[1], olympics::AttemptDigest(std::move(files)));
  if (written.ok()) return 0;
  std::fprintf(stderr, "digest_main: %s\n",
               std::string(written.message()).c_str());
  return 1;
}
