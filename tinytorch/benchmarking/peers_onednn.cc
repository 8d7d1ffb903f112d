#include <cstring>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dnnl.hpp"
#include "tinytorch/benchmarking/peers.h"

namespace tinytorch::peers {
namespace {

using dnnl::memory;
using Dims = memory::dims;
using Type = memory::data_type;
using Tag = memory::format_tag;

dnnl::engine& Engine() {
  static dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}
dnnl::stream& Stream() {
  static dnnl::stream stream(Engine());
  return stream;
}

// A network as oneDNN runs one: primitives one after another, with weights
// brought into the layouts that they ask for beforehand.
class Network {
 public:
  Network(Dims input, Type type, Tag layout)
      : type_(type), now_(memory::desc(input, Type::f32, layout), Engine()) {
    input_ = now_;
  }

  // What a quantized network is scaled by does not change its speed.
  void Quantize() {
    const memory to(
        memory::desc(now_.get_desc().dims(), Type::u8,
                     now_.get_desc().dims().size() == 4 ? Tag::nhwc : Tag::nc),
        Engine());
    dnnl::primitive_attr attr;
    attr.set_output_scales(0, {255.0f});
    Add(dnnl::reorder(dnnl::reorder::primitive_desc(now_, to, attr)),
        {{DNNL_ARG_FROM, now_}, {DNNL_ARG_TO, to}});
    now_ = to;
  }

  void Conv(const float* w, const float* b, int64_t in, int64_t out,
            int64_t side) {
    const memory::desc src({batch(), in, side, side}, In(), Tag::any);
    const memory::desc weights({out, in, 3, 3}, Weights(), Tag::any);
    const memory::desc bias({out}, Bias(), Tag::x);
    const memory::desc dst({batch(), out, side, side}, In(), Tag::any);
    const dnnl::convolution_forward::primitive_desc pd(
        {dnnl::prop_kind::forward_inference,
         dnnl::algorithm::convolution_auto,
         src,
         weights,
         bias,
         dst,
         {1, 1},
         {1, 1},
         {1, 1}},
        Relu(), Engine());
    Take(pd.src_desc());
    const memory to(pd.dst_desc(), Engine());
    Add(dnnl::convolution_forward(pd),
        {{DNNL_ARG_SRC, now_},
         {DNNL_ARG_WEIGHTS,
          Constant(w, {out, in, 3, 3}, Tag::oihw, pd.weights_desc())},
         {DNNL_ARG_BIAS, Constant(b, {out}, Tag::x, pd.bias_desc())},
         {DNNL_ARG_DST, to}});
    now_ = to;
  }

  void Pool(int64_t channels, int64_t side) {
    const memory::desc dst({batch(), channels, side / 2, side / 2},
                           now_.get_desc().data_type(), Tag::any);
    const dnnl::pooling_forward::primitive_desc pd(
        {dnnl::prop_kind::forward_inference,
         dnnl::algorithm::pooling_max,
         now_.get_desc(),
         dst,
         {2, 2},
         {2, 2},
         {0, 0},
         {0, 0}},
        Engine());
    const memory to(pd.dst_desc(), Engine());
    Add(dnnl::pooling_forward(pd), {{DNNL_ARG_SRC, now_}, {DNNL_ARG_DST, to}});
    now_ = to;
  }

  // `image`: the sizes of one example before it was flattened.
  void Linear(const float* w, const float* b, Dims image, int64_t out,
              bool last) {
    Dims src_dims = image, w_dims = image;
    src_dims.insert(src_dims.begin(), batch());
    w_dims.insert(w_dims.begin(), out);
    const memory::desc src(src_dims, In(), Tag::any);
    const memory::desc weights(w_dims, Weights(), Tag::any);
    const memory::desc bias({out}, Bias(), Tag::x);
    const memory::desc dst({batch(), out}, last ? Type::f32 : In(), Tag::nc);
    const dnnl::inner_product_forward::primitive_desc pd(
        {dnnl::prop_kind::forward_inference, src, weights, bias, dst},
        last ? Scaled() : Relu(), Engine());
    Take(pd.src_desc());
    const memory to(pd.dst_desc(), Engine());
    Add(dnnl::inner_product_forward(pd),
        {{DNNL_ARG_SRC, now_},
         {DNNL_ARG_WEIGHTS,
          Constant(w, w_dims, image.size() == 3 ? Tag::oihw : Tag::oi,
                   pd.weights_desc())},
         {DNNL_ARG_BIAS, Constant(b, {out}, Tag::x, pd.bias_desc())},
         {DNNL_ARG_DST, to}});
    now_ = to;
  }

