// Compiled in place of a model that the inspection refused.
#include <memory>

#include "grader/contract/model.h"

namespace olympics {

std::unique_ptr<Model> CreateModel() { return nullptr; }

}  // namespace olympics
