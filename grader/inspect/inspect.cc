#include "grader/inspect/inspect.h"

#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "grader/inspect/lexer.h"
#include "re2/re2.h"

namespace olympics {
namespace {

// The C++ library, but for what reaches files, processes or the terminal's
// input; and the headers of vector instructions.
const std::set<std::string>& LibraryHeaders() {
  static const auto* const kHeaders = new std::set<std::string>{
#include "grader/inspect/library_headers.inc"
  };
  return *kHeaders;
}

// What other people's frameworks and kernels are found under.
constexpr const char* kFrameworks[] = {
    "torch/",      "ATen/",        "c10/",     "caffe",
    "tensorflow/", "tensorflow",   "tflite",   "onnxruntime",
    "onnx/",       "Eigen/",       "eigen3/",  "unsupported/Eigen",
    "cblas",       "openblas",     "lapack",   "mkl",
    "dnnl",        "oneapi/",      "oneDNN",   "ggml",
    "xnnpack",     "mxnet/",       "paddle/",  "ncnn/",
    "MNN/",        "arm_compute/", "ruy/",     "gemmlowp/",
    "fbgemm/",     "dlib/",        "mlpack",   "opencv",
    "armadillo",   "Halide",       "jax/",     "xla/",
    "tvm/",        "tiny_dnn/",    "Python.h", "pybind11/",
    "cuda",        "CL/",
};

struct TextRule {
  const char* rule;
  const char* pattern;
  const char* message;
  bool with_strings;  // looked for with the content of strings left in
};
constexpr TextRule kTexts[] = {
    {"early_code",
     R"(\b(?:constructor|__constructor__|destructor|)"
     R"(__destructor__|init_priority|__init_priority__|ifunc|)"
     R"(__ifunc__)\b\s*(?:\(|\)|\]|,))",
     "has code that runs before or after main, by an attribute", false},
    {"early_code", R"(\.(?:init|fini|preinit)(?:_array)?\b)",
     "names a section of code that runs before or after main", true},
    {"early_code", R"(\b(?:section|__section__)\s*\()",
     "puts code or data into a section of its choice", false},
    {"system_call",
     R"(\b(?:asm|__asm|__asm__)\b[^;]*\b(?:syscall|sysenter|svc|)"
     R"(int\s*\$?\s*(?:0x80|128))\b)",
     "makes a system call in assembly", true},
    {"embedded_file", R"(\.incbin\b|#\s*embed\b)",
     "embeds a file in the program", true},
    {"include", R"(#\s*(?:include|include_next|import)\s+[A-Za-z_])",
     "includes a header whose name is computed", false},
    {"stream_file", R"(\b(?:i|o|)fstream\b|\bfilesystem\b)",
     "reaches for files", false},
};

// Without the byte order mark that some editors begin a file with.
std::string WithoutMark(const std::string& text) {
  constexpr char kMark[] = "\xef\xbb\xbf";
  return absl::StartsWith(text, kMark) ? text.substr(sizeof(kMark) - 1) : text;
}

Finding Found(const std::string& rule, const SourceFile& file, int line,
              const std::string& message) {
  Finding f;
  f.set_rule(rule);
  f.set_file(file.name);
  f.set_line(line);
  f.set_message(message);
  return f;
}

int LineAt(const std::string& text, size_t at) {
  return 1 + static_cast<int>(std::count(
                 text.begin(), text.begin() + static_cast<int64_t>(at), '\n'));
}

// What the compiler finds, if it is there: the C++ library, TinyTorch, the
// contract, and the little of Abseil that these speak in.
bool IsAllowedHeader(const std::string& header) {
  const bool ours = absl::StartsWith(header, "tinytorch/") ||
                    absl::StartsWith(header, "grader/contract/");
  return LibraryHeaders().contains(header) ||
         (ours && !absl::StrContains(header, "..")) ||
         header == "absl/status/status.h" ||
         header == "absl/status/statusor.h" || header == "absl/types/span.h";
}

// What is against including `header`, which stands in `quoted` as written.
Finding Unknown(const SourceFile& file, int line, const std::string& header,
                const std::string& quoted, const std::set<std::string>& own,
                const std::set<std::string>& beside) {
  const auto include = [&](const std::string& why) {
    return Found("include", file, line, absl::StrCat("includes ", quoted, why));
  };
  if (std::any_of(std::begin(kFrameworks), std::end(kFrameworks),
                  [&](const char* f) { return absl::StartsWith(header, f); })) {
    return Found("external_framework", file, line,
                 absl::StrCat("includes ", quoted,
                              ", another framework; a submission stands on "
                              "TinyTorch alone"));
  }
  if (own.contains(header)) {
    return include(
        absl::StrCat(": a file of this submission is included in quotes, as \"",
                     header, "\""));
  }
  if (beside.contains(header)) {
    const bool first = std::none_of(
        own.begin(), own.end(),
        [](const std::string& name) { return absl::StrContains(name, ".h"); });
    return include(absl::StrCat(
        ", which lies in the folder but is not in BUILD's hdrs: add ",
        first ? absl::StrCat("hdrs = [\"", header, "\"] there")
              : absl::StrCat("\"", header, "\" to them")));
  }
  return include(
      ", which is neither C++'s own, nor TinyTorch's, nor a file of this "
      "submission");
}

void CheckIncludes(const SourceFile& file, const Lexed& lexed,
                   const std::set<std::string>& own,
                   const std::set<std::string>& beside,
                   std::vector<Finding>& out) {
  static const RE2 kInclude(
      R"((?m)^[ \t]*#[ \t]*(?:include|include_next|import)[ \t]*([<"])([^>"\n]*)[>"])");
  re2::StringPiece rest(lexed.without_comments);
  const char* const begin = rest.data();
  std::string open, header;
  while (RE2::FindAndConsume(&rest, kInclude, &open, &header)) {
    const bool in_quotes = open == "\"";
    if (IsAllowedHeader(header) || (in_quotes && own.contains(header))) {
      continue;
    }
    out.push_back(Unknown(file,
                          LineAt(lexed.without_comments,
                                 static_cast<size_t>(rest.data() - begin)),
                          header,
                          absl::StrCat(open, header, in_quotes ? "\"" : ">"),
                          own, beside));
  }
}

void CheckTexts(const SourceFile& file, const Lexed& lexed,
                std::vector<Finding>& out) {
  for (const TextRule& rule : kTexts) {
    const RE2 pattern(rule.pattern);
    const std::string& text =
        rule.with_strings ? lexed.without_comments : lexed.code;
    re2::StringPiece rest(text);
    const char* const begin = rest.data();
    while (RE2::FindAndConsume(&rest, pattern)) {
      out.push_back(
          Found(rule.rule, file,
                LineAt(text, static_cast<size_t>(rest.data() - begin)),
                rule.message));
    }
  }
}

// Whether the byte belongs to a character that changes the direction in which
// others are shown: U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069.
bool TurnsText(const std::string& text, size_t at) {
  const absl::string_view rest = absl::string_view(text).substr(at, 3);
  if (absl::StartsWith(rest, "\xd8\x9c")) return true;
  if (rest.size() < 3) return false;
  const auto last = static_cast<unsigned char>(rest[2]);
  if (absl::StartsWith(rest, "\xe2\x80")) {
    return last == 0x8e || last == 0x8f || (last >= 0xaa && last <= 0xae);
  }
  return absl::StartsWith(rest, "\xe2\x81") && last >= 0xa6 && last <= 0xa9;
}

// A byte that no editor writes into source, or that a compiler and a reader
// understand in two ways; nothing where there is none.
std::optional<Finding> StrangeByte(const SourceFile& file) {
  const std::string& text = file.text;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto u = static_cast<unsigned char>(text[i]);
    const char* what = nullptr;
    if (u == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) {
      what =
          "has a carriage return without a line feed, which ends a line for "
          "the compiler alone: save it with line ends of Unix or Windows";
    } else if (u == 0x7f || (u < 0x20 && u != '\n' && u != '\t' && u != '\r')) {
      what =
          "holds a control character: only text, tabs and line breaks can be "
          "handed in";
    } else if (u >= 0x80 && TurnsText(text, i)) {
      what =
          "holds a character that turns the direction of text, so that it "
          "reads as what it is not: take it out";
    }
    if (what != nullptr) {
      return Found("strange_text", file, LineAt(text, i), what);
    }
  }
  return std::nullopt;
}

