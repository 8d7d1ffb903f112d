#include "grader/report/sha256.h"

#include <sodium/crypto_hash_sha256.h>

#include "absl/strings/escaping.h"

namespace olympics {

std::string Sha256Hex(const std::string& bytes) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(hash), sizeof(hash)));
}

}  // namespace olympics
