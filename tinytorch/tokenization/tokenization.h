// Module 10: text to numbers and back.
//
//   CharTokenizer chars = CharTokenizer::train(text);
//   std::vector<int32_t> ids = chars.encode("hello");
//   chars.decode(ids);                                      // "hello"
//
//   BPETokenizer bpe = BPETokenizer::train(text, /*vocab_size=*/512);
//
// Text is UTF-8. A byte that is no part of a valid character counts as an
// unknown character of its own; no input is refused.
#ifndef TINYTORCH_TOKENIZATION_TOKENIZATION_H_
#define TINYTORCH_TOKENIZATION_TOKENIZATION_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace tinytorch {

// One id for each character (Unicode code point) of a corpus, in the order of
// their code points from 1 on. Id 0 is every other character, and decodes to
// U+FFFD.
class CharTokenizer {
 public:
  static CharTokenizer train(std::string_view corpus);

  std::vector<int32_t> encode(std::string_view text) const;
  // Ids outside [0, vocab_size) end the program.
  std::string decode(absl::Span<const int32_t> ids) const;
  int64_t vocab_size() const { return static_cast<int64_t>(tokens_.size()); }

  // JSON, for a file beside the weights; parsing refuses what is not such.
  std::string to_json() const;
  static absl::StatusOr<CharTokenizer> from_json(std::string_view json);

 private:
  explicit CharTokenizer(std::vector<std::string> characters);
  std::vector<std::string> tokens_;
  std::map<std::string, int32_t, std::less<>> ids_;
};

// Byte-pair encoding over bytes (Sennrich et al., 2016; on bytes as in GPT-2).
// Ids 0..255 are the bytes; id 256 + i is the i-th pair that training joined.
// Every text, valid UTF-8 or not, decodes to itself. Pairs are joined within
// words only: a word is a run of letters, of digits or of other characters,
// with the space before it.
class BPETokenizer {
 public:
  // Joins the most frequent pair (the first in the order of ids among equals)
  // until the vocabulary is full or no pair occurs twice. vocab_size >= 256.
  static BPETokenizer train(std::string_view corpus, int64_t vocab_size);

  std::vector<int32_t> encode(std::string_view text) const;
  std::string decode(absl::Span<const int32_t> ids) const;
  int64_t vocab_size() const { return static_cast<int64_t>(tokens_.size()); }

  std::string to_json() const;
  static absl::StatusOr<BPETokenizer> from_json(std::string_view json);

 private:
  using Pair = std::pair<int32_t, int32_t>;
  BPETokenizer();
  void AddMerge(Pair pair);

  std::vector<std::string> tokens_;  // by id
  std::vector<Pair> merges_;
  std::map<Pair, int32_t> merge_ids_;
};

}  // namespace tinytorch

#endif  // TINYTORCH_TOKENIZATION_TOKENIZATION_H_
