// SHA-256 of what is in memory (FIPS 180-4), by libsodium.
#ifndef GRADER_REPORT_SHA256_H_
#define GRADER_REPORT_SHA256_H_

#include <string>

namespace olympics {

// In hexadecimal, lower case.
std::string Sha256Hex(const std::string& bytes);

}  // namespace olympics

#endif  // GRADER_REPORT_SHA256_H_
