#include "grader/referee/changes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "categories/spec.h"
#include "grader/referee/fixtures.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

TEST(PerturbTest, ChangesLittleAndNeverTwiceAlike) {
  Image image{};
  for (int y = 8; y < 20; ++y) {
    for (int x = 8; x < 20; ++x) image[y * 28 + x] = 0.5f;
  }
  const TaskSpec task = ImageTask();
  SecretStream random = TestStream("1");
  std::set<Image> seen;
  for (int i = 0; i < 500; ++i) {
    Image out;
    Perturb(task, image.data(), random, out.data());
    EXPECT_TRUE(seen.insert(out).second);
    double sum = 0;
    for (const float v : out) {
      EXPECT_GE(v, 0);
      EXPECT_LE(v, 1);
      sum += v;
    }
    // 144 pixels of 0.5, give or take brightness and noise.
    EXPECT_NEAR(sum, 72, 72 * 0.05 + 784 * 0.01);
    // The middle is in the square whatever the shift.
    EXPECT_NEAR(out[14 * 28 + 14], 0.5, 0.5 * 0.05 + 0.0101);
    // Two pixels outside of it never are.
    EXPECT_LE(out[14 * 28 + 6], 0.0101);
  }
}

TEST(PerturbTest, ShiftsByEveryAllowedStep) {
  Image image{};
  image[14 * 28 + 14] = 1;
  const TaskSpec task = ImageTask();
  SecretStream random = TestStream("2");
  std::set<size_t> places;
  for (int i = 0; i < 300; ++i) {
    Image out;
    Perturb(task, image.data(), random, out.data());
    places.insert(std::max_element(out.begin(), out.end()) - out.begin());
  }
  EXPECT_EQ(places.size(), 9);
}

TEST(PerturbTest, KeepsToTheTasksShapeAndBounds) {
  const auto task = LoadTask("categories/tasks/keyword_spotting.textproto");
  ASSERT_TRUE(task.ok()) << task.status();
  const int size = task->height() * task->width();
  std::vector<float> sample(size, 0.5f), out(size + 1, -1.0f);
  SecretStream random = TestStream("3");
  for (int i = 0; i < 50; ++i) {
    Perturb(*task, sample.data(), random, out.data());
    EXPECT_EQ(out[size], -1.0f);
    // Rows may come in from outside; columns never move.
    for (int k = task->width(); k < size - task->width(); ++k) {
      EXPECT_NEAR(out[k], 0.5, task->perturbation().noise() + 1e-6);
    }
  }
}

// Nothing changes a sample but what is given.
TaskSpec Only(const Distortion& distortion) {
  TaskSpec task = ImageTask();
  task.clear_perturbation();
  *task.mutable_strong() = distortion;
  return task;
}

// A square of 0.5 in the middle.
Image Square() {
  Image image{};
  for (int y = 8; y < 20; ++y) {
    for (int x = 8; x < 20; ++x) image[y * 28 + x] = 0.5f;
  }
  return image;
}

TEST(DistortTest, WithoutAmountsTheSampleStaysAsItIs) {
  const Image image = Square();
  SecretStream random = TestStream("1");
  Image out;
  Distort(Only({}), image.data(), random, out.data());
  for (int i = 0; i < 784; ++i) EXPECT_NEAR(out[i], image[i], 1e-6) << i;
}

TEST(DistortTest, TurnsAboutTheMiddleByUpToTheAngleBothWays) {
  // A bar to the right of the middle: where its end comes to lie is the angle.
  Image image{};
  for (int x = 14; x < 26; ++x) {
    for (int y = 13; y < 15; ++y) image[y * 28 + x] = 1;
  }
  Distortion d;
  d.set_rotation_degrees(30);
  const TaskSpec task = Only(d);
  SecretStream random = TestStream("2");
  double least = 1e9, most = -1e9;
  for (int i = 0; i < 200; ++i) {
    Image out;
    Distort(task, image.data(), random, out.data());
    double sum = 0, at_y = 0, at_x = 0;
    for (int k = 0; k < 784; ++k) {
      sum += out[k];
      at_y += out[k] * (k / 28 - 13.5);
      at_x += out[k] * (k % 28 - 13.5);
    }
    const double degrees = std::atan2(at_y / sum, at_x / sum) * 180 / M_PI;
    least = std::min(least, degrees);
    most = std::max(most, degrees);
  }
  EXPECT_NEAR(least, -30, 2);
  EXPECT_NEAR(most, 30, 2);
}

TEST(DistortTest, ErasesNoMoreThanItsShare) {
  Image image;
  image.fill(1);
  Distortion d;
  d.set_erased(0.5);
  const TaskSpec task = Only(d);
  SecretStream random = TestStream("3");
  int most = 0;
  std::set<int> seen;
  for (int i = 0; i < 2000; ++i) {
    Image out;
    Distort(task, image.data(), random, out.data());
    // What is 0 is a rectangle: as many as its rows times its columns.
    const auto zeros = static_cast<int>(std::count(out.begin(), out.end(), 0));
    most = std::max(most, zeros);
    seen.insert(zeros);
  }
  EXPECT_GT(most, 12 * 12);
  EXPECT_LE(most, 14 * 14);
  EXPECT_TRUE(seen.contains(0));
}

TEST(DistortTest, EveryTasksStrongSamplesAreWithinBoundsAndNeverAlike) {
  for (const char* name : {"image_classification", "digits",
                           "anomaly_detection", "keyword_spotting"}) {
    const auto task =
        LoadTask(std::string("categories/tasks/") + name + ".textproto");
    ASSERT_TRUE(task.ok()) << task.status();
    const size_t floats = task->height() * task->width();
    std::vector<float> sample(floats), out(floats);
    for (size_t i = 0; i < floats; ++i) {
      sample[i] = static_cast<float>(i % 10) / 9;
    }
    SecretStream random = TestStream(name);
    std::set<std::vector<float>> seen;
    for (int i = 0; i < 200; ++i) {
      Distort(*task, sample.data(), random, out.data());
      EXPECT_TRUE(seen.insert(out).second) << name;
      for (const float v : out) {
        ASSERT_GE(v, 0) << name;
        ASSERT_LE(v, 1) << name;
      }
    }
  }
}

}  // namespace
}  // namespace olympics
