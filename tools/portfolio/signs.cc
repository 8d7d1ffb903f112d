#include "tools/portfolio/signs.h"

#include "absl/strings/str_cat.h"
#include "tools/portfolio/html.h"

namespace olympics {
namespace {

struct Drawing {
  const char* emoji;
  const char* svg;  // in a square of 24 by 24
};

constexpr char kFlag[] =
    "<path fill=\"none\" stroke=\"#768390\" stroke-width=\"2\" "
    "stroke-linecap=\"round\" d=\"M5 22V2.5\"/>"
    "<path fill=\"#0969da\" d=\"M5 3h14l-3.5 4.5L19 12H5z\"/>";

constexpr Drawing kDrawings[] = {
    {"⚡",
     "<path fill=\"#f2b01e\" stroke=\"#9a6700\" stroke-linejoin=\"round\" "
     "d=\"M13.5 1.5 5 13.5h5.5L9 22.5l10-13h-6z\"/>"},
    {"💾",
     "<path fill=\"#3b6fb5\" d=\"M2.5 2.5h16l3 3v16h-19z\"/>"
     "<path fill=\"#fff\" d=\"M7 2.5h9V9H7zM6 13h12v8.5H6z\"/>"
     "<path fill=\"#3b6fb5\" d=\"M12.5 3.5h2V8h-2z\"/>"
     "<path stroke=\"#3b6fb5\" d=\"M8 15.5h8M8 18.5h8\"/>"},
    {"📱",
     "<rect x=\"6\" y=\"1.5\" width=\"12\" height=\"21\" rx=\"2.5\" "
     "fill=\"#57606a\" stroke=\"#9da7b1\"/>"
     "<rect x=\"7.8\" y=\"4.5\" width=\"8.4\" height=\"13.5\" "
     "fill=\"#9ecbff\"/><circle cx=\"12\" cy=\"20.2\" r=\"1.1\" "
     "fill=\"#fff\"/>"},
    {"🔋",
     "<path fill=\"#768390\" d=\"M9.5 1.5h5v3h-5z\"/>"
     "<rect x=\"6\" y=\"4\" width=\"12\" height=\"18.5\" rx=\"2\" "
     "fill=\"#768390\"/><path fill=\"#fff\" d=\"M8 6h8v14.5H8z\"/>"
     "<path fill=\"#2da44e\" d=\"M8 10h8v10.5H8z\"/>"},
    {"🏃",
     "<circle cx=\"14.8\" cy=\"3.6\" r=\"2.4\" fill=\"#d4620a\"/>"
     "<path fill=\"none\" stroke=\"#d4620a\" stroke-width=\"2.4\" "
     "stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"M5.5 10 9.5 "
     "7.5l4 .5-3 6 4 3-1.5 5.5M10.5 14l-2 4H4M13.5 8l2 "
     "3.5H19\"/>"},
    {"🏆",
     "<path fill=\"none\" stroke=\"#b8860b\" stroke-width=\"2\" d=\"M7 "
     "4H3v2.5a4 4 0 0 0 4 4M17 4h4v2.5a4 4 0 0 1-4 4\"/>"
     "<path fill=\"#e3b341\" stroke=\"#9a6700\" d=\"M6.5 2h11v7a5.5 "
     "5.5 0 0 1-11 0z\"/><path fill=\"#b8860b\" d=\"M11 14.5h2V18h-2zM7 "
     "18h10v4H7z\"/>"},
    {"🏅",
     "<path fill=\"#0969da\" d=\"M6.5 1.5h4l2 7h-4zM17.5 1.5h-4l-2 "
     "7h4z\"/><circle cx=\"12\" cy=\"15.5\" r=\"6.7\" fill=\"#e3b341\" "
     "stroke=\"#9a6700\"/><path fill=\"#9a6700\" d=\"M12 11.5l1.2 "
     "2.7 2.9.3-2.2 1.9.7 2.9-2.6-1.6-2.6 1.6.7-2.9-2.2-"
     "1.9 2.9-.3z\"/>"},
    {"🎯",
     "<circle cx=\"12\" cy=\"12\" r=\"10.5\" fill=\"#cf222e\"/>"
     "<circle cx=\"12\" cy=\"12\" r=\"7.5\" fill=\"#fff\"/>"
     "<circle cx=\"12\" cy=\"12\" r=\"4.5\" fill=\"#cf222e\"/>"
     "<circle cx=\"12\" cy=\"12\" r=\"1.5\" fill=\"#fff\"/>"},
    {"🚀",
     "<path fill=\"#cf222e\" d=\"M8.2 11 4 16v3.5l4.5-3zM15.8 11l4.2 "
     "5v3.5l-4.5-3z\"/><path fill=\"#f2b01e\" d=\"M10 15h4l-2 8z\"/>"
     "<path fill=\"#d1d9e0\" stroke=\"#57606a\" d=\"M12 1.2c4 3 5 9 3.8 "
     "14.8H8.2C7 10.2 8 4.2 12 1.2z\"/>"
     "<circle cx=\"12\" cy=\"8.5\" r=\"2\" fill=\"#0969da\"/>"},
    {"📝",
     "<path fill=\"#fff\" stroke=\"#57606a\" d=\"M3.5 2.5h13v19h-13z\"/>"
     "<path stroke=\"#57606a\" d=\"M6 7h8M6 10.5h8M6 14h4\"/>"
     "<path fill=\"#f2b01e\" stroke=\"#9a6700\" stroke-linejoin=\"round\" "
     "d=\"M20.5 8.5l2 1.8-8 9-2.8 1 .8-2.8z\"/>"},
    {"📚",
     "<path fill=\"#0969da\" d=\"M2.5 3h5v18.5h-5z\"/>"
     "<path fill=\"#2da44e\" d=\"M8.5 5.5h4.5v16H8.5z\"/>"
     "<path fill=\"#d4620a\" d=\"M13.7 4.6l4.3-1.2 4.3 16.6-4.3 "
     "1.2z\"/><path stroke=\"#fff\" d=\"M2.5 7h5M2.5 17h5M8.5 "
     "9h4.5\"/>"},
};

std::string Svg(const std::string& attributes, const std::string& inner) {
  return absl::StrCat("<svg class=\"sign\" viewBox=\"0 0 24 24\" ", attributes,
                      ">", inner, "</svg>");
}

}  // namespace

std::string SignSvg(const std::string& emoji) {
  if (emoji.empty()) return "";
  for (const Drawing& d : kDrawings) {
    if (emoji == d.emoji) return Svg("aria-hidden=\"true\"", d.svg);
  }
  return Svg("aria-hidden=\"true\"", kFlag);
}

std::string MedalSvg(int rank) {
  static constexpr struct {
    const char *name, *fill, *edge, *digit;
  } kMedals[] = {{"gold medal", "#e3b341", "#7a5200", "M10.3 13.3l2.2-1.8v7.5"},
                 {"silver medal", "#ccd3da", "#57606a",
                  "M9.8 13.6c.1-2.6 4.4-2.6 4.4-.1 0 1.8-4.2 3.2-4.4 "
                  "5.3h4.6"},
                 {"bronze medal", "#d99a6c", "#7a3f12",
                  "M9.9 11.8h4.1l-2.3 2.7c3.2 0 3.2 4.4 0 4.4-1 "
                  "0-1.7-.4-2-1.1"}};
  if (rank < 1 || rank > 3) return "";
  const auto& m = kMedals[rank - 1];
  return Svg(absl::StrCat("role=\"img\" aria-label=\"", m.name, "\""),
             absl::StrCat("<path fill=\"#0969da\" d=\"M6 1.5h4.5l2.5 7H8.5z\"/>"
                          "<path fill=\"#cf222e\" d=\"M18 1.5h-4.5l-2.5 "
                          "7h4.5z\"/><circle cx=\"12\" cy=\"15.3\" r=\"7.2\" "
                          "fill=\"",
                          m.fill, "\" stroke=\"", m.edge,
                          "\"/><path fill=\"none\" stroke=\"", m.edge,
                          "\" stroke-width=\"1.8\" stroke-linecap=\"round\" "
                          "stroke-linejoin=\"round\" d=\"",
                          m.digit, "\"/>"));
}

std::string SignedTitle(const std::string& title) {
  const size_t blank = title.find(' ');
  if (blank == std::string::npos || blank == 0 ||
      (static_cast<unsigned char>(title[0]) & 0x80) == 0) {
    return EscapeHtml(title);
  }
  const std::string first = title.substr(0, blank);
  for (const Drawing& d : kDrawings) {
    if (first == d.emoji) {
      return absl::StrCat(SignSvg(first), " ",
                          EscapeHtml(title.substr(blank + 1)));
    }
  }
  return EscapeHtml(title);
}

}  // namespace olympics
