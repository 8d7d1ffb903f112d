#include "tools/record/collect.h"

#include <zip.h>

#include <string>
#include <vector>

#include "base/files.h"
#include "gmock/gmock.h"
#include "grader/evidence/file.h"
#include "grader/report/files.h"
#include "grader/report/sha256.h"
#include "gtest/gtest.h"
#include "tools/record/build_events.h"
#include "tools/record/kept_evidence.h"

namespace olympics {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// An archive as Bazel makes of a test's undeclared outputs.
std::string Zip(const std::string& name, const std::string& content) {
  const std::string path = ::testing::TempDir() + "/a b.zip";
  int error;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  zip_source_t* source =
      zip_source_buffer(zip, content.data(), content.size(), 0);
  zip_file_add(zip, name.c_str(), source, ZIP_FL_OVERWRITE);
  zip_close(zip);
  return path;
}

// The same of two files.
std::string Zip(const std::string& name, const std::string& content,
                const std::string& other, const std::string& others) {
  const std::string path = Zip(name, content);
  int error;
  zip_t* zip = zip_open(path.c_str(), 0, &error);
  zip_source_t* source =
      zip_source_buffer(zip, others.data(), others.size(), 0);
  zip_file_add(zip, other.c_str(), source, ZIP_FL_OVERWRITE);
  zip_close(zip);
  return path;
}

std::string TestEvent(const std::string& label, const std::string& uri) {
  return R"({"id":{"testResult":{"label":")" + label +
         R"(","run":1}},"testResult":{"status":"PASSED","testActionOutput":[)" +
         R"({"name":"test.xml","uri":"file:///x/test.xml"},)" +
         R"({"name":"test.outputs__outputs.zip","uri":")" + uri + "\"}]}}\n";
}

