// Figures as people read them. What scripts read (JSON, CSV, JUnit's
// properties) has plain numbers instead.
#ifndef GRADER_REPORT_FIGURES_H_
#define GRADER_REPORT_FIGURES_H_

#include <string>

namespace olympics {

// With as many digits as tell figures apart, and thousands separated: 0.034,
// 3.43, 152.8, 152,764. Those are 0.0341, 3.4321, 152.76 and 152763.7. What is
// no number is "nan" or "inf".
std::string FigureText(double value);

// "3.43 MB", "152,764 inf/s"; without a unit the figure alone.
std::string FigureText(double value, const std::string& unit);

}  // namespace olympics

#endif  // GRADER_REPORT_FIGURES_H_
