#include "tools/site/server.h"

#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "httplib.h"

namespace olympics {
namespace {

// What viewers see: replaced as a whole.
struct Snapshot {
  std::map<std::string, SiteFile> files;
  int64_t version = 0;
};

class Server : public SiteServer {
 public:
  explicit Server(const ServerOptions& options) : options_(options) {}

  ~Server() override {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
    http_.stop();
    if (thread_.joinable()) thread_.join();
  }

  absl::Status Listen() {
    // A viewer holds a thread for as long as they watch; the rest serve files.
    const size_t threads = static_cast<size_t>(options_.most_viewers) + 32;
    http_.new_task_queue = [threads] {
      return new httplib::ThreadPool(threads);
    };
    http_.set_keep_alive_timeout(2);
    http_.set_read_timeout(5);
    http_.set_write_timeout(5);
    http_.set_payload_max_length(4096);
    http_.set_tcp_nodelay(true);
    int listening = -1;
    http_.set_socket_options([&listening](socket_t s) {
      const int yes = 1;
      setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
      listening = s;
    });
    http_.set_default_headers(
        {{"X-Content-Type-Options", "nosniff"},
         {"Referrer-Policy", "no-referrer"},
         {"Cross-Origin-Resource-Policy", "same-origin"},
         {"Content-Security-Policy",
          "default-src 'none'; style-src 'self'; script-src 'self'; "
          "connect-src 'self'; base-uri 'none'; form-action 'none'; "
          "frame-ancestors 'none'"}});
    http_.Get("/events", [this](const auto& request, auto& response) {
      Events(request, response);
    });
    http_.Get(R"(/([A-Za-z0-9_.-]*))",
              [this](const auto& request, auto& response) {
                File(request, response);
              });
    port_ = options_.port;
    const bool bound =
        options_.port == 0
            ? (port_ = http_.bind_to_any_port(options_.host.c_str())) > 0
            : http_.bind_to_port(options_.host.c_str(), options_.port);
    if (!bound) {
      return absl::UnavailableError(
          absl::StrCat("cannot listen on ", options_.host, ":", options_.port,
                       "; another program may: name another --port"));
    }
    // The library queues five; a class comes at once.
    listen(listening, 1024);
    thread_ = std::thread([this] { http_.listen_after_bind(); });
    // It cannot be stopped before it runs.
    while (!http_.is_running()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return absl::OkStatus();
  }

  int port() const override { return port_; }
  int viewers() const override { return viewers_; }

  void Publish(std::vector<SiteFile> files, int64_t version) override {
    auto snapshot = std::make_shared<Snapshot>();
    for (SiteFile& f : files) {
      const std::string path = f.path;
      snapshot->files[path] = std::move(f);
    }
    snapshot->version = version;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      snapshot_ = std::move(snapshot);
    }
    changed_.notify_all();
  }

 private:
  std::shared_ptr<const Snapshot> Current() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return snapshot_;
  }

  void File(const httplib::Request& request, httplib::Response& response) {
    const std::shared_ptr<const Snapshot> now = Current();
    std::string name = request.matches[1];
    if (name.empty()) name = "index.html";
    const auto found = now->files.find(name);
    if (found == now->files.end()) {
      response.status = 404;
      response.set_content("There is no such page.\n", "text/plain");
      return;
    }
    const std::string tag = absl::StrCat("\"", now->version, "\"");
    response.set_header("ETag", tag);
    response.set_header("Cache-Control", "no-cache");
    if (request.get_header_value("If-None-Match") == tag) {
      response.status = 304;
      return;
    }
    response.set_content(found->second.content, found->second.type.c_str());
  }

  void Events(const httplib::Request&, httplib::Response& response) {
    if (viewers_.fetch_add(1) >= options_.most_viewers) {
      --viewers_;
      response.status = 503;
      response.set_header("Retry-After", "30");
      response.set_content("Too many are watching; reload now and then.\n",
                           "text/plain");
      return;
    }
    response.set_header("Cache-Control", "no-store");
    auto told = std::make_shared<int64_t>(-1);
    response.set_chunked_content_provider(
        "text/event-stream",
        [this, told](size_t, httplib::DataSink& sink) {
          std::string message;
          {
            std::unique_lock<std::mutex> lock(mutex_);
            // A comment now and then finds out who has gone.
            const bool news = changed_.wait_for(
                lock, std::chrono::seconds(10),
                [&] { return ended_ || snapshot_->version != *told; });
            if (ended_) {
              sink.done();
              return true;
            }
            if (news) {
              *told = snapshot_->version;
              message = absl::StrCat("event: version\ndata: ", *told, "\n\n");
            } else {
              message = ": still here\n\n";
            }
          }
          return sink.write(message.data(), message.size());
        },
        [this](bool) { --viewers_; });
  }

  const ServerOptions options_;
  httplib::Server http_;
  std::thread thread_;
  int port_ = 0;
  std::atomic<int> viewers_{0};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;
  std::shared_ptr<const Snapshot> snapshot_ = std::make_shared<Snapshot>();
};

}  // namespace

absl::StatusOr<std::unique_ptr<SiteServer>> SiteServer::Start(
    const ServerOptions& options) {
  auto server = std::make_unique<Server>(options);
  RETURN_IF_ERROR(server->Listen());
  return server;
}

}  // namespace olympics
