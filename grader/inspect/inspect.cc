#include "grader/inspect/inspect.h"

#include <algorithm>
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
      "algorithm",
      "any",
      "array",
      "atomic",
      "bit",
      "bitset",
      "cassert",
      "cfloat",
      "charconv",
      "chrono",
      "cinttypes",
      "climits",
      "cmath",
      "compare",
      "complex",
      "concepts",
      "condition_variable",
      "cstddef",
      "cstdint",
      "cstdio",
      "cstdlib",
      "cstring",
      "ctime",
      "deque",
      "exception",
      "execution",
      "forward_list",
      "functional",
      "future",
      "initializer_list",
      "iomanip",
      "ios",
      "iosfwd",
      "iostream",
      "iterator",
      "limits",
      "list",
      "map",
      "memory",
      "memory_resource",
      "mutex",
      "new",
      "numbers",
      "numeric",
      "optional",
      "ostream",
      "queue",
      "random",
      "ranges",
      "ratio",
      "set",
      "shared_mutex",
      "span",
      "sstream",
      "stack",
      "stdexcept",
      "stdint.h",
      "string",
      "string_view",
      "system_error",
      "thread",
      "tuple",
      "type_traits",
      "typeindex",
      "typeinfo",
      "unordered_map",
      "unordered_set",
      "utility",
      "valarray",
      "variant",
      "vector",
      "version",
      "math.h",
      "stddef.h",
      "string.h",
      "float.h",
      "limits.h",
      "immintrin.h",
      "x86intrin.h",
      "xmmintrin.h",
      "emmintrin.h",
      "smmintrin.h",
      "tmmintrin.h",
      "nmmintrin.h",
      "pmmintrin.h",
      "arm_neon.h",
      "arm_acle.h",
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

struct CallRule {
  const char* rule;
  const char* names;  // alternatives of a regular expression
  const char* message;
};
constexpr CallRule kCalls[] = {
    {"process",
     "fork|vfork|clone3?|execl|execlp|execle|execv|execvp|execve|execvpe|"
     "fexecve|execveat|posix_spawnp?|system|popen|kill|tgkill|ptrace|daemon|"
     "waitpid",
     "starts, ends or looks into processes"},
    {"dynamic_code", "dlopen|dlmopen|dlsym|dlvsym|mprotect|memfd_create",
     "loads or makes code at run time"},
    {"system_call", "syscall|__syscall|prctl|arch_prctl|seccomp|ioctl",
     "makes system calls of its own"},
    {"network",
     "socket|socketpair|connect|bind|listen|accept4?|sendto|recvfrom|sendmsg|"
     "recvmsg|getaddrinfo|gethostbyname",
     "uses the network"},
    {"file",
     "open|openat|open64|creat|fopen|fopen64|freopen|opendir|mmap|mmap64|"
     "shm_open|readlink|rename|unlink|remove|tmpfile|getenv|secure_getenv",
     "reaches for files or the environment"},
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
  return LibraryHeaders().contains(header) ||
         (absl::StartsWith(header, "tinytorch/") &&
          !absl::StrContains(header, "..")) ||
         absl::StartsWith(header, "grader/contract/") ||
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

void CheckCalls(const SourceFile& file, const Lexed& lexed,
                std::vector<Finding>& out) {
  for (const CallRule& rule : kCalls) {
    // The name as a free function, global or plain: not a member, not of a
    // namespace, not part of a longer name.
    const RE2 pattern(
        absl::StrCat(R"((?:^|[^\w.:>]|->\s*\*|(?:^|[^\w>])::\s*)()", rule.names,
                     R"()\s*\()"));
    re2::StringPiece rest(lexed.code);
    const char* const begin = rest.data();
    std::string name;
    while (RE2::FindAndConsume(&rest, pattern, &name)) {
      out.push_back(
          Found(rule.rule, file,
                LineAt(lexed.code, static_cast<size_t>(rest.data() - begin)),
                absl::StrCat("calls ", name, ", which ", rule.message)));
    }
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

bool IsText(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return u < 0x20 && c != '\n' && c != '\t' && c != '\r' && c != '\f';
  });
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
    if (!IsText(file.text)) {
      out.push_back(Found("prebuilt_binary", file, 0,
                          "is not text; binaries cannot be handed in"));
      continue;
    }
    if (file.text.size() > kMaxFileBytes) {
      out.push_back(Found(
          "large_data", file, 0,
          absl::StrCat("has ", file.text.size(),
                       " bytes; a source file may have ", kMaxFileBytes)));
      continue;
    }
    const Lexed lexed = Lex(file.text);
    CheckIncludes(file, lexed, own, beside, out);
    CheckCalls(file, lexed, out);
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
  // A byte order mark is one at the beginning alone.
  constexpr char kMark[] = "\xef\xbb\xbf";
  const bool marked = absl::StartsWith(text, kMark);
  std::string name;
  for (const char c : path) {
    if (c == '\\' || c == '"') name += '\\';
    name += c;
  }
  return absl::StrCat(marked ? kMark : "", "#line 1 \"", name, "\"\n",
                      text.substr(marked ? sizeof(kMark) - 1 : 0));
}

}  // namespace olympics
