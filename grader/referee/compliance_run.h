// MLPerf's compliance tests: TEST01, TEST04 and TEST05.
#ifndef GRADER_REFEREE_COMPLIANCE_RUN_H_
#define GRADER_REFEREE_COMPLIANCE_RUN_H_

#include "absl/status/status.h"
#include "categories/category.pb.h"
#include "grader/contest.pb.h"
#include "grader/evidence/evidence.h"
#include "grader/loadgen/loadgen.h"
#include "grader/random/secret.h"
#include "grader/referee/samples.h"
#include "grader/referee/worker_process.h"

namespace olympics {

// What the tests are of. All must outlive RunCompliance.
struct ComplianceSubject {
  const Entry& entry;
  const CategorySpec& spec;
  const DataSet& data;
  const Cores& cores;
  TestSettings settings;  // of the SingleStream run
  int max_queries = 1;    // of a turn
};

// Adds to evidence.compliance: each test compares two fresh workers of the
// submission's, turn by turn, in three rounds or as many as it takes to tell
// (ComplianceOf). evidence.latency_ns is the SingleStream run's. An ending is
// in the evidence; an error is the grader's own.
absl::Status RunCompliance(const ComplianceSubject& subject,
                           SampleStream& samples, SecretStream& random,
                           TaskEvidence& evidence);

}  // namespace olympics

#endif  // GRADER_REFEREE_COMPLIANCE_RUN_H_
