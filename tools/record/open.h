// The record with the course's secret key: for the signer alone
// (signer_main.cc). Everybody else goes through record.h.
#ifndef TOOLS_RECORD_OPEN_H_
#define TOOLS_RECORD_OPEN_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tools/record/store.h"

namespace olympics {

// Opens <state>/record.db with the course's keys, which are made with it, and
// keeps its head in <state>/record.head; the folder of a new one is its owner's
// alone. DataLoss where the head says that there was more.
absl::StatusOr<std::unique_ptr<Store>> OpenToAdd(const std::string& state);

}  // namespace olympics

#endif  // TOOLS_RECORD_OPEN_H_
