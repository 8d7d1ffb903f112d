#include "grader/judge/carried.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "categories/spec.h"
#include "grader/report/figures.h"
#include "grader/report/text.h"

namespace olympics {
namespace {

using Field = int64_t (CarriedPart::*)() const;

// A symbol's name may be as long as what it smuggles.
std::string Short(const std::string& name) {
  constexpr size_t kShown = 60;
  const std::string plain = PlainText(name);
  return plain.size() <= kShown ? plain : plain.substr(0, kShown) + "...";
}

// "model.cc, in kWeights (13,008 bytes there)"
std::string Place(const CarriedPart& part, bool constants) {
  std::string place = part.source();
  if (constants && !part.largest_constant().empty()) {
    absl::StrAppend(&place, ", in ", Short(part.largest_constant()), " (",
                    BytesText(part.largest_constant_bytes()), " bytes there)");
  } else if (!constants && !part.largest_code().empty()) {
    absl::StrAppend(&place, ", in ", Short(part.largest_code()));
  }
  return place;
}

}  // namespace

std::string BytesText(int64_t bytes) {
  return bytes < 1000 ? absl::StrCat(bytes)
                      : FigureText(static_cast<double>(bytes));
}

CarriedPart TotalOf(const std::vector<CarriedPart>& parts) {
  CarriedPart total;
  for (const CarriedPart& p : parts) {
    total.set_constants_bytes(total.constants_bytes() + p.constants_bytes());
    total.set_constants(total.constants() + p.constants());
    total.set_code_bytes(total.code_bytes() + p.code_bytes());
    total.set_code(total.code() + p.code());
    total.set_immediates_bytes(total.immediates_bytes() + p.immediates_bytes());
    total.set_immediates(total.immediates() + p.immediates());
  }
  return total;
}

std::string TooMuch(const std::vector<CarriedPart>& parts,
                    const CategorySpec& spec) {
  const CarriedBounds bounds = BoundsOf(spec);
  const struct {
    const char* what;
    Field field;
    int64_t bound;
    const char* mend;
  } kSums[] = {
      {"constants", &CarriedPart::constants, bounds.constants_bytes(),
       "weights come from training alone, so leave out data and long names, or "
       "compute them"},
      {"numbers in instructions", &CarriedPart::immediates,
       bounds.immediates_bytes(),
       "weights come from training alone, so leave out the numbers, or compute "
       "them"},
      {"code", &CarriedPart::code, bounds.code_bytes(),
       "write loops in place of what is unrolled, generated or repeated"},
  };
  const CarriedPart total = TotalOf(parts);
  for (const auto& sum : kSums) {
    const int64_t carried = (total.*sum.field)();
    if (carried <= sum.bound) continue;
    const CarriedPart& most =
        *std::max_element(parts.begin(), parts.end(),
                          [&](const CarriedPart& a, const CarriedPart& b) {
                            return (a.*sum.field)() < (b.*sum.field)();
                          });
    const bool constants = sum.field == &CarriedPart::constants;
    std::string sentence =
        absl::StrCat("it carries ", BytesText(carried), " bytes of ", sum.what,
                     " (after compression) where ", spec.title(), " allows ",
                     BytesText(sum.bound), ", most of them in ",
                     Place(most, constants), ": ");
    if (constants && most.assembly()) {
      absl::StrAppend(&sentence,
                      "all code of a source with inline assembly counts with "
                      "its constants, so put that into a source of its own");
    } else {
      absl::StrAppend(&sentence, sum.mend);
    }
    return sentence;
  }
  return "";
}

}  // namespace olympics
