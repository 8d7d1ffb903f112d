// The course's record, for everybody but who signs it: read with the public key
// alone, and added to by asking the signer, a process of its own that has the
// secret one (signer_main.cc).
#ifndef TOOLS_RECORD_RECORD_H_
#define TOOLS_RECORD_RECORD_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "tools/record/record.pb.h"
#include "tools/record/store.h"

namespace olympics {

// Has the signer add all of it to <state>/record.db, or nothing, and write
// junit/<submission>_<category>.xml of each run, signed; returns how many runs
// were new on record. `state` is the course's .tito folder.
//
// InvalidArgument where the signer refuses it, with its sentence; Unavailable
// where it ended before it answered: then it can be asked again, as a run that
// is there already is left as it is.
absl::StatusOr<int> AppendToRecord(const std::string& state,
                                   const SignRequest& request);

// The record, to be read. Where there is none, or one of an older version, the
// signer makes it. As Store::Open says, and DataLoss where the record is gone.
absl::StatusOr<std::unique_ptr<Store>> OpenRecord(const std::string& state);

}  // namespace olympics

#endif  // TOOLS_RECORD_RECORD_H_
