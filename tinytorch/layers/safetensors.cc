#include "tinytorch/layers/safetensors.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "tinytorch/base/check.h"

namespace tinytorch {
namespace {

static_assert(std::endian::native == std::endian::little,
              "the format is little endian and so is this reader");

using Json = nlohmann::ordered_json;

absl::Status Malformed(const std::string& what) {
  return absl::InvalidArgumentError("not a safetensors file: " + what);
}

// A non-negative integer of at most 2^53, so that products can be checked.
bool Natural(const Json& value, uint64_t& out) {
  if (!value.is_number_unsigned()) return false;
  out = value.get<uint64_t>();
  return out <= (uint64_t{1} << 53);
}

// Keeps the first duplicate key from being lost silently: the parser's callback
// sees every key, the finished object only the last of each.
struct DuplicateKeys {
  std::vector<std::vector<std::string>> open;
  bool found = false;
  bool operator()(int, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) open.emplace_back();
    if (event == Json::parse_event_t::object_end && !open.empty()) {
      std::vector<std::string>& keys = open.back();
      std::sort(keys.begin(), keys.end());
      if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) {
        found = true;
      }
      open.pop_back();
    }
    if (event == Json::parse_event_t::key && !open.empty()) {
      open.back().push_back(parsed.get<std::string>());
    }
    return true;
  }
};

bool TooDeep(absl::Span<const char> text) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > 8) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

}  // namespace

