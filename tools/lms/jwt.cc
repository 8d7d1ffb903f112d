#include "tools/lms/jwt.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/signing/keys.h"

namespace olympics {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* t) const {
    Free(t);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;
using Digester = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Freed<EVP_PKEY_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>>;

constexpr int kFewestBits = 2048;

const unsigned char* Bytes(const std::string& s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}
unsigned char* Bytes(std::string& s) {
  return reinterpret_cast<unsigned char*>(s.data());
}

std::string NumberOf(EVP_PKEY* key, const char* name) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) return "";
  const Number number(raw);
  std::string bytes(BN_num_bytes(raw), '\0');
  BN_bn2bin(raw, Bytes(bytes));
  return bytes;
}

std::shared_ptr<EVP_PKEY> PublicKeyOf(const Json& jwk) {
  const auto number = [&](const char* name) -> Number {
    if (!jwk.contains(name) || !jwk[name].is_string()) return nullptr;
    const auto bytes = FromBase64Url(jwk[name].get<std::string>());
    if (!bytes.ok()) return nullptr;
    return Number(
        BN_bin2bn(Bytes(*bytes), static_cast<int>(bytes->size()), nullptr));
  };
  const Number n = number("n"), e = number("e");
  const Builder builder(OSSL_PARAM_BLD_new());
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  if (n == nullptr || e == nullptr ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) !=
          1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) !=
          1) {
    return nullptr;
  }
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY,
                        params.get()) != 1) {
    return nullptr;
  }
  return {key, EVP_PKEY_free};
}

}  // namespace

absl::StatusOr<RsaKey> RsaKey::Create(int bits) {
  EVP_PKEY* key = EVP_RSA_gen(static_cast<unsigned int>(bits));
  if (key == nullptr) return absl::InternalError("OpenSSL makes no RSA key");
  return RsaKey({key, EVP_PKEY_free});
}

absl::StatusOr<RsaKey> RsaKey::Parse(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // No prompt for a passphrase.
  std::shared_ptr<EVP_PKEY> key(
      PEM_read_bio_PrivateKey(
          bio.get(), nullptr, [](char*, int, int, void*) { return -1; },
          nullptr),
      EVP_PKEY_free);
  if (key == nullptr || EVP_PKEY_is_a(key.get(), "RSA") != 1 ||
      EVP_PKEY_get_bits(key.get()) < kFewestBits) {
    return absl::InvalidArgumentError(absl::StrCat(
        "no RSA private key of ", kFewestBits,
        " bits or more in PEM without a passphrase; `tito olympics lti-key` "
        "makes one"));
  }
  return RsaKey(std::move(key));
}

std::string RsaKey::Pem() const {
  const Bio bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0,
                                nullptr, nullptr);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<size_t>(size)};
}

OrderedJson RsaKey::Jwks(const std::string& key_id) const {
  const OrderedJson key = {
      {"kty", "RSA"},
      {"use", "sig"},
      {"alg", "RS256"},
      {"kid", key_id},
      {"n", ToBase64Url(NumberOf(key_.get(), OSSL_PKEY_PARAM_RSA_N))},
      {"e", ToBase64Url(NumberOf(key_.get(), OSSL_PKEY_PARAM_RSA_E))}};
  return {{"keys", OrderedJson::array({key})}};
}

absl::StatusOr<std::string> RsaKey::SignJwt(const OrderedJson& claims,
                                            const std::string& key_id) const {
  OrderedJson header = {{"alg", "RS256"}, {"typ", "JWT"}};
  if (!key_id.empty()) header["kid"] = key_id;
  const std::string part =
      absl::StrCat(ToBase64Url(header.dump()), ".", ToBase64Url(claims.dump()));
  const Digester digester(EVP_MD_CTX_new());
  size_t size = 0;
  std::string signature;
  bool ok = EVP_DigestSignInit(digester.get(), nullptr, EVP_sha256(), nullptr,
                               key_.get()) == 1 &&
            EVP_DigestSign(digester.get(), nullptr, &size, Bytes(part),
                           part.size()) == 1;
  if (ok) {
    signature.resize(size);
    ok = EVP_DigestSign(digester.get(), Bytes(signature), &size, Bytes(part),
                        part.size()) == 1;
    signature.resize(size);
  }
  if (!ok) return absl::InternalError("OpenSSL does not sign");
  return absl::StrCat(part, ".", ToBase64Url(signature));
}

absl::StatusOr<Json> VerifyJwt(const Json& jwks, const std::string& token) {
  const absl::Status denied =
      absl::PermissionDeniedError("the token is not signed with a known key");
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  if (parts.size() != 3 || !jwks.contains("keys")) return denied;
  const auto head = FromBase64Url(parts[0]), body = FromBase64Url(parts[1]),
             signature = FromBase64Url(parts[2]);
  if (!head.ok() || !body.ok() || !signature.ok()) return denied;
  const Json header = Json::parse(*head, nullptr, false);
  if (!header.is_object() || header.value("alg", Json()) != "RS256") {
    return denied;
  }
  const std::string part = absl::StrCat(parts[0], ".", parts[1]);
  for (const Json& jwk : jwks["keys"]) {
    if (header.contains("kid") && jwk.value("kid", Json()) != header["kid"]) {
      continue;
    }
    const std::shared_ptr<EVP_PKEY> key = PublicKeyOf(jwk);
    if (key == nullptr) continue;
    const Digester digester(EVP_MD_CTX_new());
    if (EVP_DigestVerifyInit(digester.get(), nullptr, EVP_sha256(), nullptr,
                             key.get()) != 1 ||
        EVP_DigestVerify(digester.get(), Bytes(*signature), signature->size(),
                         Bytes(part), part.size()) != 1) {
      continue;
    }
    Json claims = Json::parse(*body, nullptr, false);
    if (claims.is_object()) return claims;
  }
  return denied;
}

}  // namespace olympics
