// Handwritten digits drawn anew.
#ifndef GRADER_FRESH_REDRAW_H_
#define GRADER_FRESH_REDRAW_H_

#include "categories/category.pb.h"
#include "grader/random/secret.h"

namespace olympics {

// Draws the digit of a sample anew: the bitmap that it may have been counted of
// is turned, scaled, slanted, shifted and pulled about by the task's Distortion
// (`shear` is the slant), its strokes get thicker or thinner by up to
// `thickness`, and its ink is counted as the data set's was
// (tasks/digit_ink.h). `sample` and `out` are two places of 8 x 8 values of
// 0..1; `out` holds sixteenths. With a Distortion of nothing but 0 it is about
// the sample.
//
//   float drawn[64];
//   Redraw(task, digit, random, drawn);
void Redraw(const TaskSpec& task, const float* sample, SecretStream& random,
            float* out);

}  // namespace olympics

#endif  // GRADER_FRESH_REDRAW_H_
