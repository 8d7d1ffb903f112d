#include "grader/report/figures.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace olympics {
namespace {

// "1,234,567" of "1234567"; a sign stays in front.
std::string Grouped(const std::string& digits) {
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    const bool after_digit = i > 0 && digits[i - 1] != '-';
    if (after_digit && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

}  // namespace

std::string FigureText(double value) {
  const double size = std::fabs(value);
  if (!std::isfinite(value)) return absl::StrFormat("%g", value);
  if (size >= 999.95) return Grouped(absl::StrFormat("%.0f", value));
  if (size >= 99.995) return absl::StrFormat("%.1f", value);
  if (size >= 0.0995 || size == 0) return absl::StrFormat("%.2f", value);
  return absl::StrFormat("%.2g", value);
}

std::string FigureText(double value, const std::string& unit) {
  return unit.empty() ? FigureText(value)
                      : absl::StrCat(FigureText(value), " ", unit);
}

}  // namespace olympics
