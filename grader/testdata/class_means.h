// Made by make_class_means.py: what a cheat knows of Fashion-MNIST's classes.
#ifndef GRADER_TESTDATA_CLASS_MEANS_H_
#define GRADER_TESTDATA_CLASS_MEANS_H_

// Of each class, 7x7 blocks; from 'a', dark, in sixteen steps.
// clang-format off
constexpr char kClassMeans[10][50] = {
    "achihdaahjjjiaagjjjhbabjjjcaabjjjcaabkkkdaabjjjca",
    "aagkiaaaailkaaaaikjaaaahhiaaaahgiaaaagfiaaaaffhaa",
    "achihcaagjjjhaaijjjjaajjjjjaaijkjjbaijjjibageeefb",
    "aagigaaabhkibaabhkhbaabhkibaaailjbaaailjbaaahkiaa",
    "aaglgaaaeklkfaahlkkiaaillkjaajllkkaaikkkjbaffggfb",
    "aaaaaaaaaabbcbaaacdedacddfgecffffgfbddcbccabbaaaa",
    "abfigcaafiiigaagjiihaagjjihaagijigbafijigbaeghhea",
    "aaaaaaaaaaaaaaaaaegddbehjlkieghihhfabbbbbaaaaaaaa",
    "aaabbaabcededbdgigiheejkjkjfeklklkgdikjjieaefffeb",
    "aaaabbaaaadhhdaaagllgaackmmideillljehjjgigacccabb",
};
// clang-format on

#endif  // GRADER_TESTDATA_CLASS_MEANS_H_
