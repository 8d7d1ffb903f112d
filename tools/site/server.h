// The leaderboard, live: serves a site's files and tells whoever watches when
// they change, by server-sent events.
#ifndef TOOLS_SITE_SERVER_H_
#define TOOLS_SITE_SERVER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/site/pages.h"

namespace olympics {

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 0;            // 0: a free one
  int most_viewers = 600;  // more are told to come again
};

class SiteServer {
 public:
  // Listens and serves from threads of its own until it is destroyed.
  // Unavailable if the address is taken.
  static absl::StatusOr<std::unique_ptr<SiteServer>> Start(
      const ServerOptions& options);
  virtual ~SiteServer() = default;

  virtual int port() const = 0;
  // Puts these files in place of those before, all at once, and tells every
  // viewer of this version.
  virtual void Publish(std::vector<SiteFile> files, int64_t version) = 0;
  virtual int viewers() const = 0;
};

}  // namespace olympics

#endif  // TOOLS_SITE_SERVER_H_