// Joined lines are taken apart again within raw strings, by the compiler: what
// ends such a string is then not what it seems.
void CheckRawStrings(const SourceFile& file, std::vector<Finding>& out) {
  static const RE2 kRaw(R"(\b(?:u8|u|U|L)?R")");
  static const RE2 kJoined(R"(\\[ \t]*\r?\n)");
  if (RE2::PartialMatch(file.text, kRaw) &&
      RE2::PartialMatch(file.text, kJoined)) {
    out.push_back(
        Found("raw_string", file, 0,
              "has a raw string and a line that ends in a backslash: a "
              "file may have one of the two, not both"));
  }
}

bool HasSourceName(const std::string& name) {
  return absl::EndsWith(name, ".cc") || absl::EndsWith(name, ".cpp") ||
         absl::EndsWith(name, ".h") || absl::EndsWith(name, ".hpp");
}

}  // namespace

std::vector<Finding> Inspect(const std::vector<SourceFile>& files,
                             const std::set<std::string>& beside) {
  std::vector<Finding> out;
  std::set<std::string> own;
  for (const SourceFile& file : files) own.insert(file.name);
  size_t string_bytes = 0, numbers = 0;
  for (const SourceFile& file : files) {
    if (!HasSourceName(file.name)) {
      out.push_back(Found("file_kind", file, 0,
                          "is not C++ source (.cc, .cpp, .h or .hpp)"));
      continue;
    }
    if (absl::StrContains(file.text, absl::string_view("\0", 1))) {
      out.push_back(Found("prebuilt_binary", file, 0,
                          "is not text; binaries cannot be handed in"));
      continue;
    }
    const std::optional<Finding> strange = StrangeByte(file);
    if (strange.has_value()) {
      out.push_back(*strange);
      continue;
    }
    if (file.text.size() > kMaxFileBytes) {
      out.push_back(Found(
          "large_data", file, 0,
          absl::StrCat("has ", file.text.size(),
                       " bytes; a source file may have ", kMaxFileBytes)));
      continue;
    }
    CheckRawStrings(file, out);
    const Lexed lexed = Lex(WithoutMark(file.text));
    CheckIncludes(file, lexed, own, beside, out);
    CheckTexts(file, lexed, out);
    for (const Literal& s : lexed.strings) {
      string_bytes += s.text.size();
      if (s.text.size() > kMaxOneString) {
        out.push_back(
            Found("large_data", file, s.line,
                  absl::StrCat("has a string of ", s.text.size(),
                               " bytes (at most ", kMaxOneString,
                               "); weights come from training alone")));
      }
    }
    numbers += lexed.numbers;
  }
  if (!files.empty() && string_bytes > kMaxStringBytes) {
    out.push_back(
        Found("large_data", files[0], 0,
              absl::StrCat("and the other files hold ", string_bytes,
                           " bytes of strings (at most ", kMaxStringBytes,
                           "); weights come from training alone")));
  }
  if (!files.empty() && numbers > kMaxNumbers) {
    out.push_back(Found(
        "large_data", files[0], 0,
        absl::StrCat("and the other files hold ", numbers, " numbers (at most ",
                     kMaxNumbers, "); weights come from training alone")));
  }
  return out;
}

std::string CopyOf(const std::string& path, const std::string& text) {
  std::string name;
  for (const char c : path) {
    if (c == '\\' || c == '"') name += '\\';
    name += c;
  }
  return absl::StrCat("#line 1 \"", name, "\"\n", WithoutMark(text));
}

}  // namespace olympics
