// What several tests of the referee start from.
#ifndef GRADER_REFEREE_FIXTURES_H_
#define GRADER_REFEREE_FIXTURES_H_

#include <array>
#include <string>

#include "categories/category.pb.h"
#include "categories/spec.h"
#include "grader/random/secret.h"
#include "gtest/gtest.h"

namespace olympics {

using Image = std::array<float, 784>;

// The task of 28x28 images, whose file is a test's data.
inline TaskSpec ImageTask() {
  const auto task = LoadTask("categories/tasks/image_classification.textproto");
  EXPECT_TRUE(task.ok()) << task.status();
  return task.ok() ? *task : TaskSpec();
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
