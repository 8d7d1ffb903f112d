#include "categories/digest.h"

#include <cstdint>

#include "absl/strings/str_format.h"

namespace olympics {
namespace {

// FNV-1a of the wire format, which has the fields in the order of their
// numbers: no spec has a map.
std::string Hash(const google::protobuf::MessageLite& message) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : message.SerializeAsString()) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return absl::StrFormat("%016x", hash);
}

}  // namespace

std::string DigestOf(const CategorySpec& spec) {
  CategorySpec graded = spec;
  graded.clear_title();
  graded.clear_sign();
  graded.clear_order();
  graded.clear_difficulty();
  return Hash(graded);
}

std::string DigestOf(const TaskSpec& task) {
  TaskSpec graded = task;
  graded.clear_title();
  return Hash(graded);
}

}  // namespace olympics
