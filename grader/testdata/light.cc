// An honest submission, to a category that the tests add.
#include <memory>

#include "grader/contract/model.h"
#include "small_net.h"

namespace olympics {

std::unique_ptr<Model> CreateModel() { return std::make_unique<SmallModel>(); }

}  // namespace olympics
