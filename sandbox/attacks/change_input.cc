// Changes what it may only read.
#include <fcntl.h>
#include <sys/stat.h>

#include "sandbox/attacks/attack.h"
int main() {
  attack::MustFail(open("/in/text", O_WRONLY), "opened its input to write");
  attack::MustFail(open("/in/new", O_WRONLY | O_CREAT, 0600), "made a file");
  attack::MustFail(truncate("/in/text", 0), "emptied its input");
  attack::MustFail(unlink("/in/text"), "removed its input");
  attack::MustFail(rename("/in/text", "/tmp/text"), "moved its input");
  attack::MustFail(mkdir("/in/dir", 0700), "made a directory");
  attack::Contained("refused", errno);
}
