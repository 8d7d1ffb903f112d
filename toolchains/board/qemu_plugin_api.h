// What cache_plugin.cc uses of QEMU's interface for plugins, version 1,
// declared anew: Debian ships no header. It is run with Debian 12's QEMU 7.2;
// run_board.sh refuses those of 9 and later. The names are QEMU's.
#ifndef TOOLCHAINS_BOARD_QEMU_PLUGIN_API_H_
#define TOOLCHAINS_BOARD_QEMU_PLUGIN_API_H_

#include <cstddef>
#include <cstdint>

extern "C" {

struct qemu_plugin_tb;      // a block of translated instructions
struct qemu_plugin_insn;    // one of them
struct qemu_plugin_hwaddr;  // where an access went

// The first of what a plugin is told of the machine.
struct qemu_info_t {
  const char* target_name;  // "aarch64"
};

using PluginId = uint64_t;
using TranslatedCallback = void (*)(PluginId, qemu_plugin_tb*);
using ExecutedCallback = void (*)(unsigned cpu, void* data);
// After an access; `info` is for the functions below.
using MemoryCallback = void (*)(unsigned cpu, uint32_t info, uint64_t address,
                                void* data);

enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS };
enum qemu_plugin_mem_rw { QEMU_PLUGIN_MEM_RW = 3 };

void qemu_plugin_register_vcpu_tb_trans_cb(PluginId, TranslatedCallback);
void qemu_plugin_register_vcpu_tb_exec_cb(qemu_plugin_tb*, ExecutedCallback,
                                          qemu_plugin_cb_flags, void* data);
void qemu_plugin_register_vcpu_insn_exec_cb(qemu_plugin_insn*, ExecutedCallback,
                                            qemu_plugin_cb_flags, void* data);
void qemu_plugin_register_vcpu_mem_cb(qemu_plugin_insn*, MemoryCallback,
                                      qemu_plugin_cb_flags, qemu_plugin_mem_rw,
                                      void* data);

// While a block is translated.
size_t qemu_plugin_tb_n_insns(const qemu_plugin_tb*);
qemu_plugin_insn* qemu_plugin_tb_get_insn(const qemu_plugin_tb*, size_t index);
const void* qemu_plugin_insn_data(const qemu_plugin_insn*);  // its bytes
// Where the emulator has it in its own memory.
void* qemu_plugin_insn_haddr(const qemu_plugin_insn*);

// During a MemoryCallback.
bool qemu_plugin_mem_is_store(uint32_t info);
qemu_plugin_hwaddr* qemu_plugin_get_hwaddr(uint32_t info, uint64_t address);
bool qemu_plugin_hwaddr_is_io(const qemu_plugin_hwaddr*);
uint64_t qemu_plugin_hwaddr_phys_addr(const qemu_plugin_hwaddr*);

}  // extern "C"

#endif  // TOOLCHAINS_BOARD_QEMU_PLUGIN_API_H_
