#include "tools/signing/keys.h"

#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "nlohmann/json.hpp"

namespace olympics {
namespace {

constexpr char kPublicPrefix[] = "ed25519:";
constexpr char kSecretPrefix[] = "ed25519-secret:";

const unsigned char* Bytes(const std::string& s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}
unsigned char* Bytes(std::string& s) {
  return reinterpret_cast<unsigned char*>(s.data());
}

void Initialise() {
  // Once is enough, and more do no harm; it fails only without any randomness.
  if (sodium_init() < 0) std::abort();
}

std::string Encode(const std::string& bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), Bytes(bytes), bytes.size(),
                    variant);
  text.pop_back();  // its terminating zero
  return text;
}

std::optional<std::string> Decode(const std::string& text, int variant) {
  std::string bytes(text.size(), '\0');
  size_t size = 0;
  if (sodium_base642bin(Bytes(bytes), bytes.size(), text.data(), text.size(),
                        nullptr, &size, nullptr, variant) != 0) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

// The bytes of a key's line: `size` of them.
absl::StatusOr<std::string> KeyBytes(const std::string& text,
                                     const char* prefix, size_t size) {
  absl::string_view line = absl::StripSuffix(text, "\n");
  if (absl::ConsumePrefix(&line, prefix)) {
    const std::optional<std::string> bytes =
        Decode(std::string(line), sodium_base64_VARIANT_ORIGINAL);
    if (bytes.has_value() && bytes->size() == size) return *bytes;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("no key: it must be one line, ", prefix, "..."));
}

std::string SecretPath(const std::string& folder) { return folder + "/key"; }
std::string PublicPath(const std::string& folder) {
  return folder + "/key.pub";
}

absl::Status In(const std::string& path, const absl::Status& status) {
  return absl::FailedPreconditionError(
      absl::StrCat(path, ": ", std::string(status.message())));
}

}  // namespace

absl::StatusOr<PublicKey> PublicKey::Parse(const std::string& text) {
  Initialise();
  ASSIGN_OR_RETURN(std::string bytes,
                   KeyBytes(text, kPublicPrefix, crypto_sign_PUBLICKEYBYTES));
  PublicKey key;
  key.bytes_ = std::move(bytes);
  return key;
}

std::string PublicKey::Text() const {
  return kPublicPrefix + Encode(bytes_, sodium_base64_VARIANT_ORIGINAL);
}

bool PublicKey::Verify(const std::string& message,
                       const std::string& signature) const {
  return bytes_.size() == crypto_sign_PUBLICKEYBYTES &&
         signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(Bytes(signature), Bytes(message),
                                     message.size(), Bytes(bytes_)) == 0;
}

SecretKey SecretKey::Create() {
  Initialise();
  SecretKey key;
  key.bytes_.resize(crypto_sign_SECRETKEYBYTES);
  key.public_.bytes_.resize(crypto_sign_PUBLICKEYBYTES);
  crypto_sign_keypair(Bytes(key.public_.bytes_), Bytes(key.bytes_));
  return key;
}

absl::StatusOr<SecretKey> SecretKey::Parse(const std::string& text) {
  Initialise();
  ASSIGN_OR_RETURN(std::string bytes,
                   KeyBytes(text, kSecretPrefix, crypto_sign_SECRETKEYBYTES));
  SecretKey key;
  key.bytes_ = std::move(bytes);
  key.public_.bytes_.resize(crypto_sign_PUBLICKEYBYTES);
  crypto_sign_ed25519_sk_to_pk(Bytes(key.public_.bytes_), Bytes(key.bytes_));
  return key;
}

std::string SecretKey::Text() const {
  return kSecretPrefix + Encode(bytes_, sodium_base64_VARIANT_ORIGINAL);
}

std::string SecretKey::Sign(const std::string& message) const {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(Bytes(signature), nullptr, Bytes(message),
                       message.size(), Bytes(bytes_));
  return signature;
}

absl::StatusOr<PublicKey> LoadPublicKey(const std::string& folder) {
  const std::string path = PublicPath(folder);
  if (access(path.c_str(), F_OK) != 0) {
    return absl::NotFoundError(absl::StrCat("there is no key in ", folder,
                                            "; `tito course init` makes one"));
  }
  ASSIGN_OR_RETURN(const std::string text, base::ReadFile(path));
  absl::StatusOr<PublicKey> key = PublicKey::Parse(text);
  if (!key.ok()) return In(path, key.status());
  return key;
}