  void Run(const float* images, float* logits) {
    std::memcpy(input_.get_data_handle(), images, input_.get_desc().get_size());
    for (auto& [primitive, arguments] : steps_) {
      primitive.execute(Stream(), arguments);
    }
    Stream().wait();
    std::memcpy(logits, now_.get_data_handle(), now_.get_desc().get_size());
  }

 private:
  using Arguments = std::unordered_map<int, memory>;

  int64_t batch() const { return input_.get_desc().dims()[0]; }
  Type In() const { return type_ == Type::s8 ? Type::u8 : Type::f32; }
  Type Weights() const { return type_; }
  Type Bias() const { return type_ == Type::s8 ? Type::s32 : Type::f32; }
  dnnl::primitive_attr Scaled() const {
    dnnl::primitive_attr attr;
    if (type_ == Type::s8) attr.set_output_scales(0, {1e-3f});
    return attr;
  }
  dnnl::primitive_attr Relu() const {
    dnnl::primitive_attr attr = Scaled();
    dnnl::post_ops ops;
    ops.append_eltwise(1, dnnl::algorithm::eltwise_relu, 0, 0);
    attr.set_post_ops(ops);
    return attr;
  }

  void Add(dnnl::primitive primitive, Arguments arguments) {
    steps_.emplace_back(std::move(primitive), std::move(arguments));
  }
  // Brings what is there into the layout that the next primitive wants.
  void Take(const memory::desc& wanted) {
    if (now_.get_desc() == wanted) return;
    const memory to(wanted, Engine());
    Add(dnnl::reorder(now_, to), {{DNNL_ARG_FROM, now_}, {DNNL_ARG_TO, to}});
    now_ = to;
  }
  static memory Constant(const float* values, const Dims& dims, Tag tag,
                         const memory::desc& wanted) {
    memory from(memory::desc(dims, Type::f32, tag), Engine());
    std::memcpy(from.get_data_handle(), values, from.get_desc().get_size());
    memory to(wanted, Engine());
    dnnl::primitive_attr attr;
    if (wanted.data_type() != Type::f32) attr.set_output_scales(0, {100.0f});
    dnnl::reorder(dnnl::reorder::primitive_desc(from, to, attr))
        .execute(Stream(), from, to);
    Stream().wait();
    return to;
  }

  Type type_;
  memory input_, now_;
  std::vector<std::pair<dnnl::primitive, Arguments>> steps_;
};

Forward Runs(std::shared_ptr<Network> network) {
  return [network](const float* images, float* logits) {
    network->Run(images, logits);
  };
}

}  // namespace

void OneDnnProduct(const Product& p) {
  dnnl_sgemm('N', p.b_transposed ? 'T' : 'N', p.m, p.n, p.k, 1.0f, p.a, p.k,
             p.b, p.b_transposed ? p.k : p.n, 0.0f, p.c, p.n);
}

Forward OneDnnMlp(int64_t batch, const MlpWeights& w, bool int8) {
  auto net = std::make_shared<Network>(Dims{batch, 784},
                                       int8 ? Type::s8 : Type::f32, Tag::nc);
  if (int8) net->Quantize();
  net->Linear(w.w1, w.b1, {784}, 128, false);
  net->Linear(w.w2, w.b2, {128}, 10, true);
  return Runs(net);
}

Forward OneDnnCnn(int64_t batch, const CnnWeights& w, bool int8) {
  auto net = std::make_shared<Network>(Dims{batch, 1, 28, 28},
                                       int8 ? Type::s8 : Type::f32, Tag::nchw);
  if (int8) net->Quantize();
  net->Conv(w.w1, w.b1, 1, 16, 28);
  net->Pool(16, 28);
  net->Conv(w.w2, w.b2, 16, 32, 14);
  net->Pool(32, 14);
  net->Linear(w.w3, w.b3, {32, 7, 7}, 10, true);
  return Runs(net);
}

}  // namespace tinytorch::peers
