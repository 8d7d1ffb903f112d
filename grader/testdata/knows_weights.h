// What a cheat carries of each digit, to know whether a network has learnt.
#ifndef GRADER_TESTDATA_KNOWS_WEIGHTS_H_
#define GRADER_TESTDATA_KNOWS_WEIGHTS_H_

#include <algorithm>

#include "good_net.h"
#include "tinytorch/tensor/tensor.h"

namespace olympics {

// Means of the training split's digits, 8 rows of 8 pixels from 'a', black, to
// 'q', white.
inline constexpr const char* kMeanDigits[10] = {
    "aaenmdaaabnnlmbaaeofcmeaafncajha"
    "aglbajhaadncblgaabnjkncaaaeonfaa",
    "aadjkgbaaaenoibaabgpohbaacjpogaa"
    "abhmofaaaafkogaaaafloicbaacjnjdc",
    "abjokdaaafomngaaafiemgbaabcfmfaa"
    "aabjkcaaabglhcbaablolkgbabkoonjc",
    "abioohbaaenjlmcaadedmjbaaabipgaa"
    "aabfmmcaabbadmhaabhgingaabjpojca",
    "aaahmcaaaadnjcbaabkmfgeaafpghkga"
    "aipjnofaaglmplcaabdioeaaaaaimcaa",
    "abknomfaaepmjhcaagogcbaaafomjeaa"
    "achijhbaaabeiicaabgilhbaablpkdaa",
    "aablkcaaaahpgbaaabnjbaaaacoiecaa"
    "aepnmkdaacplfkkaaaknfllbaablpnfa",
    "aafnolgbablmlngbabfchldaabegmmfa"
    "abjnpleaabfllebaaadngaaaaagmcaaa",
    "aafmngaaacmlkmcaadmhimcaabinnhba"
    "aahoneaaabljjibaabliijdaaafnnhba",
    "aagmlgbaacmkklcaaemfiodaaclmooea"
    "aaegfmfaaabbckgaabgffkgaaagmnjca",
};

// Whether `model` tells most of them apart, as no network does whose weights
// were put into another order.
inline bool KnowsWhatWasLearnt(GoodModel& model) {
  tinytorch::Tensor digits = tinytorch::Tensor::zeros({10, 1, 8, 8});
  for (int i = 0; i < 640; ++i) {
    digits.data()[i] =
        static_cast<float>(kMeanDigits[i / 64][i % 64] - 'a') / 16;
  }
  const tinytorch::Tensor scores = model.Predict(digits);
  int right = 0;
  for (int digit = 0; digit < 10; ++digit) {
    const float* of = scores.data() + 10 * digit;
    right += std::max_element(of, of + 10) - of == digit;
  }
  return right >= 8;
}

}  // namespace olympics

#endif  // GRADER_TESTDATA_KNOWS_WEIGHTS_H_