TEST(BuildEventsTest, FindsTestsErrorsAndTheEnd) {
  const BuildEvents e = ParseBuildEvents(
      TestEvent("//submissions/eve:eve_speed_demon", "file:///a%20b.zip") +
      R"({"id":{"progress":{}},"progress":{"stderr":"\u001b[31mERROR: \u001b[0m/w/submissions/bob/BUILD:3:1: oh\nINFO: x\n"}})"
      "\nhalf a line {\n[]\n{\"id\":{\"testResult\":{\"label\":\"//x:y\"}}}\n"
      R"({"id":{},"lastMessage":true})");
  ASSERT_EQ(e.tests.size(), 1);
  EXPECT_EQ(e.tests[0].label, "//submissions/eve:eve_speed_demon");
  EXPECT_EQ(e.tests[0].outputs, "/a b.zip");
  EXPECT_EQ(e.tests[0].junit, "/x/test.xml");
  EXPECT_THAT(e.errors, ElementsAre("ERROR: /w/submissions/bob/BUILD:3:1: oh"));
  EXPECT_TRUE(e.finished);
  EXPECT_FALSE(ParseBuildEvents("").finished);
}

TEST(BuildEventsTest, SurvivesTruncationAndChangesAnywhere) {
  const std::string good =
      TestEvent("//submissions/eve:eve_speed_demon", "file:///a%20b.zip");
  for (size_t i = 0; i < good.size(); ++i) {
    ParseBuildEvents(good.substr(0, i));
    for (const char c : {'"', '{', '\xff', '0', ']'}) {
      std::string bad = good;
      bad[i] = c;
      ParseBuildEvents(bad);
    }
  }
}

TEST(CollectTest, ReadsReportsOutOfArchives) {
  GradeReport report;
  report.set_submission("eve");
  report.set_verdict(PASSED);
  BuildEvents events;
  events.tests.push_back({"//submissions/eve:eve_speed_demon",
                          Zip("grade.textproto", ToTextProto(report)), ""});
  const auto reports = CollectReports(events, {"eve"}, 5);
  ASSERT_EQ(reports.size(), 1);
  EXPECT_EQ(reports[0].verdict(), PASSED);
}

TEST(CollectTest, EvidenceIsTakenOutOfTheArchiveAndKept) {
  const std::string state = ::testing::TempDir() + "/evidence_state";
  const std::string evidence("\0what was \xff measured", 18);
  GradeReport report;
  report.set_submission("eve");
  report.set_category("speed_demon");
  report.set_verdict(PASSED);
  report.set_evidence_sha256(Sha256Hex(evidence));
  std::vector<absl::Status> said;
  const auto collect = [&](const std::string& archive) {
    BuildEvents events;
    events.tests.push_back({"//submissions/eve:eve_speed_demon", archive, ""});
    return CollectReports(events, {"eve"}, 5,
                          [&](const std::string& from, GradeReport& r) {
                            said.push_back(TakeEvidence(state, from, r));
                          })[0];
  };
  const std::string text = ToTextProto(report);
  const GradeReport kept =
      collect(Zip("grade.textproto", text, kEvidenceFile, evidence));
  ASSERT_TRUE(said[0].ok()) << said[0];
  EXPECT_EQ(*ReadEvidence(state, kept.evidence_sha256()), evidence);
  // Another's, or none: the grade stands, and names no evidence.
  const GradeReport forged =
      collect(Zip("grade.textproto", text, kEvidenceFile, evidence + "!"));
  EXPECT_EQ(forged.verdict(), PASSED);
  EXPECT_EQ(forged.evidence_sha256(), "");
  EXPECT_THAT(said[1].message(),
              HasSubstr("the evidence of eve in speed_demon is not kept"));
  EXPECT_EQ(collect(Zip("grade.textproto", text)).evidence_sha256(), "");
  EXPECT_THAT(said[2].message(), HasSubstr("holds no usable evidence.binpb"));
  // A report of before there was evidence.
  report.clear_evidence_sha256();
  collect(Zip("grade.textproto", ToTextProto(report)));
  EXPECT_TRUE(said[3].ok()) << said[3];
}

TEST(CollectTest, NobodyIsLeftWithoutAReport) {
  BuildEvents events;
  events.tests.push_back(
      {"//submissions/eve:eve_speed_demon", "/no/such.zip", ""});
  events.errors = {
      "ERROR: /w/submissions/bobby/BUILD:1:1: another's",
      "ERROR: /w/submissions/bob/BUILD:3:1: Compiling failed",
      "bazel-out/k8-opt/bin/submissions/bob/bob_inspected/model.cc:7:3: error: "
      "expected ';'",
      "ERROR: /w/submissions/bob/BUILD:9:1: later"};
  const auto reports = CollectReports(events, {"eve", "bob", "carol"}, 5);
  ASSERT_EQ(reports.size(), 3);
  EXPECT_EQ(reports[0].submission(), "eve");
  EXPECT_EQ(reports[0].category(), "speed_demon");
  EXPECT_THAT(reports[0].reason(), HasSubstr("left no report"));
  EXPECT_EQ(reports[1].submission(), "bob");
  EXPECT_EQ(reports[1].reason(),
            "submissions/bob/model.cc:7:3: error: expected ';'");
  EXPECT_THAT(reports[2].reason(), HasSubstr("could not be built"));
  // Nothing was said of carol: it is not hers.
  EXPECT_EQ(reports[0].verdict(), GRADER_ERROR);
  EXPECT_EQ(reports[1].verdict(), NOT_BUILT);
  EXPECT_EQ(reports[2].verdict(), GRADER_ERROR);
  for (const GradeReport& r : reports) EXPECT_EQ(r.started_unix_ms(), 5);
}

TEST(CollectTest, AMachineThatCannotGoOnIsNoFaultOfAStudent) {
  const auto verdict = [](const std::vector<std::string>& errors) {
    BuildEvents events;
    events.errors = errors;
    return CollectReports(events, {"bob"}, 5)[0].verdict();
  };
  const std::string compiling =
      "ERROR: /w/submissions/bob/BUILD:3:1: Compiling failed";
  EXPECT_EQ(verdict({compiling}), NOT_BUILT);
  EXPECT_EQ(verdict({compiling,
                     "gcc: fatal error: Killed signal terminated "
                     "program cc1plus"}),
            GRADER_ERROR);
  EXPECT_EQ(verdict({compiling, "ERROR: /x: No space left on device"}),
            GRADER_ERROR);
  // What a student writes is no word of the machine's.
  EXPECT_EQ(verdict({compiling,
                     "submissions/bob/model.cc:1:2: error: #error "
                     "No space left on device"}),
            NOT_BUILT);
  EXPECT_EQ(verdict({compiling,
                     "submissions/bob/model.cc:3:10: fatal error: "
                     "layer.h: No such file or directory"}),
            NOT_BUILT);
  EXPECT_EQ(verdict({}), GRADER_ERROR);
}

TEST(CollectTest, ACategoryThatWasNotBuiltIsNotForgotten) {
  GradeReport report;
  report.set_submission("eve");
  report.set_category("speed_demon");
  report.set_verdict(PASSED);
  BuildEvents events;
  events.test_targets = {"//submissions/eve:eve_speed_demon",
                         "//submissions/eve:eve_edge_expert"};
  events.tests.push_back({"//submissions/eve:eve_speed_demon",
                          Zip("grade.textproto", ToTextProto(report)), ""});
  events.errors = {"submissions/eve/model.cc:3:1: error: 'avx' is not here"};
  const auto reports = CollectReports(events, {"eve"}, 5);
  ASSERT_EQ(reports.size(), 2);
  EXPECT_EQ(reports[0].verdict(), PASSED);
  EXPECT_EQ(reports[1].verdict(), NOT_BUILT);
  EXPECT_EQ(reports[1].category(), "edge_expert");
  EXPECT_THAT(reports[1].reason(), HasSubstr("model.cc:3:1: error: 'avx'"));
}

TEST(CollectTest, ArchivesThatAreNoneAreRefused) {
  EXPECT_FALSE(ReadFromZip("/no/such.zip", "x").ok());
  const std::string path = ::testing::TempDir() + "/junk.zip";
  ASSERT_TRUE(base::WriteFile(path, "PK\x03\x04 junk").ok());
  EXPECT_FALSE(ReadFromZip(path, "x").ok());
  EXPECT_FALSE(ReadFromZip(Zip("a", "b"), "x").ok());
}

}  // namespace
}  // namespace olympics
