// Certificates that Chromium printed: genuine, forged, and without a code.
#include "tools/certificate/pdf.h"

#include <cstdlib>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/process/browser.h"

namespace olympics {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// As Chromium prints `page`.
std::string Printed(const std::string& page) {
  const std::string folder = ::testing::TempDir();
  setenv("HOME", folder.c_str(), 1);  // what a browser writes goes there
  const std::string html = folder + "/page.html", pdf = folder + "/page.pdf";
  EXPECT_TRUE(base::WriteFile(html, page).ok());
  const absl::Status s = PrintPdf(html, pdf);
  EXPECT_TRUE(s.ok()) << s;
  const absl::StatusOr<std::string> bytes = base::ReadFile(pdf);
  EXPECT_TRUE(bytes.ok());
  return bytes.value_or("");
}

class PdfTest : public ::testing::Test {
 protected:
  // A browser takes seconds: it prints once for all tests.
  static void SetUpTestSuite() {
    const Statement ann = {"CS <249r>",         "ann",
                           "Zoë & Ann (II) 陳", "Champion in Speed",
                           "3.00 times",        1796083200000};
    Statement eve = ann;
    eve.name = "Eve";
    key_ = new SecretKey(SecretKey::Create());
    code_ = new std::string(CodeOf(ann, *key_));
    ann_ = new Statement(ann);
    printed_ = new std::string(Printed(CertificatePage(ann, *code_)));
    other_ = new std::string(Printed(CertificatePage(eve, CodeOf(eve, *key_))));
  }

  void SetUp() override {
    const absl::StatusOr<std::string> pdf = SignedPdf(*printed_, *code_, *key_);
    ASSERT_TRUE(pdf.ok()) << pdf.status();
    pdf_ = *pdf;
  }

  absl::Status Verdict(const std::string& pdf) {
    return VerifyPdf(key_->public_key(), pdf).status();
  }

  static SecretKey* key_;
  static Statement* ann_;
  static std::string *code_, *printed_, *other_;
  std::string pdf_;
};

SecretKey* PdfTest::key_;
Statement* PdfTest::ann_;
std::string *PdfTest::code_, *PdfTest::printed_, *PdfTest::other_;

TEST_F(PdfTest, AGenuineOneIs) {
  const absl::StatusOr<Statement> statement =
      VerifyPdf(key_->public_key(), pdf_);
  ASSERT_TRUE(statement.ok()) << statement.status();
  EXPECT_EQ(*statement, *ann_);
}

TEST_F(PdfTest, IsStillAPdf) {
  EXPECT_THAT(pdf_, StartsWith(*printed_));
  EXPECT_THAT(pdf_, EndsWith("\n%%EOF\n"));
  // The cross references name where their object is.
  const size_t table = std::stoul(pdf_.substr(pdf_.rfind("startxref\n") + 10));
  EXPECT_EQ(pdf_.substr(table, 5), "xref\n");
  const size_t entry = pdf_.find('\n', table + 5) + 1;
  const size_t object = std::stoul(pdf_.substr(entry, 10));
  EXPECT_THAT(pdf_.substr(object, 20), HasSubstr(" 0 obj\n<<"));
  // And the table before stays in use for all others.
  const size_t before = std::stoul(pdf_.substr(pdf_.rfind("/Prev ") + 6));
  EXPECT_EQ(pdf_.substr(before, 5), "xref\n");
  EXPECT_LT(before, printed_->size());
}

TEST_F(PdfTest, OneThatAnotherCourseSignedIsNone) {
  EXPECT_TRUE(absl::IsPermissionDenied(
      VerifyPdf(SecretKey::Create().public_key(), pdf_).status()));
}

TEST_F(PdfTest, AnyChangedByteIsFound) {
  for (size_t at = 0; at < pdf_.size(); at += 97) {
    std::string changed = pdf_;
    changed[at] ^= 1;
    EXPECT_FALSE(Verdict(changed).ok()) << at;
  }
  EXPECT_FALSE(Verdict(pdf_ + "\n").ok());
  EXPECT_FALSE(Verdict(pdf_.substr(0, pdf_.size() - 1)).ok());
}

TEST_F(PdfTest, AnUpdateAddedLaterIsFound) {
  // What a reader shows of a PDF is its last update.
  const absl::Status s = Verdict(
      absl::StrCat(pdf_, "5 0 obj\n<<>>\nendobj\nxref\n5 1\n", pdf_.size(),
                   " 00000 n \ntrailer\n<<>>\nstartxref\n1\n%%EOF\n"));
  EXPECT_TRUE(absl::IsPermissionDenied(s)) << s;
  EXPECT_THAT(std::string(s.message()), HasSubstr("was changed after"));
}

TEST_F(PdfTest, TheCodeOfAnotherCertificateIsFound) {
  // Eve's page with the information of Ann's.
  const std::string forged = *other_ + pdf_.substr(printed_->size());
  const absl::Status s = Verdict(forged);
  EXPECT_TRUE(absl::IsPermissionDenied(s)) << s;
  // The code on the page is no token of the file.
  const size_t from = pdf_.rfind("tito-certificate:") + 17;
  std::string token = pdf_.substr(from, pdf_.find(')', from) - from);
  const absl::Status code =
      Verdict(absl::StrReplaceAll(pdf_, {{token, *code_}}));
  EXPECT_TRUE(absl::IsPermissionDenied(code)) << code;
}

TEST_F(PdfTest, WhatCarriesNoCodeIsToldSo) {
  const absl::Status s = Verdict(*printed_);
  EXPECT_TRUE(absl::IsNotFound(s)) << s;
  EXPECT_THAT(std::string(s.message()), HasSubstr("carries no certificate"));
  EXPECT_TRUE(absl::IsNotFound(Verdict("%PDF-1.4\n")));
}

TEST_F(PdfTest, OnlyAPrintedPdfIsSigned) {
  for (const std::string& bytes :
       {std::string(), std::string("<html>"), std::string("%PDF-1.4\n%%EOF\n"),
        printed_->substr(0, printed_->size() / 2),
        absl::StrReplaceAll(*printed_, {{"/Info", "/Into"}})}) {
    EXPECT_TRUE(
        absl::IsInvalidArgument(SignedPdf(bytes, *code_, *key_).status()));
  }
}

}  // namespace
}  // namespace olympics
