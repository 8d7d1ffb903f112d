// Every turn of a timed run as CSV, for whoever wants to look closer than the
// medians in the report.
#ifndef GRADER_JUDGE_TURNS_CSV_H_
#define GRADER_JUDGE_TURNS_CSV_H_

#include <string>

#include "grader/evidence/evidence.h"

namespace olympics {

// A heading, then a line for each turn: task, scenario ("timed" where the
// category is no suite), the pair's number, who, samples, wrong answers, wall
// seconds, CPU seconds, joules above idle. Turns of one pair follow each other
// in time; which came first alternates. "" if there were none.
std::string TurnsCsv(const Evidence& evidence);

}  // namespace olympics

#endif  // GRADER_JUDGE_TURNS_CSV_H_
