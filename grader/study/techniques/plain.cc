// The net as it was trained.
#include "entry.h"

namespace olympics {
namespace {

Made Make(tinytorch::StateDict weights) {
  return Trained(Build, std::move(weights));
}

}  // namespace

std::unique_ptr<Model> CreateModel() { return std::make_unique<Entry>(Make); }

}  // namespace olympics
