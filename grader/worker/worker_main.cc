// The main program of every worker: a submission's model, answering the
// referee. It shares its process with the submission, so nothing that it says
// is believed: it only moves questions and answers.
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "grader/channel/channel.h"
#include "grader/contract/model.h"
#include "tinytorch/autograd/autograd.h"
#include "tinytorch/layers/safetensors.h"
#include "tinytorch/tensor/memory.h"

namespace olympics {
namespace {

int Fail(Channel& channel, WorkerState state, const std::string& why) {
  // The referee ends this process as soon as it knows.
  std::fflush(stdout);
  const size_t n = std::min(why.size(), sizeof(channel.error) - 1);
  std::copy_n(why.data(), n, channel.error);
  channel.error[n] = '\0';
  channel.state.store(static_cast<uint32_t>(state));
  Publish(channel.answered, channel.asked.load(), channel.referee_sleeps);
  return 1;
}

absl::StatusOr<tinytorch::StateDict> ReadWeights() {
  struct stat info;
  if (fstat(kWeightsFd, &info) != 0) {
    return absl::InternalError("no weights were given");
  }
  std::vector<char> bytes(info.st_size);
  size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t got =
        read(kWeightsFd, bytes.data() + have, bytes.size() - have);
    if (got <= 0) return absl::DataLossError("the weights cannot be read");
    have += got;
  }
  return tinytorch::parse_safetensors(absl::MakeSpan(bytes));
}

// What only loading ran and read of the program itself: pages of its file,
// which come back when they are touched. They are no memory that inference
// needs, and without this a model that quantizes or prunes in Load would be
// charged for that code.
// They come back with their neighbours, up to 64 KiB at once, as the kernel
// sees fit. In smaller steps its count of them, kept for each processor, is too
// rough for the peak to be the same twice.
void GiveBackProgram() {
  dl_iterate_phdr(
      [](dl_phdr_info* program, size_t, void*) {
        const uintptr_t page = sysconf(_SC_PAGESIZE);
        for (int i = 0; i < program->dlpi_phnum; ++i) {
          const ElfW(Phdr)& part = program->dlpi_phdr[i];
          if (part.p_type != PT_LOAD || (part.p_flags & PF_W) != 0) continue;
          const uintptr_t begin = program->dlpi_addr + part.p_vaddr;
          const uintptr_t first = begin / page * page;
          const uintptr_t last =
              (begin + part.p_memsz + page - 1) / page * page;
          madvise(reinterpret_cast<void*>(first), last - first, MADV_DONTNEED);
        }
        return 0;
      },
      nullptr);
}

int Serve() {
  void* memory = mmap(nullptr, sizeof(Channel), PROT_READ | PROT_WRITE,
                      MAP_SHARED, kChannelFd, 0);
  if (memory == MAP_FAILED) {
    std::fprintf(stderr, "a worker is started by the referee\n");
    return 2;
  }
  Channel& channel = *static_cast<Channel*>(memory);
  const tinytorch::NoGradGuard no_grad;
  std::unique_ptr<Model> model = CreateModel();
  if (model == nullptr) {
    return Fail(channel, WorkerState::kBadWeights, "CreateModel gave no model");
  }
  {
    absl::StatusOr<tinytorch::StateDict> weights = ReadWeights();
    absl::Status status =
        weights.ok() ? model->Load(*weights) : weights.status();
    if (!status.ok()) {
      return Fail(channel, WorkerState::kBadWeights,
                  std::string(status.message()));
    }
  }
  // What loading needed is not what inference needs.
  close(kWeightsFd);
  tinytorch::empty_cache();
  GiveBackProgram();
  const Shape shape = channel.shape;
  channel.state.store(static_cast<uint32_t>(WorkerState::kReady));

  uint32_t seen = 0;
  tinytorch::Tensor samples;
  while (true) {
    constexpr int64_t kSecond = 1'000'000'000;
    const uint32_t asked = AwaitChange(
        channel.asked, seen, channel.worker_sleeps, channel.spins, kSecond);
    if (asked == seen) continue;
    seen = asked;
    const int64_t batch = channel.batch;
    if (batch <= 0 || batch > kMaxBatch) return 0;
    if (!samples.defined() || samples.size(0) != batch) {
      samples = tinytorch::Tensor::from_blob(
          channel.samples, {batch, 1, shape.height, shape.width});
    }
    const tinytorch::Tensor scores = model->Predict(samples);
    if (!scores.defined() ||
        scores.sizes() != tinytorch::Shape{batch, shape.outputs}) {
      const bool count = scores.defined() && scores.sizes().size() == 2 &&
                         scores.size(1) == shape.outputs;
      return Fail(channel,
                  count ? WorkerState::kBadCount : WorkerState::kBadAnswer,
                  "Predict gave scores of shape " +
                      (scores.defined() ? tinytorch::to_string(scores.sizes())
                                        : std::string("undefined")) +
                      " where [" + std::to_string(batch) + ", " +
                      std::to_string(shape.outputs) + "] is wanted");
    }
    const tinytorch::Tensor plain = scores.contiguous();
    std::copy_n(plain.data(), batch * shape.outputs, channel.scores);
    Publish(channel.answered, asked, channel.referee_sleeps);
  }
}

}  // namespace
}  // namespace olympics

int main() {
  // Line by line: what a program says right before it dies is what its author
  // wants to read.
  std::setvbuf(stdout, nullptr, _IOLBF, 1 << 10);
  return olympics::Serve();
}
