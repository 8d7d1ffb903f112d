#include "tools/intake/register.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

Student Alice() {
  Student s;
  s.submission = "alice";
  s.name = "Chen, \"Alice\" 陳";
  s.id = "17";
  s.email = "alice@example.edu";
  return s;
}

std::string Why(const std::string& csv, const Student& student) {
  const auto with = StudentsWith(csv, student);
  return with.ok() ? "" : std::string(with.status().message());
}

TEST(RegisterTest, TheFirstStudentMakesTheFile) {
  const auto csv = StudentsWith("", Alice());
  ASSERT_TRUE(csv.ok()) << csv.status();
  const auto back = ParseStudents(*csv);
  ASSERT_TRUE(back.ok()) << back.status();
  ASSERT_EQ(back->size(), 1u);
  EXPECT_EQ((*back)[0].name, "Chen, \"Alice\" 陳");
  EXPECT_EQ((*back)[0].email, "alice@example.edu");
}

TEST(RegisterTest, OthersStayAsTheyAreWhateverTheirColumns) {
  const auto csv = StudentsWith("login,submission\nbob1,bob\n", Alice());
  ASSERT_TRUE(csv.ok()) << csv.status();
  const auto back = ParseStudents(*csv);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ((*back)[0].login, "bob1");
  EXPECT_EQ((*back)[1].submission, "alice");
}

TEST(RegisterTest, NoTwoStudentsShareWhatTellsThemApart) {
  const std::string csv = *StudentsWith("", Alice());
  Student other = Alice();
  EXPECT_THAT(Why(csv, other),
              HasSubstr("the submission \"alice\" is that of"));
  other.submission = "alice2";
  EXPECT_THAT(Why(csv, other), HasSubstr("the id \"17\" is that of alice"));
  other.id = "18";
  EXPECT_THAT(Why(csv, other), HasSubstr("the email"));
  other.email = "";
  EXPECT_EQ(Why(csv, other), "");
}

TEST(RegisterTest, WhatASpreadsheetWouldRunIsRefused) {
  Student s = Alice();
  s.name = "=cmd|' /C calc'!A0";
  EXPECT_THAT(Why("", s), HasSubstr("as a spreadsheet's formula does"));
  s.name = "two\nlines";
  EXPECT_THAT(Why("", s), HasSubstr("line break"));
  s.name = std::string(300, 'x');
  EXPECT_THAT(Why("", s), HasSubstr("longer than 200"));
  s = Alice();
  s.submission = "../alice";
  EXPECT_THAT(Why("", s), HasSubstr("is no name for a submission"));
}

}  // namespace
}  // namespace olympics
