// JSON Web Tokens as LTI platforms want them: RS256 (RFC 7518, section 3.3).
#ifndef TOOLS_LMS_JWT_H_
#define TOOLS_LMS_JWT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "nlohmann/json.hpp"

struct evp_pkey_st;

namespace olympics {

// An RSA key pair.
class RsaKey {
 public:
  static absl::StatusOr<RsaKey> Create(int bits = 2048);
  // From PEM. InvalidArgument if it is no RSA private key of 2048 bits or more.
  static absl::StatusOr<RsaKey> Parse(const std::string& pem);

  // PKCS #8, in PEM.
  std::string Pem() const;

  // The public half as a JSON Web Key Set (RFC 7517), for the platform.
  nlohmann::ordered_json Jwks(const std::string& key_id) const;

  // The token in its compact form, with this "kid".
  absl::StatusOr<std::string> SignJwt(const nlohmann::ordered_json& claims,
                                      const std::string& key_id) const;

 private:
  explicit RsaKey(std::shared_ptr<evp_pkey_st> key) : key_(std::move(key)) {}
  std::shared_ptr<evp_pkey_st> key_;
};

// The payload of a token that was signed with the private half of a key of the
// set. PermissionDenied if it was not.
absl::StatusOr<nlohmann::json> VerifyJwt(const nlohmann::json& jwks,
                                         const std::string& token);

}  // namespace olympics

#endif  // TOOLS_LMS_JWT_H_
