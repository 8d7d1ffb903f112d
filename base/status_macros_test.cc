#include "base/status_macros.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"

namespace base {
namespace {

absl::Status Check(int n) {
  if (n >= 0) return absl::OkStatus();
  return absl::OutOfRangeError("below zero");
}

absl::StatusOr<int> Half(int n) {
  if (n % 2 == 0) return n / 2;
  return absl::InvalidArgumentError("odd");
}

absl::Status CheckAll(int a, int b, int& reached) {
  RETURN_IF_ERROR(Check(a));
  reached = 1;
  if (b != 7) RETURN_IF_ERROR(Check(b));
  reached = 2;
  return absl::OkStatus();
}

absl::StatusOr<std::string> Quarter(int n) {
  RETURN_IF_ERROR(Check(n));
  ASSIGN_OR_RETURN(const int half, Half(n));
  int quarter = 0;
  ASSIGN_OR_RETURN(quarter, Half(half));
  return std::to_string(quarter);
}

absl::StatusOr<std::unique_ptr<int>> Owned(int n) {
  ASSIGN_OR_RETURN(const int half, Half(n));
  return std::make_unique<int>(half);
}

absl::StatusOr<int> Borrowed(int n, int& calls) {
  ASSIGN_OR_RETURN(const std::unique_ptr<int> owned, (++calls, Owned(n)));
  return *owned;
}

TEST(StatusMacrosTest, TheFirstErrorIsReturnedAndNothingAfterItIsDone) {
  int reached = 0;
  EXPECT_EQ(CheckAll(-1, 0, reached).message(), "below zero");
  EXPECT_EQ(reached, 0);
  EXPECT_FALSE(CheckAll(0, -1, reached).ok());
  EXPECT_EQ(reached, 1);
  EXPECT_TRUE(CheckAll(0, 7, reached).ok());
  EXPECT_EQ(reached, 2);
}

TEST(StatusMacrosTest, ValuesAreAssignedAndErrorsKeepTheirCode) {
  EXPECT_EQ(*Quarter(12), "3");
  EXPECT_EQ(Quarter(-4).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(Quarter(3).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Quarter(2).status().message(), "odd");
}

TEST(StatusMacrosTest, WhatCannotBeCopiedIsMovedAndEvaluatedOnce) {
  int calls = 0;
  EXPECT_EQ(*Borrowed(8, calls), 4);
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace base
