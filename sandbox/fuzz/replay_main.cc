// Stands in for libFuzzer where there is none: runs a fuzz target on the files
// of its corpus and on mutations of them, always the same ones.
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr int kMutations = 20'000;

std::string Mutate(const std::vector<std::string>& corpus,
                   std::mt19937& random) {
  std::string text = corpus[random() % corpus.size()];
  for (int changes = 1 + static_cast<int>(random() % 4); changes > 0;
       --changes) {
    const size_t at = text.empty() ? 0 : random() % text.size();
    switch (random() % 5) {
      case 0:
        if (!text.empty()) text[at] = static_cast<char>(random());
        break;
      case 1:
        text.insert(at, 1, static_cast<char>(random()));
        break;
      case 2:
        text.erase(at, 1 + random() % 8);
        break;
      case 3: {  // a part of another
        const std::string& other = corpus[random() % corpus.size()];
        if (!other.empty()) {
          const size_t from = random() % other.size();
          text.insert(at, other.substr(from, random() % 32));
        }
        break;
      }
      default:  // a part of itself again
        text.insert(at, text.substr(at, random() % 16));
    }
  }
  return text;
}

void Run(const std::string& text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(text.data()),
                         text.size());
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> corpus = {""};
  for (int i = 1; i < argc; ++i) {
    if (argv[i][0] == '-') continue;  // libFuzzer's flags
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream file(entry.path(), std::ios::binary);
      corpus.emplace_back(std::istreambuf_iterator<char>(file),
                          std::istreambuf_iterator<char>());
    }
  }
  if (corpus.size() == 1) {
    std::fprintf(stderr, "there is no corpus\n");
    return 1;
  }
  for (const std::string& text : corpus) Run(text);
  std::mt19937 random(20260101);
  for (int i = 0; i < kMutations; ++i) Run(Mutate(corpus, random));
  std::printf("%zu files and %d mutations\n", corpus.size(), kMutations);
}
