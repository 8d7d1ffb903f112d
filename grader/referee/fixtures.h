// What several tests of the referee start from.
#ifndef GRADER_REFEREE_FIXTURES_H_
#define GRADER_REFEREE_FIXTURES_H_

#include <array>
#include <string>

#include "categories/category.pb.h"
#include "categories/spec.h"
#include "grader/random/secret.h"
#include "grader/referee/samples.h"
#include "gtest/gtest.h"
#include "tinytorch/tensor/tensor.h"

namespace olympics {

using Image = std::array<float, 784>;

// The task of 28x28 images, whose file is a test's data.
inline TaskSpec ImageTask() {
  const auto task = LoadTask("categories/tasks/image_classification.textproto");
  EXPECT_TRUE(task.ok()) << task.status();
  return task.ok() ? *task : TaskSpec();
}

// A hundred black images, all of class 0.
inline DataSet BlackImages() {
  DataSet data;
  data.task.set_height(28);
  data.task.set_width(28);
  data.task.set_outputs(10);
  data.samples = tinytorch::Tensor::zeros({100, 1, 28, 28});
  data.labels.assign(100, 0);
  return data;
}

// The same for the same seed.
inline SecretStream TestStream(const std::string& seed) {
  return SecretSeed::Of(seed).For("samples");
}

// More than the workers of //grader/worker need.
inline WorkerLimits TestLimits() {
  WorkerLimits limits;
  limits.set_memory_mib(256);
  limits.set_threads(4);
  limits.set_start_seconds(20);
  limits.set_query_milliseconds(5000);
  limits.set_wall_seconds(60);
  return limits;
}

}  // namespace olympics

#endif  // GRADER_REFEREE_FIXTURES_H_
