// Process 1 of the emulated board: makes the usual mounts, runs one program
// with the arguments of /board/arguments (one a line, the program first) in
// /board/run, prints the files that it left in /board/out and how it ended, and
// powers off. A file is printed as
//
//   board: file SIZE NAME
//   its bytes in base64
//   board: end
#include <dirent.h>
#include <fcntl.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

namespace {

void Mount(const char* type, const char* at, const char* options = "") {
  mkdir(at, 0755);
  if (mount(type, at, type, 0, options) != 0) {
    std::printf("board: cannot mount %s: %s\n", at, std::strerror(errno));
  }
}

// The kernel's first root cannot be changed for another, as sandboxes do: this
// lays the same files over it.
void LeaveFirstRoot() {
  mkdir("/root", 0755);
  if (mount("/", "/root", nullptr, MS_BIND, nullptr) != 0 ||
      chdir("/root") != 0 || mount(".", "/", nullptr, MS_MOVE, nullptr) != 0 ||
      chroot(".") != 0 || chdir("/") != 0) {
    std::printf("board: cannot lay a root: %s\n", std::strerror(errno));
  }
}

void RaiseLoopback() {
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request = {};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (ioctl(fd, SIOCSIFFLAGS, &request) != 0) {
    std::printf("board: no loopback: %s\n", std::strerror(errno));
  }
  close(fd);
}

std::vector<std::string> Arguments() {
  std::string text;
  const int fd = open("/board/arguments", O_RDONLY);
  char part[4096];
  ssize_t got;
  while ((got = read(fd, part, sizeof(part))) > 0) text.append(part, got);
  close(fd);
  std::vector<std::string> lines;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return lines;
}

// The exit code of the program, 128 + signal if one ended it.
int RunProgram(std::vector<std::string> arguments) {
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::vector<char*> env;
  char path[] = "PATH=/bin", home[] = "HOME=/tmp", tmp[] = "TEST_TMPDIR=/tmp";
  char xml[] = "XML_OUTPUT_FILE=/board/out/test.xml";
  char out[] = "TEST_UNDECLARED_OUTPUTS_DIR=/board/out";
  for (char* v : {path, home, tmp, xml, out}) env.push_back(v);
  env.push_back(nullptr);
  const pid_t program = fork();
  if (program == 0) {
    setsid();
    execve(argv[0], argv.data(), env.data());
    std::printf("board: cannot execute %s: %s\n", argv[0],
                std::strerror(errno));
    _exit(127);
  }
  int status = 0;
  // Orphans are reaped on the way.
  for (pid_t pid; (pid = wait(&status)) != program;) {
    if (pid < 0 && errno != EINTR) return 127;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void PrintFile(const std::string& path, const std::string& name) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  constexpr size_t kLine = 57;  // bytes, of 76 characters
  std::string bytes;
  const int fd = open(path.c_str(), O_RDONLY);
  char part[4096];
  ssize_t got;
  while ((got = read(fd, part, sizeof(part))) > 0) bytes.append(part, got);
  close(fd);
  std::string text =
      "board: file " + std::to_string(bytes.size()) + " " + name + "\n";
  for (size_t at = 0; at < bytes.size(); at += 3) {
    const auto byte = [&](size_t i) -> unsigned {
      return at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i])
                                   : 0;
    };
    const unsigned bits = byte(0) << 16 | byte(1) << 8 | byte(2);
    const size_t digits = bytes.size() - at < 3 ? bytes.size() - at + 1 : 4;
    for (size_t i = 0; i < 4; ++i) {
      text += i < digits ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
    }
    if (at % kLine == kLine - 3 || at + 3 >= bytes.size()) text += '\n';
  }
  std::printf("%sboard: end\n", text.c_str());
}

// Of /board/out, without folders in it.
void PrintFiles() {
  DIR* folder = opendir("/board/out");
  if (folder == nullptr) return;
  while (const dirent* entry = readdir(folder)) {
    if (entry->d_type == DT_REG) {
      const std::string name = entry->d_name;
      PrintFile("/board/out/" + name, name);
    }
  }
  closedir(folder);
}

}  // namespace

int main() {
  setvbuf(stdout, nullptr, _IONBF, 0);
  LeaveFirstRoot();
  Mount("devtmpfs", "/dev");
  const int console = open("/dev/console", O_RDWR);
  for (int fd = 0; fd < 3; ++fd) dup2(console, fd);
  Mount("proc", "/proc");
  Mount("sysfs", "/sys");
  // So that mounts made inside a sandbox are private to it, as on any system.
  Mount("tmpfs", "/tmp", "mode=1777");
  Mount("cgroup2", "/sys/fs/cgroup");
  const int control = open("/sys/fs/cgroup/cgroup.subtree_control", O_WRONLY);
  if (write(control, "+memory +pids +cpu", 18) != 18) {
    std::printf("board: no cgroup controllers: %s\n", std::strerror(errno));
  }
  close(control);
  RaiseLoopback();
  int code = 127;
  if (chdir("/board/run") == 0) code = RunProgram(Arguments());
  PrintFiles();
  std::printf("\nboard: the program ended with %d\n", code);
  sync();
  reboot(RB_POWER_OFF);
}
