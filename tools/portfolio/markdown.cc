#include "tools/portfolio/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "grader/report/text.h"

namespace olympics {
namespace {

constexpr int kTopHeading = 3;
constexpr int kLowestHeading = 6;

// A node of this type with the text of `from`.
cmark_node* WithText(cmark_node_type type, const char* text) {
  cmark_node* node = cmark_node_new(type);
  cmark_node_set_literal(node, text == nullptr ? "" : text);
  return node;
}

// Puts `to` in the place of `from`.
void Replace(cmark_node* from, cmark_node* to) {
  cmark_node_replace(from, to);
  cmark_node_free(from);
}

// Puts what a node holds in its place.
void Dissolve(cmark_node* node) {
  while (cmark_node* child = cmark_node_first_child(node)) {
    cmark_node_insert_before(node, child);
  }
  cmark_node_unlink(node);
  cmark_node_free(node);
}

void Tame(cmark_node* document) {
  std::vector<cmark_node*> nodes;
  cmark_iter* iter = cmark_iter_new(document);
  for (cmark_event_type event;
       (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
    if (event == CMARK_EVENT_ENTER) nodes.push_back(cmark_iter_get_node(iter));
  }
  cmark_iter_free(iter);
  // From the inside out: what is replaced holds nothing that is still to come.
  std::reverse(nodes.begin(), nodes.end());
  for (cmark_node* node : nodes) {
    const cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING) {
      cmark_node_set_heading_level(
          node, std::min(kLowestHeading,
                         cmark_node_get_heading_level(node) + kTopHeading - 1));
    } else if (type == CMARK_NODE_HTML_BLOCK) {
      Replace(node,
              WithText(CMARK_NODE_CODE_BLOCK, cmark_node_get_literal(node)));
    } else if (type == CMARK_NODE_HTML_INLINE) {
      Replace(node, WithText(CMARK_NODE_CODE, cmark_node_get_literal(node)));
    } else if (type == CMARK_NODE_IMAGE) {
      Dissolve(node);
    } else if (type == CMARK_NODE_LINK) {
      const std::string url = cmark_node_get_url(node);
      if (!absl::StartsWith(url, "https://") &&
          !absl::StartsWith(url, "http://")) {
        Dissolve(node);
      }
    }
  }
}

}  // namespace

std::string MarkdownHtml(const std::string& markdown) {
  cmark_gfm_core_extensions_ensure_registered();
  constexpr int kOptions = CMARK_OPT_VALIDATE_UTF8;
  cmark_parser* parser = cmark_parser_new(kOptions);
  cmark_parser_attach_syntax_extension(parser,
                                       cmark_find_syntax_extension("table"));
  const std::string text = PlainText(markdown);
  cmark_parser_feed(parser, text.data(), text.size());
  cmark_node* document = cmark_parser_finish(parser);
  Tame(document);
  char* html = cmark_render_html(document, kOptions,
                                 cmark_parser_get_syntax_extensions(parser));
  // Tables scroll by themselves. No other <table> can be there.
  std::string out = absl::StrReplaceAll(
      html, {{"<table>",
              "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
              "aria-label=\"Table\"><table>"},
             {"</table>", "</table></div>"}});
  std::free(html);
  cmark_node_free(document);
  cmark_parser_free(parser);
  return out;
}

}  // namespace olympics
