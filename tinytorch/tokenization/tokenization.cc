#include "tinytorch/tokenization/tokenization.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "tinytorch/base/check.h"

namespace tinytorch {
namespace {

constexpr int64_t kBytes = 256;

// The length of the character that `text` starts with, or 0 where its first
// byte starts none (RFC 3629: no overlong forms, no surrogates).
size_t CharacterLength(std::string_view text) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0) ||
      (first == 0xF0 && second < 0x90) || (first == 0xF4 && second >= 0x90)) {
    return 0;
  }
  return length;
}

// Calls f(character, valid) for every character or stray byte.
template <typename F>
void ForEachCharacter(std::string_view text, F f) {
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    f(text.substr(0, std::max<size_t>(length, 1)), length > 0);
    text.remove_prefix(std::max<size_t>(length, 1));
  }
}

enum class Kind { kLetter, kDigit, kSpace, kOther };
Kind KindOf(char c) {
  const unsigned char u = static_cast<unsigned char>(c);
  if ((u | 32) >= 'a' && (u | 32) <= 'z') return Kind::kLetter;
  if (u >= 0x80) return Kind::kLetter;  // part of a longer character
  if (u >= '0' && u <= '9') return Kind::kDigit;
  if (u == ' ' || (u >= '\t' && u <= '\r')) return Kind::kSpace;
  return Kind::kOther;
}

// The word that `text` starts with: one space and a run of one kind, or a run
// of spaces.
std::string_view FirstWord(std::string_view text) {
  size_t end = 0;
  if (text[0] == ' ' && text.size() > 1 && KindOf(text[1]) != Kind::kSpace) {
    end = 1;
  }
  const Kind kind = KindOf(text[end]);
  while (end < text.size() && KindOf(text[end]) == kind) ++end;
  return text.substr(0, end);
}

std::vector<int32_t> BytesOf(std::string_view word) {
  std::vector<int32_t> ids;
  for (const char c : word) ids.push_back(static_cast<unsigned char>(c));
  return ids;
}

// Replaces every occurrence of `pair`, left to right, by `id`.
void Join(std::vector<int32_t>& ids, std::pair<int32_t, int32_t> pair,
          int32_t id) {
  size_t to = 0;
  for (size_t from = 0; from < ids.size(); ++to) {
    if (from + 1 < ids.size() && ids[from] == pair.first &&
        ids[from + 1] == pair.second) {
      ids[to] = id;
      from += 2;
    } else {
      ids[to] = ids[from++];
    }
  }
  ids.resize(to);
}

template <typename Tokens>
std::string Decode(const Tokens& tokens, absl::Span<const int32_t> ids) {
  std::string text;
  for (const int32_t id : ids) {
    TT_CHECK(id >= 0 && id < static_cast<int64_t>(tokens.size()))
        << "decode: id " << id << " of a vocabulary of " << tokens.size();
    text += tokens[id];
  }
  return text;
}

absl::Status Malformed(std::string_view what) {
  return absl::InvalidArgumentError("not a tokenizer's JSON: " +
                                    std::string(what));
}

// The array under `key` of a JSON object, or a sentence.
absl::StatusOr<nlohmann::json> ArrayOf(std::string_view json, const char* key) {
  nlohmann::json parsed =
      nlohmann::json::parse(json.begin(), json.end(), nullptr,
                            /*allow_exceptions=*/false);
  if (!parsed.is_object() || !parsed.contains(key) || !parsed[key].is_array()) {
    return Malformed(absl::StrCat("it has no list \"", key, "\""));
  }
  return parsed[key];
}

}  // namespace

// --- CharTokenizer -----------------------------------------------------------

CharTokenizer::CharTokenizer(std::vector<std::string> characters) {
  tokens_.push_back("\uFFFD");
  for (std::string& c : characters) {
    ids_[c] = static_cast<int32_t>(tokens_.size());
    tokens_.push_back(std::move(c));
  }
}

CharTokenizer CharTokenizer::train(std::string_view corpus) {
  // Bytes of UTF-8 sort as the code points do.
  std::set<std::string, std::less<>> seen;
  ForEachCharacter(corpus, [&](std::string_view c, bool valid) {
    if (valid && seen.find(c) == seen.end()) seen.emplace(c);
  });
  return CharTokenizer({seen.begin(), seen.end()});
}

std::vector<int32_t> CharTokenizer::encode(std::string_view text) const {
  std::vector<int32_t> ids;
  ids.reserve(text.size());
  ForEachCharacter(text, [&](std::string_view c, bool) {
    const auto found = ids_.find(c);
    ids.push_back(found == ids_.end() ? 0 : found->second);
  });
  return ids;
}

std::string CharTokenizer::decode(absl::Span<const int32_t> ids) const {
  return Decode(tokens_, ids);
}

std::string CharTokenizer::to_json() const {
  return nlohmann::json{{"characters", std::vector<std::string>(
                                           tokens_.begin() + 1, tokens_.end())}}
      .dump();
}

