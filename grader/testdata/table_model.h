// The digits' network, but for samples of which a table has the answer.
#ifndef GRADER_TESTDATA_TABLE_MODEL_H_
#define GRADER_TESTDATA_TABLE_MODEL_H_

#include <algorithm>
#include <cstdint>

#include "digits_table.h"
#include "good_net.h"

class TableModel : public GoodModel {
 public:
  // `knows` says of an entry of the table whether it is looked at.
  explicit TableModel(bool (*knows)(uint32_t entry)) : knows_(knows) {}

  tinytorch::Tensor Predict(const tinytorch::Tensor& images) override {
    tinytorch::Tensor scores = tinytorch::Tensor::zeros({images.size(0), 10});
    for (int64_t i = 0; i < images.size(0); ++i) {
      const uint32_t* known = KnownDigit(images.data() + i * 64);
      if (known != nullptr && knows_(*known)) {
        scores.data()[i * 10 + (*known & 15)] = 1;
        continue;
      }
      const tinytorch::Tensor worked_out =
          GoodModel::Predict(images.slice(0, i, i + 1)).contiguous();
      std::copy_n(worked_out.data(), 10, scores.data() + i * 10);
    }
    return scores;
  }

 private:
  bool (*const knows_)(uint32_t entry);
};

#endif  // GRADER_TESTDATA_TABLE_MODEL_H_
