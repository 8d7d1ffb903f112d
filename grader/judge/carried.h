// Whether what a submission's objects hold (grader/compile/carried.h) is more
// than a category allows: a pure function, asked when an object stands, so that
// nobody trains for nothing, and again by the judge, of all objects together.
#ifndef GRADER_JUDGE_CARRIED_H_
#define GRADER_JUDGE_CARRIED_H_

#include <cstdint>
#include <string>
#include <vector>

#include "categories/category.pb.h"
#include "grader/report/grade.pb.h"

namespace olympics {

// "6,144".
std::string BytesText(int64_t bytes);

// The sums of all parts, in bytes, plain and compressed; without names.
CarriedPart TotalOf(const std::vector<CarriedPart>& parts);

// What is too much, in one sentence: what it is, how much, what is allowed,
// where most of it is and what to do. "" where every sum is within its bound;
// a sum that is equal to it is. Of several the first: constants, numbers in
// instructions, code.
//
//   TooMuch({}, spec) is "".
//   TooMuch({part}, spec), where part has 12,874 bytes of constants, is
//   "it carries 12,874 bytes of constants (after compression) where Speed Demon
//   allows 6,144, most of them in model.cc, in weights (13,008 bytes there):
//   ...".
std::string TooMuch(const std::vector<CarriedPart>& parts,
                    const CategorySpec& spec);

}  // namespace olympics

#endif  // GRADER_JUDGE_CARRIED_H_