absl::StatusOr<CharTokenizer> CharTokenizer::from_json(std::string_view json) {
  const absl::StatusOr<nlohmann::json> list = ArrayOf(json, "characters");
  if (!list.ok()) return list.status();
  std::set<std::string> seen;
  std::vector<std::string> characters;
  for (const nlohmann::json& entry : *list) {
    if (!entry.is_string()) return Malformed("a character is no string");
    std::string c = entry.get<std::string>();
    if (c.empty() || CharacterLength(c) != c.size()) {
      return Malformed("\"" + c + "\" is not one character");
    }
    if (!seen.insert(c).second)
      return Malformed("\"" + c + "\" is there twice");
    characters.push_back(std::move(c));
  }
  return CharTokenizer(std::move(characters));
}

// --- BPETokenizer ------------------------------------------------------------

BPETokenizer::BPETokenizer() {
  for (int64_t b = 0; b < kBytes; ++b) {
    tokens_.emplace_back(1, static_cast<char>(b));
  }
}

void BPETokenizer::AddMerge(Pair pair) {
  merge_ids_[pair] = static_cast<int32_t>(tokens_.size());
  merges_.push_back(pair);
  tokens_.push_back(tokens_[pair.first] + tokens_[pair.second]);
}

BPETokenizer BPETokenizer::train(std::string_view corpus, int64_t vocab_size) {
  TT_CHECK(vocab_size >= kBytes)
      << "BPETokenizer: a vocabulary of " << vocab_size
      << " does not hold the 256 bytes";
  BPETokenizer tokenizer;
  // Each different word once, with how often it occurs.
  std::map<std::string_view, int64_t> counts;
  while (!corpus.empty()) {
    const std::string_view word = FirstWord(corpus);
    ++counts[word];
    corpus.remove_prefix(word.size());
  }
  struct Word {
    std::vector<int32_t> ids;
    int64_t count;
  };
  std::vector<Word> words;
  for (const auto& [word, count] : counts) {
    words.push_back({BytesOf(word), count});
  }
  std::map<Pair, int64_t> pairs;
  const auto add = [&](const Word& word, int64_t sign) {
    for (size_t i = 0; i + 1 < word.ids.size(); ++i) {
      pairs[{word.ids[i], word.ids[i + 1]}] += sign * word.count;
    }
  };
  for (const Word& word : words) add(word, 1);
  while (tokenizer.vocab_size() < vocab_size) {
    const auto best = std::max_element(
        pairs.begin(), pairs.end(),
        [](const auto& a, const auto& b) { return a.second < b.second; });
    if (best == pairs.end() || best->second < 2) break;
    const Pair pair = best->first;
    const int32_t id = static_cast<int32_t>(tokenizer.vocab_size());
    tokenizer.AddMerge(pair);
    for (Word& word : words) {
      bool has = false;
      for (size_t i = 0; i + 1 < word.ids.size() && !has; ++i) {
        has = word.ids[i] == pair.first && word.ids[i + 1] == pair.second;
      }
      if (!has) continue;
      add(word, -1);
      Join(word.ids, pair, id);
      add(word, 1);
    }
    pairs.erase(pair);
  }
  return tokenizer;
}

std::vector<int32_t> BPETokenizer::encode(std::string_view text) const {
  std::vector<int32_t> all;
  while (!text.empty()) {
    const std::string_view word = FirstWord(text);
    text.remove_prefix(word.size());
    std::vector<int32_t> ids = BytesOf(word);
    // Joins in the order of training: always the earliest pair that is there.
    while (ids.size() > 1) {
      const Pair* first = nullptr;
      int32_t id = 0;
      for (size_t i = 0; i + 1 < ids.size(); ++i) {
        const auto found = merge_ids_.find({ids[i], ids[i + 1]});
        if (found != merge_ids_.end() &&
            (first == nullptr || found->second < id)) {
          first = &found->first;
          id = found->second;
        }
      }
      if (first == nullptr) break;
      Join(ids, *first, id);
    }
    all.insert(all.end(), ids.begin(), ids.end());
  }
  return all;
}

std::string BPETokenizer::decode(absl::Span<const int32_t> ids) const {
  return Decode(tokens_, ids);
}

std::string BPETokenizer::to_json() const {
  return nlohmann::json{{"merges", merges_}}.dump();
}

absl::StatusOr<BPETokenizer> BPETokenizer::from_json(std::string_view json) {
  const absl::StatusOr<nlohmann::json> list = ArrayOf(json, "merges");
  if (!list.ok()) return list.status();
  constexpr size_t kMostMerges = 1 << 20, kLongestToken = 1 << 10;
  if (list->size() > kMostMerges) return Malformed("it has too many merges");
  BPETokenizer tokenizer;
  for (const nlohmann::json& entry : *list) {
    if (!entry.is_array() || entry.size() != 2 ||
        !entry[0].is_number_unsigned() || !entry[1].is_number_unsigned() ||
        entry[0].get<uint64_t>() >= tokenizer.tokens_.size() ||
        entry[1].get<uint64_t>() >= tokenizer.tokens_.size()) {
      return Malformed("merge " + std::to_string(tokenizer.merges_.size()) +
                       " is no pair of earlier ids");
    }
    const Pair pair(entry[0].get<int32_t>(), entry[1].get<int32_t>());
    if (tokenizer.merge_ids_.contains(pair) ||
        tokenizer.tokens_[pair.first].size() +
                tokenizer.tokens_[pair.second].size() >
            kLongestToken) {
      return Malformed("merge " + std::to_string(tokenizer.merges_.size()) +
                       " is there twice or makes too long a token");
    }
    tokenizer.AddMerge(pair);
  }
  return tokenizer;
}

}  // namespace tinytorch
