// Whether a submission knows the test split better than what it shows: its
// answers and its times on test samples beside those on samples of the training
// split and on strongly changed ones, asked in one mixed run. A pure function
// of the turns.
//
// Whoever learns from the training split knows that one best, the test split a
// little less, and loses on strong changes about as much as the baseline does.
// A table of the test split, or a network that was trained on it, is better
// there than anywhere; a table with a network for what it does not know is
// faster there than anywhere.
#ifndef GRADER_JUDGE_FAMILIARITY_H_
#define GRADER_JUDGE_FAMILIARITY_H_

#include <optional>
#include <string>
#include <vector>

#include "base/statistics.h"
#include "categories/category.pb.h"
#include "grader/evidence/evidence.h"

namespace olympics {

// Each with an interval. Shares of right answers: 99.9 %, by the normal
// approximation, of as many different samples as were asked; areas under the
// ROC curve likewise (Hanley and McNeil, 1982). Times: 95 %, bootstrap over
// starts of the workers, then turns.
struct Familiarity {
  // Of a task with classes: quality on test samples less that on training
  // samples.
  std::optional<base::Estimate> familiar_quality;
  // What is kept on strong samples of the quality on test samples, as a share
  // of what the baseline keeps.
  std::optional<base::Estimate> strong_kept;
  // Of a task with classes and held-out samples: how much more quality it loses
  // from test samples to those than the baseline does.
  std::optional<base::Estimate> held_out_loss;
  // Time of a training sample, of a strong one and of a held-out one, as shares
  // of a test sample's: the median over turns.
  base::Estimate training_time, strong_time;
  const char* strong = "strongly changed";  // what strong samples are
  std::optional<base::Estimate> held_out_time;
};

// Nullopt where a kind of sample was not answered in any turn.
std::optional<Familiarity> FamiliarityOf(const std::vector<TurnPair>& mixed,
                                         const TaskEvidence& task);

// What speaks against it, a sentence each, by these bounds; nothing where an
// interval reaches into what is allowed.
//
//   AgainstFamiliarity(spec.honesty(), *FamiliarityOf(pairs, task))
//     // of a table with a fallback: "a sample of the training split takes 4.1
//     // times as long as one of the test split ..."
std::vector<std::string> AgainstFamiliarity(const Honesty& bounds,
                                            const Familiarity& familiarity);

}  // namespace olympics

#endif  // GRADER_JUDGE_FAMILIARITY_H_
