#include "grader/evidence/convert.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "grader/evidence/evidence.pb.h"
#include "gtest/gtest.h"

namespace olympics {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Reflection;
using ::testing::HasSubstr;

// Sets each field of a message, and of those in it, to what is drawn and not
// its default.
class Filler {
 public:
  explicit Filler(unsigned seed) : random_(seed) {}

  void Fill(Message& m) {
    for (int i = 0; i < m.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* f = m.GetDescriptor()->field(i);
      // Of each kind of sample one.
      const bool kinds = f->full_name() == "olympics.evidence.Turn.of" ||
                         f->name() == "in_memory_starts" ||
                         f->name() == "different";
      const int count = kinds ? kSampleKinds : 1 + static_cast<int>(Below(3));
      for (int n = 0; n < (f->is_repeated() ? count : 1); ++n) FillOne(m, f);
    }
  }

 private:
  uint64_t Below(uint64_t n) { return random_() % n; }
  std::string Word() { return "w" + std::to_string(random_()); }
  double Real() {
    return std::uniform_real_distribution<double>(1e-9, 1e9)(random_);
  }

  void FillOne(Message& m, const FieldDescriptor* f) {
    const Reflection& r = *m.GetReflection();
    const bool many = f->is_repeated();
    const auto number = static_cast<int>(1 + Below(1 << 30));
    switch (f->cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT32:
        many ? r.AddInt32(&m, f, number) : r.SetInt32(&m, f, number);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        many ? r.AddInt64(&m, f, int64_t{1} << 40 | number)
             : r.SetInt64(&m, f, int64_t{1} << 40 | number);
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        many ? r.AddUInt32(&m, f, number) : r.SetUInt32(&m, f, number);
        break;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        many ? r.AddDouble(&m, f, Real()) : r.SetDouble(&m, f, Real());
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        many ? r.AddBool(&m, f, true) : r.SetBool(&m, f, true);
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        many ? r.AddString(&m, f, Word()) : r.SetString(&m, f, Word());
        break;
      case FieldDescriptor::CPPTYPE_ENUM: {
        const auto* value = f->enum_type()->value(
            1 + static_cast<int>(Below(f->enum_type()->value_count() - 1)));
        many ? r.AddEnum(&m, f, value) : r.SetEnum(&m, f, value);
        break;
      }
      case FieldDescriptor::CPPTYPE_MESSAGE:
        Fill(many ? *r.AddMessage(&m, f) : *r.MutableMessage(&m, f));
        break;
      default:
        FAIL() << "no value is made up for " << f->full_name();
    }
  }

  std::mt19937_64 random_;
};

// The names of the fields that are not set, of `m` and of what it holds.
void Unset(const Message& m, std::vector<std::string>& names) {
  const Reflection& r = *m.GetReflection();
  std::vector<const FieldDescriptor*> set;
  r.ListFields(m, &set);
  for (int i = 0; i < m.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* f = m.GetDescriptor()->field(i);
    if (std::find(set.begin(), set.end(), f) == set.end()) {
      names.push_back(f->full_name());
    } else if (f->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const int count = f->is_repeated() ? r.FieldSize(m, f) : 1;
      for (int n = 0; n < count; ++n) {
        Unset(f->is_repeated() ? r.GetRepeatedMessage(m, f, n)
                               : r.GetMessage(m, f),
              names);
      }
    }
  }
}

TEST(ConvertTest, EveryFieldComesBackAsItWas) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    evidence::Evidence before;
    Filler(seed).Fill(before);
    const absl::StatusOr<Evidence> seen = FromProto(before);
    ASSERT_TRUE(seen.ok()) << seen.status();
    const evidence::Evidence after = ToProto(*seen);
    std::vector<std::string> unset;
    Unset(after, unset);
    EXPECT_THAT(unset, ::testing::IsEmpty());
    EXPECT_EQ(after.DebugString(), before.DebugString());
    EXPECT_EQ(after.SerializeAsString(), before.SerializeAsString());
  }
}

TEST(ConvertTest, WhatWasNotSeenStaysSo) {
  Evidence none;
  none.tasks.emplace_back();
  const absl::StatusOr<Evidence> back = FromProto(ToProto(none));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_FALSE(back->tasks[0].ending.has_value());
  EXPECT_EQ(back->tasks[0].shuffled_quality, -1);
  EXPECT_EQ(back->tasks[0].closed_difference, -1);
  EXPECT_EQ(back->referee_share, -1);
}

TEST(ConvertTest, EveryKindOfEndingComesBack) {
  for (int kind = 0; kind <= static_cast<int>(Ending::Kind::kLimit); ++kind) {
    Evidence seen;
    seen.tasks.emplace_back().ending = {static_cast<Ending::Kind>(kind), "then",
                                        "it ended"};
    const absl::StatusOr<Evidence> back = FromProto(ToProto(seen));
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(static_cast<int>(back->tasks[0].ending->kind), kind);
  }
}

TEST(ConvertTest, WhatMakesNoSenseIsRefused) {
  evidence::Evidence whole;
  Filler(1).Fill(whole);
  evidence::Evidence bad = whole;
  bad.mutable_tasks(0)->mutable_different()->RemoveLast();
  EXPECT_THAT(FromProto(bad).status().message(),
              HasSubstr("it has 3 kinds of sample, and there are 4"));
  bad = whole;
  bad.mutable_tasks(0)->mutable_pairs(0)->mutable_candidate()->add_of();
  EXPECT_THAT(FromProto(bad).status().message(), HasSubstr("it has 5 kinds"));
  for (const int kind : {0, 8, -1}) {
    bad = whole;
    bad.mutable_tasks(0)->mutable_ending()->set_kind(
        static_cast<evidence::Ending::Kind>(kind));
    EXPECT_TRUE(absl::IsDataLoss(FromProto(bad).status())) << kind;
  }
}

}  // namespace
}  // namespace olympics
