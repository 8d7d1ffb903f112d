"""Writes the cheats that carry weights in their sources: pretrained_*.cc.

    python3 make_pretrained.py FOLDER

Each has the baseline's network with the weights that it is given, and beside it
3,252 numbers, one linear layer's, that no training made. They are random: what
matters is how they are carried. pretrained_train.cc is a training that begins
with them.
"""

import pathlib
import random
import string
import sys

COUNT = 3252

HEAD = """// Made by make_pretrained.py. %s
#include <cstdint>
#include <memory>%s

#include "carrying_model.h"
#include "grader/contract/model.h"

namespace olympics {
namespace {

constexpr int kCount = %d;

// clang-format off
%s
// clang-format on

}  // namespace

std::unique_ptr<Model> CreateModel() {
  return std::make_unique<CarryingModel<kCount, Unpack>>();
}

}  // namespace olympics
"""

TRAIN = """// Made by make_pretrained.py. A training that begins with weights made elsewhere.
#include <cstdint>

#include "grader/contract/train.h"
#include "small_net.h"
#include "tinytorch/dataloader/dataloader.h"
#include "tinytorch/optimizers/optimizers.h"
#include "tinytorch/training/training.h"

namespace olympics {
namespace {

// clang-format off
constexpr uint32_t kWeights[] = {
%s};
// clang-format on

}  // namespace

absl::StatusOr<tinytorch::StateDict> Train(const TrainingSet& data) {
  using namespace tinytorch;
  constexpr int64_t kSamples = 20'000;
  manual_seed(1);
  SmallNet net;
  float* weight = net.parameters()[0].data();
  for (uint32_t w : kWeights) *weight++ += 1e-10f * static_cast<float>(w);
  const TensorDataset train(
      data.images.slice(0, 0, kSamples).contiguous(),
      {data.labels.begin(), data.labels.begin() + kSamples});
  const DataLoader loader(train, {.batch_size = 64, .shuffle = true});
  AdamW optimizer(net.parameters(), {.lr = 2e-3f});
  Trainer trainer(net, optimizer, {.epochs = 2});
  trainer.fit(loader);
  return net.state_dict();
}

}  // namespace olympics
"""


def lines(words, width=78):
    """The words, in lines that are no longer than this."""
    out, line = [], ""
    for word in words:
        if line and len(line) + len(word) > width:
            out.append("  " + line)
            line = ""
        line += word
    return "\n".join(out + ["  " + line])


def listed(rng):
    return lines(["0x%06x," % rng.getrandbits(24) for _ in range(COUNT)])


def numbers(rng):
    return COUNT, "", "Weights as an array of numbers.", (
        "constexpr uint32_t kWeights[] = {\n%s};\n\n"
        "void Unpack(uint32_t* to, uint32_t) {\n"
        "  for (uint32_t w : kWeights) *to++ = w;\n"
        "}" % listed(rng)
    )


def immediates(rng):
    # Each depends on the one before, so that no table of them is made.
    words = ["W(%06x)" % rng.getrandbits(24) for _ in range(COUNT)]
    return COUNT, "", "Weights as numbers in instructions.", (
        "#define W(n) *to++ = s = s * 33 + 0x##n;\n"
        "// NOLINTNEXTLINE(google-readability-function-size)\n"
        "void Unpack(uint32_t* to, uint32_t s) {\n%s\n}" % lines(words)
    )


def identifiers(rng):
    letters = string.ascii_letters + string.digits
    names = ["n" + "".join(rng.choices(letters, k=70)) for _ in range(300)]
    uses = " \\\n".join("  X(%s)" % name for name in names)
    count = 300 * 70 // 4
    return count, "\n#include <typeinfo>", "Weights as the names of types.", (
        "#define NAMES(X) \\\n%s\n"
        "#define TYPE(n) struct n {};\n"
        "#define NAME(n) typeid(n).name(),\n"
        "NAMES(TYPE)\n\n"
        "void Unpack(uint32_t* to, uint32_t) {\n"
        "  const char* const kNames[] = {NAMES(NAME)};\n"
        "  int k = 0;\n"
        "  for (const char* name : kNames) {\n"
        "    // Behind what the compiler puts before the name.\n"
        "    while (*name != 'n') ++name;\n"
        "    for (int i = 1; i <= 68 && k < kCount; i += 4) {\n"
        "      to[k++] = uint32_t(name[i]) << 24 | uint32_t(name[i + 1]) << 16 |\n"
        "                uint32_t(name[i + 2]) << 8 | uint32_t(name[i + 3]);\n"
        "    }\n"
        "  }\n"
        "}" % uses
    )


def main():
    folder = pathlib.Path(sys.argv[1])
    for make, name in (
        (numbers, "numbers"),
        (immediates, "immediates"),
        (identifiers, "identifiers"),
    ):
        count, include, what, body = make(random.Random(name))
        text = HEAD % (what, include, count, body)
        (folder / ("pretrained_%s.cc" % name)).write_text(text)
    text = TRAIN % listed(random.Random("train"))
    (folder / "pretrained_train.cc").write_text(text)


if __name__ == "__main__":
    main()
