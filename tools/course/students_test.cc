#include "tools/course/students.h"

#include <string>
#include <vector>

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

std::string Why(const std::string& csv, const Student& student,
                bool join = false) {
  const auto with = StudentsWith(csv, student, join);
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
              HasSubstr("the submission \"alice\" is that of Chen"));
  other.submission = "alice2";
  EXPECT_THAT(Why(csv, other), HasSubstr("the id \"17\" is that of Chen"));
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
  EXPECT_THAT(Why("", s), HasSubstr("shows nothing or turns"));
  s.name = std::string(300, 'x');
  EXPECT_THAT(Why("", s), HasSubstr("longer than 200"));
  s = Alice();
  s.submission = "../alice";
  EXPECT_THAT(Why("", s), HasSubstr("is no name for a submission"));
}

TEST(StudentsTest, MistakesAreNamed) {
  const auto message = [](const std::string& csv) {
    return std::string(ParseStudents(csv).status().message());
  };
  EXPECT_THAT(message(""), HasSubstr("empty"));
  EXPECT_THAT(message("name\nx"), HasSubstr("submission is missing"));
  EXPECT_THAT(message("submission,nmae\n"), HasSubstr("no column \"nmae\""));
  EXPECT_THAT(message("submission,name\na,x\n,y\n"), HasSubstr("line 3"));
  EXPECT_THAT(message("submission,id\na,1\nb,1\n"),
              HasSubstr("line 3: the id \"1\" is that of a already"));
  EXPECT_THAT(message("id,submission,id\n"), HasSubstr("id is there twice"));
  EXPECT_THAT(message("submission,name\na\n"), HasSubstr("1 cells"));
  EXPECT_THAT(message("submission\n\"a\n"), HasSubstr("line 2: a quote"));
}

TEST(StudentsTest, ATeamIsJoinedOnPurpose) {
  const std::string csv = *StudentsWith("", Alice());
  Student bob;
  bob.submission = "alice";
  bob.name = "Bob";
  bob.id = "18";
  EXPECT_THAT(Why(csv, bob), HasSubstr("to work on it together, --join"));
  EXPECT_EQ(Why(csv, bob, /*join=*/true), "");
  EXPECT_EQ(ParseStudents(*StudentsWith(csv, bob, true))->size(), 2u);
  bob.submission = "eve";
  EXPECT_THAT(Why(csv, bob, true), HasSubstr("no submission \"eve\" to join"));
}

TEST(StudentsTest, NobodyIsCalledAsAnotherIs) {
  const std::string csv = *StudentsWith("", Alice());
  Student eve;
  eve.submission = "eve";
  eve.display_name = "alice";
  EXPECT_THAT(Why(csv, eve), HasSubstr("another is called \"alice\""));
}

// As a reader, a mail server or an LMS would compare them.
TEST(StudentsTest, NobodyIsCalledAlmostAsAnotherIs) {
  Student alice = Alice();
  alice.display_name = "Bold Fox";
  alice.email = "alice@x.edu";
  const std::string csv = *StudentsWith("", alice);
  for (const char* name : {"bold fox", "Bold  Fox", "ALICE"}) {
    Student eve;
    eve.submission = "eve";
    eve.display_name = name;
    EXPECT_THAT(Why(csv, eve), HasSubstr("another is called")) << name;
  }
  Student eve;
  eve.submission = "Alice";
  EXPECT_THAT(Why(csv, eve), HasSubstr("could be taken for \"alice\""));
  eve.submission = "eve";
  eve.email = "ALICE@X.EDU";
  EXPECT_THAT(Why(csv, eve), HasSubstr("the email"));
  for (const char* hidden : {"b\xe2\x80\x8bob", "\xe2\x80\xaexof", " eve"}) {
    Student s;
    s.submission = "eve";
    s.display_name = hidden;
    EXPECT_THAT(Why(csv, s), HasSubstr("the display_name")) << hidden;
  }
}

TEST(StudentsTest, BlanksAroundCellsAreNobodysName) {
  const auto students =
      ParseStudents("submission,name,id\n alice , Alice Chen, 17\n");
  ASSERT_TRUE(students.ok()) << students.status();
  EXPECT_EQ((*students)[0].submission, "alice");
  EXPECT_EQ((*students)[0].id, "17");
  const auto message = [](const std::string& csv) {
    return std::string(ParseStudents(csv).status().message());
  };
  EXPECT_THAT(message("submission,id\na,17\nb,17 \n"), HasSubstr("line 3"));
  EXPECT_THAT(message("submission,name\nalice,Andr\xe9\n"),
              HasSubstr("line 2: the name is no UTF-8"));
  EXPECT_THAT(message("submission\n../../x\n"),
              HasSubstr("is no name for a submission"));
}

// As programs of many systems and languages write it.
TEST(StudentsTest, IsReadHoweverItWasSaved) {
  for (const std::string mark : {"", "\xef\xbb\xbf"}) {
    for (const std::string end : {"\n", "\r\n", "\r"}) {
      for (const std::string blank : {"", " ", "\t"}) {
        for (const std::string row : {"", ",", " , "}) {
          const auto cell = [&](const std::string& text) {
            return blank + text + blank;
          };
          const std::string csv = mark + cell("submission") + "," +
                                  cell("name") + end + row + end + cell("zoe") +
                                  "," + cell("Zoë") + end + row;
          const auto students = ParseStudents(csv);
          ASSERT_TRUE(students.ok()) << students.status() << csv;
          ASSERT_EQ(students->size(), 1u) << csv;
          EXPECT_EQ((*students)[0].submission, "zoe");
          EXPECT_EQ((*students)[0].name, "Zoë");
        }
      }
    }
  }
}

