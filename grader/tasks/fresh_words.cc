// Synthesises words for one grading (words.h), in a process of its own: what
// espeak-ng says depends on what it said before, and a machine that lacks it
// still grades what needs no words.
//
//   fresh_words SCALE OF_CLASS < seed > samples
//
// The seed is any text, of which the same samples come; a secret one is not
// seen in a list of processes. SCALE is what make_keywords wrote. For each of
// 12 · OF_CLASS samples a byte of its label and 490 of its features come out.
// Exit code 1, and one line on standard error: espeak-ng does not speak.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "grader/random/secret.h"
#include "grader/tasks/words.h"

namespace olympics {
namespace {

int Main(const char* scale_path, int of_class) {
  std::ifstream file(scale_path);
  WordScale scale;
  if (!ParseScale({std::istreambuf_iterator<char>(file), {}}, scale)) {
    std::fprintf(stderr, "%s is no scale of make_keywords\n", scale_path);
    return 1;
  }
  const std::string seed(std::istreambuf_iterator<char>(std::cin), {});
  SecretStream random = SecretSeed::Of(seed).For("words");
  std::vector<Clip> clips;
  std::string why;
  if (!MakeClips(
          Voices::kFresh, of_class, [&] { return random.next(); }, clips,
          why)) {
    std::fprintf(stderr, "%s\n", why.c_str());
    return 1;
  }
  for (const Clip& clip : clips) {
    std::cout << static_cast<char>(clip.label) << BytesOf(clip, scale);
  }
  return std::cout.flush() ? 0 : 1;
}

}  // namespace
}  // namespace olympics

int main(int argc, char** argv) {
  const int of_class = argc == 3 ? std::atoi(argv[2]) : 0;
  if (of_class < 1) {
    std::fprintf(stderr, "usage: fresh_words SCALE OF_CLASS < seed\n");
    return 2;
  }
  return olympics::Main(argv[1], of_class);
}
