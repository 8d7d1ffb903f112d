// The course's key: what is on record, and what is handed out (certificates,
// JUnit files), carries its Ed25519 signature (RFC 8032, by libsodium).
#ifndef TOOLS_SIGNING_KEYS_H_
#define TOOLS_SIGNING_KEYS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace olympics {

// Enough to check signatures; made to be given away.
class PublicKey {
 public:
  // From Text(). InvalidArgument if it is none.
  static absl::StatusOr<PublicKey> Parse(const std::string& text);

  // One line, "ed25519:" and base64.
  std::string Text() const;

  bool Verify(const std::string& message, const std::string& signature) const;

  bool operator==(const PublicKey&) const = default;

 private:
  friend class SecretKey;
  std::string bytes_;  // 32
};

class SecretKey {
 public:
  static SecretKey Create();

  // From Text(). InvalidArgument if it is none.
  static absl::StatusOr<SecretKey> Parse(const std::string& text);

  // One line, "ed25519-secret:" and base64.
  std::string Text() const;

  // 64 bytes.
  std::string Sign(const std::string& message) const;

  const PublicKey& public_key() const { return public_; }

 private:
  std::string bytes_;  // 64, as libsodium has it
  PublicKey public_;
};

// What a course has of its own key.
struct Keys {
  std::optional<SecretKey> secret;  // not where the record is only read
  PublicKey public_key;
};

// <folder>/key (readable by its owner alone) and <folder>/key.pub. NotFound if
// there is neither; FailedPrecondition if they are no pair, or others may read
// the secret one.
absl::StatusOr<Keys> LoadKeys(const std::string& folder);

// <folder>/key.pub alone: for whoever only reads. NotFound if there is none.
absl::StatusOr<PublicKey> LoadPublicKey(const std::string& folder);

// Makes <folder>/key.pub, unless there is one.
absl::Status PlacePublicKey(const std::string& folder, const PublicKey& key);

// LoadKeys, making them first where there are none. Of several that make them
// at once all get the same.
absl::StatusOr<Keys> LoadOrMakeKeys(const std::string& folder);

// 32 bytes: BLAKE2b-256.
std::string Digest(const std::string& bytes);

// Base64 of RFC 4648, section 5, without padding.
std::string ToBase64Url(const std::string& bytes);
absl::StatusOr<std::string> FromBase64Url(const std::string& text);

// A JSON Web Signature in its compact form (RFC 7515), "alg": "EdDSA" (RFC
// 8037): any JWT library checks it with the public key.
std::string SignJws(const SecretKey& key, const std::string& payload);

// The payload; InvalidArgument if `token` is none, PermissionDenied if it was
// not signed with this key, or changed since.
absl::StatusOr<std::string> VerifyJws(const PublicKey& key,
                                      const std::string& token);

}  // namespace olympics

#endif  // TOOLS_SIGNING_KEYS_H_
