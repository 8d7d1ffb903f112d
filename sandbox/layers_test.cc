// Each layer by itself, with all others off, holds against what it is there
// for; and with it off too, that works, or the test would show nothing.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sandbox/jail.h"
#include "sandbox/landlock.h"
#include "sandbox/outcome.h"
#include "sandbox/policy.h"
#include "sandbox/weakening.h"

namespace sandbox {
namespace {

using ::testing::HasSubstr;

constexpr int64_t kMemory = 64 << 20;

// A policy with only these layers.
PolicyBuilder With(const std::vector<Layer>& layers) {
  PolicyBuilder builder = PolicyBuilder::Worker();
  for (int i = 0; i < kLayers; ++i) {
    const Layer layer = static_cast<Layer>(i);
    bool kept = false;
    for (const Layer l : layers) kept = kept || l == layer;
    if (!kept) builder.Without(layer, Weakening());
  }
  builder.SetWallLimit(absl::Seconds(20)).SetMemoryLimit(kMemory);
  return builder;
}

Outcome RunWith(const std::vector<Layer>& layers, const std::string& program,
                const std::vector<std::string>& arguments = {},
                std::vector<std::pair<int, int>> descriptors = {}) {
  Command command = {.program = "sandbox/testdata/" + program,
                     .arguments = {program},
                     .descriptors = std::move(descriptors)};
  command.arguments.insert(command.arguments.end(), arguments.begin(),
                           arguments.end());
  const absl::StatusOr<Outcome> outcome =
      Jail::Run(With(layers).Build(), command);
  EXPECT_TRUE(outcome.ok()) << outcome.status();
  return outcome.ok() ? *outcome : Outcome();
}

// Programs end with 0 if what they try works.
bool Works(const std::vector<Layer>& layers, const std::string& program,
           const std::vector<std::string>& arguments = {}) {
  const Outcome o = RunWith(layers, program, arguments);
  EXPECT_TRUE(o.verdict == Verdict::kExited) << o.Describe() << o.output;
  return o.exit_code == 0;
}

// Why a layer cannot be had here, if so.
std::optional<std::string> Missing(Layer layer) {
  PolicyBuilder builder = With({layer});
  const absl::StatusOr<Outcome> outcome =
      Jail::Run(builder.Require(layer).Build(),
                {.program = "sandbox/testdata/exits_seven"});
  if (outcome.ok()) return std::nullopt;
  return std::string(outcome.status().message());
}

TEST(LayersTest, MountAloneHidesFiles) {
  EXPECT_TRUE(Works({}, "reads_system_file"));
  EXPECT_FALSE(Works({Layer::kMount}, "reads_system_file"));
}

TEST(LayersTest, LandlockAloneClosesFiles) {
  if (const auto why = Missing(Layer::kLandlock)) GTEST_SKIP() << *why;
  EXPECT_FALSE(Works({Layer::kLandlock}, "reads_system_file"));
}

TEST(LayersTest, SeccompAloneEndsWhatOpensFiles) {
  const Outcome o = RunWith({Layer::kSeccomp}, "reads_system_file");
  EXPECT_EQ(o.verdict, Verdict::kViolation);
  EXPECT_EQ(o.violation, "openat(\"/etc/passwd\")");
}

class Listener {
 public:
  Listener() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* any = reinterpret_cast<sockaddr*>(&address);
    good_ = bind(fd_, any, size) == 0 && listen(fd_, 8) == 0 &&
            getsockname(fd_, any, &size) == 0;
    port_ = ntohs(address.sin_port);
  }
  ~Listener() { close(fd_); }
  bool good() const { return good_; }
  std::string port() const { return absl::StrCat(port_); }