std::string serialize_safetensors(const StateDict& state,
                                  const std::set<std::string>& int8) {
  Json header = Json::object();
  std::string data;
  for (const bool bytes : {false, true}) {
    for (const auto& [name, tensor] : state) {
      if (int8.contains(name) != bytes) continue;
      const size_t begin = data.size();
      const Tensor c = tensor.contiguous();
      if (bytes) {
        for (int64_t i = 0; i < c.numel(); ++i) {
          const float v = c.data()[i];
          TT_CHECK(v >= -128 && v <= 127 && v == std::floor(v))
              << "safetensors: " << v << " in \"" << name
              << "\" does not fit into a signed byte";
          data.push_back(static_cast<char>(static_cast<int8_t>(v)));
        }
      } else {
        data.append(reinterpret_cast<const char*>(c.data()),
                    c.numel() * sizeof(float));
      }
      header[name] = {{"dtype", bytes ? "I8" : "F32"},
                      {"shape", tensor.sizes()},
                      {"data_offsets", {begin, data.size()}}};
    }
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');
  std::string file(8, '\0');
  const uint64_t length = text.size();
  std::memcpy(file.data(), &length, 8);
  return file + text + data;
}

absl::StatusOr<StateDict> parse_safetensors(absl::Span<const char> bytes) {
  if (bytes.size() < 8) {
    return Malformed(absl::StrCat("it has ", bytes.size(),
                                  " bytes, fewer than the 8 of its length"));
  }
  uint64_t length;
  std::memcpy(&length, bytes.data(), 8);
  if (length > kMaxSafetensorsHeader || length > bytes.size() - 8) {
    return Malformed(absl::StrCat("its header of ", length,
                                  " bytes does not fit in its ", bytes.size()));
  }
  const absl::Span<const char> text = bytes.subspan(8, length);
  const absl::Span<const char> data = bytes.subspan(8 + length);
  if (length == 0 || text[0] != '{') {
    return Malformed("its header does not start with '{'");
  }
  if (TooDeep(text)) return Malformed("its header is nested too deep");
  DuplicateKeys duplicates;
  const Json header =
      Json::parse(text.begin(), text.end(), std::ref(duplicates),
                  /*allow_exceptions=*/false);
  if (header.is_discarded() || !header.is_object()) {
    return Malformed("its header is not valid JSON");
  }
  if (duplicates.found) return Malformed("its header repeats a name");

  struct Entry {
    uint64_t begin, end;
    std::string name;
    Shape shape;
    bool bytes;
  };
  std::vector<Entry> entries;
  for (const auto& [name, info] : header.items()) {
    if (name == "__metadata__") continue;
    const auto wrong = [&name = name](const std::string& what) {
      return Malformed(absl::StrCat("tensor \"", name, "\" ", what));
    };
    if (!info.is_object() || !info.contains("dtype") ||
        !info.contains("shape") || !info.contains("data_offsets")) {
      return wrong("lacks dtype, shape or data_offsets");
    }
    if (!info["dtype"].is_string() ||
        (info["dtype"] != "F32" && info["dtype"] != "I8")) {
      return wrong(absl::StrCat("is of type ", info["dtype"].dump(),
                                "; only \"F32\" and \"I8\" are read"));
    }
    if (!info["shape"].is_array() || info["shape"].size() > 16) {
      return wrong("has a shape that is no list of at most 16 sizes");
    }
    Entry entry;
    entry.name = name;
    entry.bytes = info["dtype"] == "I8";
    // Strides are counted of the sizes that are not 0, whether one is or not.
    uint64_t extent = 1;
    bool empty = false;
    for (const Json& size : info["shape"]) {
      uint64_t n;
      if (!Natural(size, n)) return wrong("has a size that is no count");
      empty = empty || n == 0;
      if (n != 0 && extent > (uint64_t{1} << 53) / n) {
        return wrong("has more elements than can be");
      }
      if (n != 0) extent *= n;
      entry.shape.push_back(static_cast<int64_t>(n));
    }
    const uint64_t count = empty ? 0 : extent;
    const Json& offsets = info["data_offsets"];
    if (!offsets.is_array() || offsets.size() != 2 ||
        !Natural(offsets[0], entry.begin) || !Natural(offsets[1], entry.end) ||
        entry.begin > entry.end || entry.end > data.size()) {
      return wrong("has offsets outside the file");
    }
    if (entry.end - entry.begin != count * (entry.bytes ? 1 : sizeof(float))) {
      return wrong(absl::StrCat("has ", entry.end - entry.begin,
                                " bytes for the shape ",
                                to_string(entry.shape)));
    }
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  uint64_t at = 0;
  for (const Entry& e : entries) {
    if (e.begin != at) {
      return Malformed(absl::StrCat("tensor \"", e.name,
                                    "\" overlaps another or leaves a gap"));
    }
    at = e.end;
  }
  if (at != data.size()) {
    return Malformed(absl::StrCat(data.size() - at,
                                  " bytes at its end belong to no tensor"));
  }
  StateDict state;
  for (const Entry& e : entries) {
    Tensor tensor = Tensor::empty(e.shape);
    if (e.bytes) {
      for (uint64_t i = e.begin; i < e.end; ++i) {
        tensor.data()[i - e.begin] = static_cast<signed char>(data[i]);
      }
    } else if (e.end > e.begin) {
      std::memcpy(tensor.data(), data.data() + e.begin, e.end - e.begin);
    }
    state[e.name] = tensor;
  }
  return state;
}

absl::Status save_safetensors(const StateDict& state, const std::string& path,
                              const std::set<std::string>& int8) {
  const std::string bytes = serialize_safetensors(state, int8);
  const auto write = [&](std::ofstream& file) {
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    return file.good();
  };
  const std::string temporary = path + ".part";
  std::ofstream beside(temporary, std::ios::binary | std::ios::trunc);
  if (beside.is_open()) {
    // What is at `path` stays as it is where the disk is full.
    if (write(beside) && std::rename(temporary.c_str(), path.c_str()) == 0) {
      return absl::OkStatus();
    }
    std::remove(temporary.c_str());
  } else {
    // A folder that takes no new file, as a training's.
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (file.is_open() && write(file)) return absl::OkStatus();
  }
  return absl::UnavailableError(
      absl::StrCat("cannot write the weights to ", path));
}

absl::StatusOr<StateDict> load_safetensors(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot open ", path));
  std::ostringstream content;
  content << file.rdbuf();
  if (!file) return absl::DataLossError(absl::StrCat("cannot read ", path));
  const std::string bytes = std::move(content).str();
  absl::StatusOr<StateDict> state = parse_safetensors(bytes);
  if (!state.ok()) {
    return absl::Status(
        state.status().code(),
        absl::StrCat(path, ": ", std::string(state.status().message())));
  }
  return state;
}

}  // namespace tinytorch
