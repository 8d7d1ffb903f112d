// The libraries that //tinytorch/benchmarking:compare runs beside ours, each
// behind the same few calls and on one thread.
#ifndef TINYTORCH_BENCHMARKING_PEERS_H_
#define TINYTORCH_BENCHMARKING_PEERS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tinytorch::peers {

// c = a·b, or a·bᵀ with b_transposed, row-major, c [m][n].
struct Product {
  int64_t m, n, k;
  bool b_transposed;
  const float* a;
  const float* b;
  float* c;
};
void OpenBlasProduct(const Product& p);
void OneDnnProduct(const Product& p);
void EigenProduct(const Product& p);
// "SkylakeX": the kernels that OpenBLAS chose.
std::string OpenBlasCore();

// The weights of the two networks, as TinyTorch keeps them.
struct MlpWeights {  // 784-128-10
  const float *w1, *b1, *w2, *b2;
};
struct CnnWeights {  // conv16-relu-pool-conv32-relu-pool-fc10 on 28×28
  const float *w1, *b1, *w2, *b2, *w3, *b3;
};

// A forward pass ready to run: from images [batch][784] to logits [batch][10].
using Forward = std::function<void(const float* images, float* logits)>;

Forward OneDnnMlp(int64_t batch, const MlpWeights& weights, bool int8);
Forward OneDnnCnn(int64_t batch, const CnnWeights& weights, bool int8);
Forward EigenMlp(int64_t batch, const MlpWeights& weights);
Forward OpenBlasMlp(int64_t batch, const MlpWeights& weights);

}  // namespace tinytorch::peers

#endif  // TINYTORCH_BENCHMARKING_PEERS_H_
