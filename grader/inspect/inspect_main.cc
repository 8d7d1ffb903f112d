// The inspector, a program for the sandbox: it reads what a student wrote.
//
//   inspect FOLDER OUT [--beside=NAME...] -- NAME...
//
// writes the findings about the files NAME of the folder, in their order, into
// OUT: an Inspection in protobuf's text form. inspect_runner starts it. NAMEs
// that are `beside` are files of the student's folder that are not handed in.
#include <cstdio>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/files.h"
#include "google/protobuf/text_format.h"
#include "grader/inspect/inspect.h"
#include "grader/report/grade.pb.h"

namespace {

// A file of a submission may have far less; more is refused for its size.
constexpr int64_t kMostBytes = 64 << 20;

int Fail(const std::string& why) {
  std::fprintf(stderr, "inspect: %s\n", why.c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return Fail("a folder and a file are wanted");
  const std::string folder = argv[1], out = argv[2];
  std::set<std::string> beside;
  std::vector<olympics::SourceFile> sources;
  bool names = false;
  for (int i = 3; i < argc; ++i) {
    const std::string word = argv[i];
    if (!names && word == "--") {
      names = true;
    } else if (!names) {
      beside.insert(word.substr(word.find('=') + 1));
    } else {
      absl::StatusOr<std::string> text =
          base::ReadFile(absl::StrCat(folder, "/", word), {.most = kMostBytes});
      if (!text.ok()) return Fail(std::string(text.status().message()));
      sources.push_back({word, *std::move(text)});
    }
  }
  olympics::Inspection inspection;
  // Otherwise what finds nothing would read like what did not look.
  inspection.set_files(static_cast<int>(sources.size()));
  for (const olympics::Finding& f : olympics::Inspect(sources, beside)) {
    *inspection.add_findings() = f;
  }
  std::string text;
  google::protobuf::TextFormat::PrintToString(inspection, &text);
  std::FILE* const file = std::fopen(out.c_str(), "w");
  if (file == nullptr) return Fail("cannot write " + out);
  const bool written =
      std::fwrite(text.data(), 1, text.size(), file) == text.size();
  return std::fclose(file) == 0 && written ? 0 : Fail("cannot write " + out);
}
