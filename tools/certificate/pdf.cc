#include "tools/certificate/pdf.h"

#include <cstddef>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "base/status_macros.h"
#include "nlohmann/json.hpp"
#include "tools/portfolio/html.h"

namespace olympics {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kKeywords[] = "/Keywords (tito-certificate:";
// Where what is added to a printed file begins. A comment to all readers.
constexpr char kAdded[] = "\n% signed by tito\n";

// The text between the last `begin` and the first `end` after it.
std::optional<std::string> Between(const std::string& text,
                                   const std::string& begin,
                                   const std::string& end) {
  const size_t at = text.rfind(begin);
  if (at == std::string::npos) return std::nullopt;
  const size_t from = at + begin.size();
  const size_t to = text.find(end, from);
  if (to == std::string::npos) return std::nullopt;
  return text.substr(from, to - from);
}

// The number that follows `key` in a dictionary.
std::optional<size_t> NumberAfter(const std::string& dictionary,
                                  const std::string& key) {
  const size_t at = dictionary.find(key + " ");
  if (at == std::string::npos) return std::nullopt;
  const size_t from = at + key.size() + 1;
  const size_t to = dictionary.find_first_not_of("0123456789", from);
  size_t value = 0;
  if (to == std::string::npos ||
      !absl::SimpleAtoi(absl::string_view(dictionary).substr(from, to - from),
                        &value)) {
    return std::nullopt;
  }
  return value;
}

// What a PDF's end says of it.
struct Ending {
  std::string trailer;         // what its dictionary holds
  size_t table = 0, info = 0;  // of the cross references; of the information
  std::string information;     // what that dictionary holds
};

std::optional<Ending> EndingOf(const std::string& pdf) {
  const auto trailer = Between(pdf, "trailer\n<<", ">>\nstartxref\n");
  const auto table = Between(pdf, "startxref\n", "\n%%EOF");
  Ending e;
  if (!IsPdf(pdf) || !trailer.has_value() || !table.has_value() ||
      !absl::SimpleAtoi(*table, &e.table) || e.table >= pdf.size() ||
      !absl::StartsWith(absl::string_view(pdf).substr(e.table), "xref\n")) {
    return std::nullopt;
  }
  e.trailer = *trailer;
  const auto info = NumberAfter(e.trailer, "/Info");
  if (!info.has_value()) return std::nullopt;
  e.info = *info;
  const auto information =
      Between(pdf, absl::StrCat("\n", e.info, " 0 obj\n<<"), ">>\nendobj");
  if (!information.has_value()) return std::nullopt;
  e.information = *information;
  return e;
}

// The printed file with the token among its information: an incremental update
// (ISO 32000-1, 7.5.6) that replaces the one object.
std::optional<std::string> WithToken(const std::string& printed,
                                     const std::string& token) {
  const std::optional<Ending> e = EndingOf(printed);
  if (!e.has_value()) return std::nullopt;
  std::string pdf = absl::StrCat(printed, kAdded);
  const size_t object = pdf.size();
  absl::StrAppend(&pdf, e->info, " 0 obj\n<<", e->information, "\n", kKeywords,
                  token, ")>>\nendobj\n");
  const size_t table = pdf.size();
  absl::StrAppend(&pdf, "xref\n", e->info, " 1\n",
                  absl::StrFormat("%010d 00000 n \n", object), "trailer\n<<",
                  e->trailer, "\n/Prev ", e->table, ">>\nstartxref\n", table,
                  "\n%%EOF\n");
  return pdf;
}

std::string TokenOf(const std::string& printed, const std::string& code,
                    const SecretKey& key) {
  const Json json = {{"certificate", code},
                     {"pdf", ToBase64Url(Digest(printed))}};
  return SignJws(key, json.dump());
}

}  // namespace

std::string CertificatePage(const Statement& statement,
                            const std::string& code) {
  return absl::StrCat(
      "<!doctype html><meta charset=\"utf-8\"><title>",
      EscapeHtml(absl::StrCat(statement.achievement, ": ", statement.name)),
      "</title><style>@page{size:A4 landscape;margin:0}"
      "body{margin:0}svg{display:block;width:297mm;"
      "height:209.5mm}</style>",
      CertificateSvg(statement, code));
}

bool IsPdf(const std::string& bytes) {
  return absl::StartsWith(bytes, "%PDF-");
}

absl::StatusOr<std::string> SignedPdf(const std::string& printed,
                                      const std::string& code,
                                      const SecretKey& key) {
  std::optional<std::string> pdf =
      WithToken(printed, TokenOf(printed, code, key));
  if (!pdf.has_value()) {
    return absl::InvalidArgumentError(
        "the browser printed no PDF that can be signed (one with a plain "
        "cross-reference table); print the SVG from any browser instead");
  }
  return *std::move(pdf);
}

absl::StatusOr<Statement> VerifyPdf(const PublicKey& key,
                                    const std::string& pdf) {
  const std::optional<std::string> token = Between(pdf, kKeywords, ")");
  if (!token.has_value()) {
    return absl::NotFoundError(
        "this PDF carries no certificate's code: it was printed or saved by "
        "another program than tito; give the .svg file instead, or the code "
        "that is printed on the page (eyJ...)");
  }
  ASSIGN_OR_RETURN(const std::string payload, VerifyJws(key, *token));
  const Json json = Json::parse(payload, nullptr, false);
  if (!json.is_object() || !json.contains("certificate") ||
      !json["certificate"].is_string() || !json.contains("pdf") ||
      !json["pdf"].is_string()) {
    return absl::PermissionDeniedError(
        "the course signed the code in this PDF, but for something else than a "
        "PDF");
  }
  const std::string printed = pdf.substr(0, pdf.rfind(kAdded));
  if (ToBase64Url(Digest(printed)) != json["pdf"].get<std::string>() ||
      WithToken(printed, *token) != pdf) {
    return absl::PermissionDeniedError(
        "this PDF was changed after the course signed it");
  }
  return VerifyCode(key, json["certificate"].get<std::string>());
}

}  // namespace olympics
