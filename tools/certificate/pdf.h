// Certificates on paper: a PDF that says itself whether it is genuine.
#ifndef TOOLS_CERTIFICATE_PDF_H_
#define TOOLS_CERTIFICATE_PDF_H_

#include <string>

#include "absl/status/statusor.h"
#include "tools/certificate/certificate.h"
#include "tools/signing/keys.h"

namespace olympics {

// A page that prints as CertificateSvg is seen: A4, without margins.
std::string CertificatePage(const Statement& statement,
                            const std::string& code);

// What a browser printed, signed as it is: its document information gets the
// keywords "tito-certificate:TOKEN", where TOKEN is a JWS of the certificate's
// code and of the digest of every byte that was there before. Any reader of PDF
// shows the same as before. InvalidArgument if `printed` is no PDF with a plain
// cross-reference table, which is what Chromium prints.
//
//   SignedPdf(printed, code, key)    the same and 2 KB more
//   SignedPdf("<html>", code, key)   InvalidArgument
absl::StatusOr<std::string> SignedPdf(const std::string& printed,
                                      const std::string& code,
                                      const SecretKey& key);

bool IsPdf(const std::string& bytes);

// The statement of a file that is, to the byte, what SignedPdf makes of what it
// holds. NotFound if there is no token in it: a page that somebody printed by
// themselves, whose code has to be given instead. PermissionDenied if the
// course did not sign it, or if anything in it was changed since.
absl::StatusOr<Statement> VerifyPdf(const PublicKey& key,
                                    const std::string& pdf);

}  // namespace olympics

#endif  // TOOLS_CERTIFICATE_PDF_H_
