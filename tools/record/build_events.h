// What a `bazel test` run did, from its build event file (one JSON object a
// line, --build_event_json_file): which graded, and which could not be built.
#ifndef TOOLS_RECORD_BUILD_EVENTS_H_
#define TOOLS_RECORD_BUILD_EVENTS_H_

#include <string>
#include <vector>

namespace olympics {

struct TestRun {
  std::string label;     // "//submissions/eve:eve_speed_demon"
  std::string outputs;   // path of the archive of its reports; "" without one
  std::string junit;     // path of its test.xml; "" without one
  std::string log = {};  // path of what it printed; "" without one
  std::string status = {};  // "PASSED", "FAILED", "TIMEOUT", ...
  double seconds = 0;       // it took, when it last ran
};

struct BuildEvents {
  std::vector<TestRun> tests;  // those that ran, or whose result was cached
  std::vector<std::string> test_targets;  // all that were asked for
  std::vector<std::string> errors;  // lines in which Bazel says what went wrong
  bool finished = false;            // the file is whole
};

// Lines that are no events are passed over: the file may have been cut short.
BuildEvents ParseBuildEvents(const std::string& text);

}  // namespace olympics

#endif  // TOOLS_RECORD_BUILD_EVENTS_H_
