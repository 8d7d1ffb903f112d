#include "tools/site/server.h"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "httplib.h"

namespace olympics {
namespace {

using ::testing::HasSubstr;

std::vector<SiteFile> Page(const std::string& text) {
  return {{"index.html", "text/html; charset=utf-8", text},
          {"style.css", "text/css", "p{}"}};
}

std::unique_ptr<SiteServer> Started(ServerOptions options = {}) {
  auto server = SiteServer::Start(options);
  EXPECT_TRUE(server.ok()) << server.status();
  (*server)->Publish(Page("first"), 1);
  return *std::move(server);
}

httplib::Client ClientOf(const SiteServer& server) {
  return httplib::Client("127.0.0.1", server.port());
}

// Waits for it; false after ten seconds.
template <typename F>
bool Eventually(F condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

// A viewer: hears versions until it is told to go.
class Viewer {
 public:
  explicit Viewer(int port)
      : thread_([this, port] {
          httplib::Client client("127.0.0.1", port);
          client.set_read_timeout(30);
          const auto answer =
              client.Get("/events", [this](const char* data, size_t size) {
                heard_ += std::string(data, size);
                if (absl::StrContains(heard_, "data: 2\n")) heard_2_ = true;
                if (absl::StrContains(heard_, "data: 1\n")) heard_1_ = true;
                return !gone_.load();
              });
          if (answer) status_ = answer->status;
          ended_ = true;
        }) {}
  ~Viewer() {
    gone_ = true;
    thread_.join();
  }
  std::atomic<bool> heard_1_{false}, heard_2_{false}, gone_{false},
      ended_{false};
  std::atomic<int> status_{0};

 private:
  std::string heard_;
  std::thread thread_;
};

TEST(SiteServerTest, ServesItsFilesAndNothingElse) {
  const auto server = Started();
  auto client = ClientOf(*server);
  const auto index = client.Get("/");
  ASSERT_TRUE(index);
  EXPECT_EQ(index->body, "first");
  EXPECT_THAT(index->get_header_value("Content-Security-Policy"),
              HasSubstr("default-src 'none'"));
  EXPECT_EQ(client.Get("/style.css")->get_header_value("Content-Type"),
            "text/css");
  for (const char* path : {"/nothing", "/../etc/passwd", "/%2e%2e/etc/passwd",
                           "/.tito/key", "//etc/passwd"}) {
    EXPECT_EQ(client.Get(path)->status, 404) << path;
  }
  EXPECT_NE(client.Post("/", "x", "text/plain")->status, 200);
}

TEST(SiteServerTest, WhatIsUnchangedIsNotSentAgain) {
  const auto server = Started();
  auto client = ClientOf(*server);
  const std::string tag = client.Get("/")->get_header_value("ETag");
  EXPECT_EQ(client.Get("/", {{"If-None-Match", tag}})->status, 304);
  server->Publish(Page("second"), 2);
  EXPECT_EQ(client.Get("/", {{"If-None-Match", tag}})->body, "second");
}

TEST(SiteServerTest, ViewersHearOfEveryVersion) {
  const auto server = Started();
  std::vector<std::unique_ptr<Viewer>> viewers;
  for (int i = 0; i < 20; ++i) {
    viewers.push_back(std::make_unique<Viewer>(server->port()));
  }
  const auto all = [&](auto heard) {
    return Eventually([&] {
      for (const auto& v : viewers) {
        if (!heard(*v)) return false;
      }
      return true;
    });
  };
  EXPECT_TRUE(all([](const Viewer& v) { return v.heard_1_.load(); }));
  EXPECT_EQ(server->viewers(), 20);
  server->Publish(Page("second"), 2);
  EXPECT_TRUE(all([](const Viewer& v) { return v.heard_2_.load(); }));
  for (const auto& v : viewers) v->gone_ = true;
  server->Publish(Page("third"), 3);
  EXPECT_TRUE(all([](const Viewer& v) { return v.ended_.load(); }));
  server->Publish(Page("fourth"), 4);
  EXPECT_TRUE(Eventually([&] { return server->viewers() == 0; }));
}

TEST(SiteServerTest, TooManyViewersAreToldToComeAgain) {
  const auto server = Started({.most_viewers = 2});
  Viewer one(server->port()), two(server->port());
  EXPECT_TRUE(
      Eventually([&] { return one.heard_1_.load() && two.heard_1_.load(); }));
  const auto third = ClientOf(*server).Get("/events");
  ASSERT_TRUE(third);
  EXPECT_EQ(third->status, 503);
  EXPECT_EQ(third->get_header_value("Retry-After"), "30");
  EXPECT_EQ(ClientOf(*server).Get("/")->body, "first");  // pages still come
  one.gone_ = two.gone_ = true;
  server->Publish(Page("second"), 2);
}

TEST(SiteServerTest, EndsWhileOthersWatch) {
  auto server = Started();
  Viewer viewer(server->port());
  EXPECT_TRUE(Eventually([&] { return viewer.heard_1_.load(); }));
  server.reset();
  EXPECT_TRUE(Eventually([&] { return viewer.ended_.load(); }));
}

TEST(SiteServerTest, APortThatIsTakenIsSaidSo) {
  const auto server = Started();
  const auto second = SiteServer::Start({.port = server->port()});
  ASSERT_FALSE(second.ok());
  EXPECT_THAT(std::string(second.status().message()),
              HasSubstr("another program may"));
}

}  // namespace
}  // namespace olympics
