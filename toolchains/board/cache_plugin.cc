// A plugin for QEMU that counts what the emulated board's caches would cost:
//
//   qemu-system-aarch64 -icount shift=0,sleep=off -smp 1
//     -M virt,memory-backend=ram -object memory-backend-memfd,id=ram,size=1G
//     -plugin libcache_plugin.so ...
//
// It follows every access and every block of instructions while it is asked to
// count (stall_page.h), and answers into the asking program's page. The board's
// memory is a memfd of the emulator's own, in which it finds that page.
#include <sys/random.h>

#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <deque>
#include <vector>

#include "toolchains/board/cache_model.h"
#include "toolchains/board/chained_loads.h"
#include "toolchains/board/qemu_plugin_api.h"
#include "toolchains/board/stall_page.h"

extern "C" {
__attribute__((visibility("default"))) int qemu_plugin_version = 1;
__attribute__((visibility("default"))) int qemu_plugin_install(
    PluginId id, const qemu_info_t* info, int argc, char** argv);
}

namespace olympics {
namespace {

// Where the memory of QEMU's "virt" machine begins.
constexpr uint64_t kMemoryBase = 0x40000000;

constexpr int kLineShift = 6;

// A block of instructions.
struct Block {
  int64_t instructions = 0;
  std::vector<uint64_t> lines;
  int64_t seen = -1;  // instruction misses when all of its lines were there
};

// All that there is, as QEMU has one of each plugin.
struct State {
  bool counting = false;
  CacheModel model;
  int64_t instructions = 0;  // executed while counting, with the whole block
  std::deque<Block> blocks;
  uint64_t token = 0;
  bool given = false;
  char* memory = nullptr;  // the board's
  uint64_t memory_bytes = 0;
};
State& state = *new State;

// The emulator's mapping of the board's memory; it is there before the first
// instruction is.
void FindMemory() {
  if (state.memory != nullptr) return;
  std::FILE* const maps = std::fopen("/proc/self/maps", "re");
  if (maps == nullptr) return;
  char line[512];
  while (std::fgets(line, sizeof(line), maps) != nullptr) {
    uint64_t begin, end;
    if (std::strstr(line, "/memfd:memory-backend-memfd") != nullptr &&
        std::sscanf(line, "%" SCNx64 "-%" SCNx64, &begin, &end) == 2) {
      state.memory = reinterpret_cast<char*>(begin);
      state.memory_bytes = end - begin;
      break;
    }
  }
  std::fclose(maps);
}

// The block's instructions that come after an access's; whether a load is
// chained is said by the callback.
void* After(size_t instructions) {
  return reinterpret_cast<void*>(instructions);
}
int64_t NumberOf(void* after) {
  return state.instructions - reinterpret_cast<int64_t>(after);
}

// The line of an access, false where it went to no memory.
bool LineOf(uint32_t info, uint64_t address, bool chained,
            CacheModel::Line& line) {
  const qemu_plugin_hwaddr* const where = qemu_plugin_get_hwaddr(info, address);
  if (where == nullptr || qemu_plugin_hwaddr_is_io(where)) return false;
  line.index = address >> kLineShift;
  line.line = qemu_plugin_hwaddr_phys_addr(where) >> kLineShift;
  line.chained = chained;
  line.translated = address >> 63 == 0;
  return true;
}

// Whether the access changes nothing of the model's.
bool IsLatest(uint32_t info, uint64_t address) {
  const uint64_t index = address >> kLineShift;
  return state.model.IsLatestWritten(index) ||
         (state.model.IsLatest(index) && !qemu_plugin_mem_is_store(info));
}

void Access(uint32_t info, uint64_t address, bool chained, void* after) {
  CacheModel::Line line;
  if (!LineOf(info, address, chained, line)) return;
  if (qemu_plugin_mem_is_store(info)) {
    state.model.Store(line, NumberOf(after));
  } else {
    state.model.Load(line, NumberOf(after));
  }
}

void OnAccess(unsigned /*cpu*/, uint32_t info, uint64_t address, void* after) {
  if (!state.counting || IsLatest(info, address)) return;
  Access(info, address, false, after);
}

void OnChainedLoad(unsigned /*cpu*/, uint32_t info, uint64_t address,
                   void* after) {
  if (!state.counting) return;
  if (IsLatest(info, address)) {
    state.model.ChainedHit();
  } else {
    Access(info, address, true, after);
  }
}

void OnBlock(unsigned /*cpu*/, void* data) {
  if (!state.counting) return;
  Block& block = *static_cast<Block*>(data);
  const CacheModel::Counts& counts = state.model.counts();
  if (block.seen != counts.instruction_misses) {
    for (const uint64_t line : block.lines) {
      state.model.Fetch(line, state.instructions);
    }
    block.seen = counts.instruction_misses;
  }
  state.instructions += block.instructions;
}

// Addresses mean other memory from here on.
void OnOtherAddresses(unsigned /*cpu*/, void* /*data*/) {
  if (state.counting) state.model.ForgetLatest();
}

void Obey(StallCommand command) {
  switch (command) {
    case StallCommand::kCount:
      if (!state.counting) state.model.ForgetLatest();
      state.counting = true;
      return;
    case StallCommand::kStop:
      state.counting = false;
      return;
    case StallCommand::kRead:
      return;
  }
}

// After the store of stall_page.h, which is made of two; whosever it is, it is
// a store as well.
void OnQuestion(unsigned cpu, uint32_t info, uint64_t address, void* after) {
  OnAccess(cpu, info, address, after);
  const uint64_t begin = address - sizeof(uint64_t);
  if (begin % 4096 != 0) return;
  const qemu_plugin_hwaddr* const where = qemu_plugin_get_hwaddr(info, address);
  if (where == nullptr || qemu_plugin_hwaddr_is_io(where)) return;
  FindMemory();
  const uint64_t at =
      qemu_plugin_hwaddr_phys_addr(where) - sizeof(uint64_t) - kMemoryBase;
  if (state.memory == nullptr || at >= state.memory_bytes) return;
  auto* const page = reinterpret_cast<StallPage*>(state.memory + at);
  if (state.given ? page->token != state.token : page->token != kStallHello) {
    return;
  }
  page->given = state.given ? 0 : state.token;
  state.given = true;
  page->stall_ps = state.model.StallPicoseconds(NumberOf(after));
  const CacheModel::Counts& counts = state.model.counts();
  page->data_misses = counts.data_misses;
  page->instruction_misses = counts.instruction_misses;
  page->memory_lines = counts.memory_lines;
  Obey(static_cast<StallCommand>(page->request % 4));
  page->answered = page->request;
}

// msr ttbr0_el1 and ttbr1_el1, and every tlbi.
bool ChangesAddresses(uint32_t word) {
  return (word & 0xffffffc0) == 0xd5182000 || (word & 0xfff8f000) == 0xd5088000;
}

Block& NewBlock(const qemu_plugin_tb* tb, size_t instructions) {
  FindMemory();
  Block& block = state.blocks.emplace_back();
  block.instructions = static_cast<int64_t>(instructions);
  for (size_t i = 0; i < instructions; ++i) {
    const auto* const host = static_cast<const char*>(
        qemu_plugin_insn_haddr(qemu_plugin_tb_get_insn(tb, i)));
    if (host < state.memory || host >= state.memory + state.memory_bytes) {
      continue;  // the board's ROM
    }
    const uint64_t line =
        (kMemoryBase + static_cast<uint64_t>(host - state.memory)) >>
        kLineShift;
    if (block.lines.empty() || block.lines.back() != line) {
      block.lines.push_back(line);
    }
  }
  return block;
}

void OnTranslated(PluginId /*id*/, qemu_plugin_tb* tb) {
  const size_t count = qemu_plugin_tb_n_insns(tb);
  std::vector<uint32_t> words(count);
  for (size_t i = 0; i < count; ++i) {
    std::memcpy(&words[i],
                qemu_plugin_insn_data(qemu_plugin_tb_get_insn(tb, i)), 4);
  }
  qemu_plugin_register_vcpu_tb_exec_cb(tb, OnBlock, QEMU_PLUGIN_CB_NO_REGS,
                                       &NewBlock(tb, count));
  const std::vector<bool> chained = ChainedLoads(words);
  for (size_t i = 0; i < count; ++i) {
    qemu_plugin_insn* const insn = qemu_plugin_tb_get_insn(tb, i);
    void* const after = After(count - i);
    if (ChangesAddresses(words[i])) {
      qemu_plugin_register_vcpu_insn_exec_cb(insn, OnOtherAddresses,
                                             QEMU_PLUGIN_CB_NO_REGS, nullptr);
    }
    if (!AccessesMemory(words[i])) continue;
    MemoryCallback callback = chained[i] ? OnChainedLoad : OnAccess;
    if (words[i] == kStallInstruction) callback = OnQuestion;
    // For both kinds: asked for stores alone, QEMU 7.2 tells of loads too, and
    // asked for loads of none.
    qemu_plugin_register_vcpu_mem_cb(insn, callback, QEMU_PLUGIN_CB_NO_REGS,
                                     QEMU_PLUGIN_MEM_RW, after);
  }
}

}  // namespace
}  // namespace olympics

int qemu_plugin_install(PluginId id, const qemu_info_t* info, int /*argc*/,
                        char** /*argv*/) {
  using olympics::state;
  if (std::strcmp(info->target_name, "aarch64") != 0) {
    std::fprintf(stderr, "board: the caches are an aarch64 board's, not %s's\n",
                 info->target_name);
    return 1;
  }
  if (getrandom(&state.token, sizeof(state.token), 0) !=
      static_cast<ssize_t>(sizeof(state.token))) {
    std::fprintf(stderr, "board: no random token for the caches\n");
    return 1;
  }
  qemu_plugin_register_vcpu_tb_trans_cb(id, olympics::OnTranslated);
  return 0;
}
