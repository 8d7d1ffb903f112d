// Whether what was measured under one spec answers what another asks.
#ifndef CATEGORIES_MEASURED_H_
#define CATEGORIES_MEASURED_H_

#include <string>

#include "categories/category.pb.h"

namespace olympics {

// Returns the path of the first field by which `after` would have something
// measured otherwise than `before` had, such as "measuring.batch_size" or
// "terms[1].measure"; "" where all that differs is how it is judged: floors,
// targets, weights, tolerances, the bounds of `honesty` and `carried`, how
// wide an interval may be, and names. Both are filled in (FillIn), and as they
// are on an emulated board where it is graded on one.
//
//   MeasuredOtherwise(spec, spec_with_another_floor)  // ""
//   MeasuredOtherwise(spec, spec_with_batches_of_2)   // "measuring.batch_size"
//
// A field that this does not know counts as one of measuring.
std::string MeasuredOtherwise(const CategorySpec& before,
                              const CategorySpec& after);

// The same of a task, whose quality target and title alone are of judging.
std::string MeasuredOtherwise(const TaskSpec& before, const TaskSpec& after);

}  // namespace olympics

#endif  // CATEGORIES_MEASURED_H_