 private:
  int fd_;
  bool good_;
  int port_;
};

TEST(LayersTest, NetworkAloneHasNobodyToConnectTo) {
  const Listener listener;
  ASSERT_TRUE(listener.good());
  EXPECT_TRUE(Works({}, "connects", {listener.port()}));
  EXPECT_FALSE(Works({Layer::kNetwork}, "connects", {listener.port()}));
}

TEST(LayersTest, LandlockAloneClosesTcpWhereItKnowsIt) {
  if (LandlockAbi() < 4) GTEST_SKIP() << "this kernel's knows no network";
  const Listener listener;
  const Outcome o = RunWith({Layer::kLandlock}, "connects", {listener.port()});
  EXPECT_EQ(o.output, "Permission denied\n");
}

TEST(LayersTest, IpcAloneHidesSharedMemory) {
  const key_t key = 0x54540000 + getpid() % 0x10000;
  const int id = shmget(key, 4096, IPC_CREAT | IPC_EXCL | 0666);
  ASSERT_GE(id, 0);
  EXPECT_TRUE(Works({}, "finds_shared_memory", {absl::StrCat(key)}));
  EXPECT_FALSE(
      Works({Layer::kIpc}, "finds_shared_memory", {absl::StrCat(key)}));
  shmctl(id, IPC_RMID, nullptr);
}

TEST(LayersTest, UtsAloneHidesTheHostsName) {
  char name[256] = {};
  gethostname(name, sizeof(name) - 1);
  EXPECT_THAT(RunWith({}, "shows_identity").output,
              HasSubstr(absl::StrCat("host ", name, " ")));
  EXPECT_THAT(RunWith({Layer::kUts}, "shows_identity").output,
              HasSubstr("host sandbox "));
}

TEST(LayersTest, CgroupNamespaceAloneHidesThePlaceInTheTree) {
  if (!Works({Layer::kCgroup}, "shows_cgroup")) {
    GTEST_SKIP() << "it would be at the root anyway";
  }
  EXPECT_FALSE(
      Works({Layer::kCgroup, Layer::kCgroupNamespace}, "shows_cgroup"));
}

TEST(LayersTest, PrivilegesAlonePutCapabilitiesOutOfReach) {
  EXPECT_TRUE(Works({}, "has_capabilities_in_reach"));
  EXPECT_FALSE(Works({Layer::kPrivileges}, "has_capabilities_in_reach"));
}

TEST(LayersTest, LimitsAloneBoundAddresses) {
  EXPECT_TRUE(Works({}, "reserves_addresses"));
  EXPECT_FALSE(Works({Layer::kLimits}, "reserves_addresses"));
}

TEST(LayersTest, CgroupAloneHoldsTheMemoryOfTheWholeTree) {
  if (const auto why = Missing(Layer::kCgroup)) GTEST_SKIP() << *why;
  EXPECT_TRUE(Works({}, "child_takes_memory"));
  const Outcome o = RunWith({Layer::kCgroup}, "child_takes_memory");
  EXPECT_EQ(o.verdict, Verdict::kMemoryLimit) << o.Describe();
  // The kernel stops it at the limit, not beyond.
  EXPECT_LE(o.peak_cgroup_bytes, kMemory);
}

TEST(LayersTest, CgroupAloneHoldsTheNumberOfProcesses) {
  if (const auto why = Missing(Layer::kCgroup)) GTEST_SKIP() << *why;
  EXPECT_TRUE(Works({}, "starts_children"));
  EXPECT_FALSE(Works({Layer::kCgroup}, "starts_children"));
}

TEST(LayersTest, SeccompAloneEndsWhatStartsProcesses) {
  EXPECT_EQ(RunWith({Layer::kSeccomp}, "starts_children").violation,
            "clone (to start another process)");
}

// With no layer but the namespaces that are always there.
TEST(LayersTest, DaemonisedGrandchildrenEndWithTheProgram) {
  int pair[2];
  ASSERT_EQ(pipe(pair), 0);
  const Outcome o = RunWith({}, "leaves_daemon", {}, {{pair[1], 3}});
  EXPECT_TRUE(o.ok()) << o.Describe();
  close(pair[1]);
  char byte = 0;
  EXPECT_EQ(read(pair[0], &byte, 1), 1);  // it was there
  // Its end of the pipe is closed: it is no more.
  pollfd ready = {pair[0], POLLIN, 0};
  EXPECT_EQ(poll(&ready, 1, 0), 1);
  EXPECT_EQ(read(pair[0], &byte, 1), 0);
  close(pair[0]);
}

TEST(LayersTest, TheWholeTreesCpuTimeIsCounted) {
  const Outcome o = RunWith({}, "children_compute");
  EXPECT_GE(o.user_seconds + o.system_seconds, 0.3);
  EXPECT_TRUE(o.ok()) << o.Describe();
}

TEST(LayersTest, EveryLayerHasANameAndALoss) {
  for (int i = 0; i < kLayers; ++i) {
    const Layer layer = static_cast<Layer>(i);
    EXPECT_EQ(LayerNamed(LayerName(layer)), layer);
    EXPECT_GT(std::string(LayerLoss(layer)).size(), 10u);
  }
  EXPECT_EQ(LayerNamed("everything"), std::nullopt);
}

}  // namespace
}  // namespace sandbox