// Every sentence names a line, reads as text, and is one.
TEST(StudentsTest, WhatCannotBeReadIsRefusedByItsLine) {
  const std::string head = "submission,name\nann,Ann\n";
  const std::string utf16("\xff\xfes\0u\0b\0m\0i\0s\0s\0i\0o\0n\0\n\0", 24);
  const struct {
    std::string csv;
    const char* message;
  } kCases[] = {
      {utf16, "line 1: the file is no UTF-8 text (UTF-16"},
      {std::string("\xfe\xff\0s", 4), "line 1: the file is no UTF-8 text"},
      {std::string("s\0u\0b\0", 6), "line 1: the file is no UTF-8 text"},
      {"submission;name\nann;Ann\n", "line 1: the columns are parted by semi"},
      {"submission\tname\nann\tAnn\n", "line 1: the columns are parted by tab"},
      {"submission,Stra\xdf"
       "e\n",
       "line 1: the name of column 2 is no UTF-8"},
      {head + "bob,Andr\xe9\n", "line 3: the name is no UTF-8 text"},
      {head + "andr\xe9,Bob\n", "line 3: the submission is no UTF-8 text"},
      {head + "\n\n../x,Eve\n", "line 5: \"../x\" is no name"},
      {head + "a/b,Eve\n", "line 3: \"a/b\" is no name"},
      {head + "..,Eve\n", "line 3: \"..\" is no name"},
      {head + "/etc,Eve\n", "line 3: \"/etc\" is no name"},
      {head + "a\\b,Eve\n", "is no name for a submission"},
      {head + "a b,Eve\n", "is no name for a submission"},
      {head + "a:b,Eve\n", "is no name for a submission"},
      {head + "\"bob\",\"B\nb\"\n", "line 3: the name holds a character"},
      {head + "\"b\nob\",Bob\neve,Eve\n", "line 3: the submission holds"},
      {head + "bob\n", "line 3: there are 1 cells where 2"},
      {head + ",Bob\n", "line 3: the submission is missing"},
      {head + "ANN,Bob\n", "line 3: the submission \"ANN\" could be taken"},
      {head + "bob,\xc2\xa0"
              "Bob\n",
       "line 3: the name begins or ends with"},
  };
  for (const auto& c : kCases) {
    const auto students = ParseStudents(c.csv);
    ASSERT_FALSE(students.ok()) << c.message;
    const std::string message(students.status().message());
    EXPECT_THAT(message, HasSubstr(c.message));
    EXPECT_THAT(message, ::testing::StartsWith("line "));
    for (const char letter : message) {
      EXPECT_GE(letter, ' ') << message;  // neither control nor broken letters
    }
    EXPECT_LT(message.size(), 200u) << message;
  }
}

TEST(StudentsTest, NamesReadAsTheyAreSpoken) {
  EXPECT_EQ(PlainName("Chen, Alice"), "Alice Chen");
  EXPECT_EQ(PlainName("Alice Chen"), "Alice Chen");
  EXPECT_EQ(PlainName("Martin Luther King, Jr."), "Martin Luther King, Jr.");
  EXPECT_EQ(PlainName("King, Martin Luther, Jr."), "King, Martin Luther, Jr.");
  EXPECT_EQ(PlainName("Chen,"), "Chen,");
  EXPECT_EQ(PlainName(""), "");
}

TEST(StudentsTest, ATeamIsJoinedReadably) {
  const std::vector<Student> listed = *ParseStudents(
      "submission,name\n"
      "one,\"Chen, Alice\"\n"
      "two,\"Chen, Alice\"\ntwo,Bob Smith\n"
      "three,\"Chen, Alice\"\nthree,Bob Smith\nthree,\"Zhao, Eve\"\n"
      "king,\"King, Jr.\"\nking,Bob Smith\nking,Eve\n"
      "nameless,\n");
  EXPECT_EQ(TeamName(listed, "one"), "Alice Chen");
  EXPECT_EQ(TeamName(listed, "two"), "Alice Chen and Bob Smith");
  EXPECT_EQ(TeamName(listed, "three"), "Alice Chen, Bob Smith and Eve Zhao");
  EXPECT_EQ(TeamName(listed, "king"), "King, Jr.; Bob Smith and Eve");
  EXPECT_EQ(TeamName(listed, "nameless"), "nameless");
  EXPECT_EQ(TeamName(listed, "nobody"), "");
}

TEST(StudentsTest, WhoIsListedIsGradedAndOthersAreNamed) {
  const std::vector<Student> listed = *ParseStudents("submission\na\na\nb\n");
  EXPECT_EQ(StudentsOf(listed, {"a", "example"}).size(), 3u);
  EXPECT_EQ(Unlisted(listed, {"example", "a", "example"}),
            std::vector<std::string>{"example"});
  EXPECT_EQ(StudentsOf({}, {"b", "a", "b"}).size(), 2u);
  EXPECT_TRUE(Unlisted({}, {"a"}).empty());
}

}  // namespace
}  // namespace olympics
