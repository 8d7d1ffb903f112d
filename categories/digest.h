// Which version of a spec a grade was made under.
#ifndef CATEGORIES_DIGEST_H_
#define CATEGORIES_DIGEST_H_

#include <string>

#include "categories/category.pb.h"

namespace olympics {

// Sixteen hexadecimal digits that change with everything of the spec that a
// grade depends on: floors, targets, what is measured and how, limits. Titles,
// signs, the order of categories and their difficulty change nothing of a
// grade. It tells versions apart; it protects nothing.
std::string DigestOf(const CategorySpec& spec);
std::string DigestOf(const TaskSpec& task);

}  // namespace olympics

#endif  // CATEGORIES_DIGEST_H_