absl::Status PlacePublicKey(const std::string& folder, const PublicKey& key) {
  const std::string path = PublicPath(folder);
  if (access(path.c_str(), F_OK) == 0) return absl::OkStatus();
  return base::WriteFile(path, key.Text() + "\n",
                         {.mode = 0644, .keep_existing = true});
}

absl::StatusOr<Keys> LoadKeys(const std::string& folder) {
  Keys keys;
  const std::string secret_path = SecretPath(folder);
  struct stat info;
  if (stat(secret_path.c_str(), &info) == 0) {
    if ((info.st_mode & 077) != 0) {
      return absl::FailedPreconditionError(
          absl::StrCat(secret_path, " can be read by others: chmod 600 ",
                       secret_path, ", and think of who may have"));
    }
    ASSIGN_OR_RETURN(const std::string text, base::ReadFile(secret_path));
    absl::StatusOr<SecretKey> secret = SecretKey::Parse(text);
    if (!secret.ok()) return In(secret_path, secret.status());
    keys.public_key = secret->public_key();
    keys.secret = *std::move(secret);
  }
  const absl::StatusOr<PublicKey> key = LoadPublicKey(folder);
  if (absl::IsNotFound(key.status()) && keys.secret.has_value()) return keys;
  if (!key.ok()) return key.status();
  if (keys.secret.has_value() && keys.public_key != *key) {
    return absl::FailedPreconditionError(
        absl::StrCat(PublicPath(folder), " is not the public key of ",
                     secret_path, ": restore both from a backup"));
  }
  keys.public_key = *key;
  return keys;
}

absl::StatusOr<Keys> LoadOrMakeKeys(const std::string& folder) {
  absl::StatusOr<Keys> keys = LoadKeys(folder);
  if (!absl::IsNotFound(keys.status())) return keys;
  RETURN_IF_ERROR(base::MakeFolder(folder));
  const SecretKey made = SecretKey::Create();
  RETURN_IF_ERROR(base::WriteFile(SecretPath(folder), made.Text() + "\n",
                                  {.mode = 0600, .keep_existing = true}));
  keys = LoadKeys(folder);  // ours, or that of another who was first
  if (!keys.ok()) return keys;
  RETURN_IF_ERROR(PlacePublicKey(folder, keys->public_key));
  return keys;
}

std::string Digest(const std::string& bytes) {
  std::string digest(crypto_generichash_BYTES, '\0');
  crypto_generichash(Bytes(digest), digest.size(), Bytes(bytes), bytes.size(),
                     nullptr, 0);
  return digest;
}

std::string ToBase64Url(const std::string& bytes) {
  return Encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

absl::StatusOr<std::string> FromBase64Url(const std::string& text) {
  std::optional<std::string> bytes =
      Decode(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  if (bytes.has_value()) return *std::move(bytes);
  return absl::InvalidArgumentError("no base64url");
}

std::string SignJws(const SecretKey& key, const std::string& payload) {
  const std::string signed_part = absl::StrCat(
      ToBase64Url(R"({"alg":"EdDSA"})"), ".", ToBase64Url(payload));
  return absl::StrCat(signed_part, ".", ToBase64Url(key.Sign(signed_part)));
}

absl::StatusOr<std::string> VerifyJws(const PublicKey& key,
                                      const std::string& token) {
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  const absl::Status none =
      absl::InvalidArgumentError("this is no verification code");
  if (parts.size() != 3) return none;
  const absl::StatusOr<std::string> head = FromBase64Url(parts[0]);
  absl::StatusOr<std::string> payload = FromBase64Url(parts[1]);
  const absl::StatusOr<std::string> signature = FromBase64Url(parts[2]);
  if (!head.ok() || !payload.ok() || !signature.ok()) return none;
  // The one algorithm that there is: what a token says of itself is no choice.
  const auto json = nlohmann::json::parse(*head, nullptr, false);
  if (!json.is_object() || json.value("alg", nlohmann::json()) != "EdDSA") {
    return none;
  }
  if (!key.Verify(absl::StrCat(parts[0], ".", parts[1]), *signature)) {
    return absl::PermissionDeniedError(
        "this was not signed with the course's key, or was changed since");
  }
  return payload;
}

}  // namespace olympics
