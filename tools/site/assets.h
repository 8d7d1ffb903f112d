// The site's style sheet and its script.
#ifndef TOOLS_SITE_ASSETS_H_
#define TOOLS_SITE_ASSETS_H_

#include <string>

namespace olympics {

std::string SiteStyle();

// Asks /events for changes, and shows them without losing the reader's place.
std::string SiteScript();

}  // namespace olympics

#endif  // TOOLS_SITE_ASSETS_H_
