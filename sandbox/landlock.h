// Landlock, the kernel's second lock on files: even if a mount were left behind
// by mistake, the program could not open what its policy does not name.
#ifndef SANDBOX_LANDLOCK_H_
#define SANDBOX_LANDLOCK_H_

namespace sandbox {

// What a process may do with the files at or below one open descriptor.
struct LandlockRule {
  int fd;
  bool directory;
  bool writable;
  bool executable;
  bool creates;  // also make, rename and remove files and directories below it
};

// The kernel's Landlock ABI version; 0 where there is none.
int LandlockAbi();

// Restricts the calling thread to `rules` (and, where the ABI knows them, from
// TCP, abstract sockets and signals to outside). Returns 0, or the error of
// what failed. Allocates nothing and leaves errno alone, so that it can run
// between clone and exec.
int RestrictWithLandlock(int abi, const LandlockRule* rules, int count);

}  // namespace sandbox

#endif  // SANDBOX_LANDLOCK_H_
