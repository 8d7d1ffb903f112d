#include "tools/course/names.h"

#include <cstdint>
#include <iterator>
#include <set>

#include "absl/strings/str_cat.h"
#include "tools/course/roster.h"
#include "tools/signing/keys.h"
#include "tools/text/fold.h"

namespace olympics {
namespace {

constexpr const char* kFirst[] = {
    "Agile",  "Amber",  "Ancient", "Bold",    "Brave",  "Bright", "Calm",
    "Clever", "Copper", "Crimson", "Curious", "Daring", "Deep",   "Eager",
    "Fabled", "Fleet",  "Gentle",  "Golden",  "Hidden", "Humble", "Ivory",
    "Jolly",  "Keen",   "Lively",  "Lucky",   "Mighty", "Noble",  "Patient",
    "Quiet",  "Rapid",  "Silver",  "Steady"};
constexpr const char* kSecond[] = {
    "Badger",  "Beaver",  "Bison",   "Bittern", "Condor", "Crane",    "Curlew",
    "Dolphin", "Eagle",   "Egret",   "Falcon",  "Ferret", "Finch",    "Fox",
    "Gannet",  "Gazelle", "Gecko",   "Hare",    "Hawk",   "Hedgehog", "Heron",
    "Ibex",    "Jaguar",  "Kestrel", "Kiwi",    "Koala",  "Lark",     "Lemur",
    "Leopard", "Lynx",    "Magpie",  "Manatee", "Marten", "Merlin",   "Mole",
    "Moose",   "Narwhal", "Newt",    "Ocelot",  "Orca",   "Osprey",   "Otter",
    "Owl",     "Panda",   "Pelican", "Petrel",  "Plover", "Puffin",   "Quail",
    "Rabbit",  "Raven",   "Robin",   "Salmon",  "Seal",   "Shrew",    "Sparrow",
    "Stork",   "Swift",   "Tapir",   "Tern",    "Turtle", "Walrus",   "Wombat",
    "Wren"};
constexpr uint32_t kAll = std::size(kFirst) * std::size(kSecond);

// Of names beyond kAll, with a number.
std::string MadeUp(const std::string& secret, const std::string& submission,
                   const std::set<std::string>& taken) {
  const std::string digest =
      Digest(absl::StrCat("alias\n", secret, "\n", submission));
  uint32_t at = 0;
  for (int i = 0; i < 4; ++i) {
    at = at << 8 | static_cast<unsigned char>(digest[i]);
  }
  for (uint32_t tried = 0;; ++tried) {
    const uint32_t n = (at + tried) % kAll;
    std::string name = absl::StrCat(kFirst[n % std::size(kFirst)], " ",
                                    kSecond[n / std::size(kFirst)]);
    if (tried >= kAll) absl::StrAppend(&name, " ", 1 + tried / kAll);
    if (!taken.contains(Folded(name))) return name;
  }
}

}  // namespace

bool CouldBeMadeUp(const std::string& name) {
  static const auto* const kMadeUp = [] {
    auto* names = new std::set<std::string>;
    for (const char* first : kFirst) {
      for (const char* second : kSecond) {
        names->insert(Folded(absl::StrCat(first, " ", second)));
      }
    }
    return names;
  }();
  std::string folded = Folded(name);
  // Without the number.
  const size_t blank = folded.find_last_not_of("0123456789");
  if (blank != std::string::npos && folded[blank] == ' ' &&
      blank + 1 < folded.size()) {
    folded.resize(blank);
  }
  return kMadeUp->contains(folded);
}

Names NamesOf(const CourseConfig& config, const std::vector<Student>& students,
              const std::vector<Entry>& entries,
              const std::set<std::string>& own, const std::string& secret) {
  Names names;
  if (config.names() != CourseConfig::ALIAS) return names;
  std::set<std::string> taken;  // folded
  // Made up for everybody first, in the order of the record, which only grows:
  // nobody's changes because another chose it.
  const auto make_up = [&](const std::string& submission) {
    if (own.contains(submission) || names.contains(submission)) return;
    const std::string name = MadeUp(secret, submission, taken);
    names[submission] = name;
    taken.insert(Folded(name));
  };
  for (const Entry& e : entries) {
    if (e.has_run()) make_up(e.run().submission());
  }
  for (const Student& s : students) make_up(s.submission);
  std::map<std::string, std::string> submissions;  // by what they read as
  for (const auto& [submission, name] : names) {
    submissions[Folded(submission)] = submission;
  }
  for (const Student& s : students) {
    if (s.display_name.empty() || LooksLikeOwn(own, s.display_name)) continue;
    const std::string key = Folded(s.display_name);
    const auto other = submissions.find(key);
    if (other != submissions.end() && other->second != s.submission) continue;
    // What was made up for them they may choose as well; what could be made up
    // for somebody who is yet to come nobody may.
    if (key == Folded(names[s.submission]) ||
        (!CouldBeMadeUp(s.display_name) && taken.insert(key).second)) {
      names[s.submission] = s.display_name;
    }
  }
  return names;
}

std::string NameOf(const Names& names, const std::string& submission) {
  const auto found = names.find(submission);
  return found == names.end() ? submission : found->second;
}

std::vector<Entry> Renamed(std::vector<Entry> entries, const Names& names) {
  if (names.empty()) return entries;
  const auto rename = [&](std::string* submission) {
    *submission = NameOf(names, *submission);
  };
  for (Entry& e : entries) {
    if (e.has_run()) rename(e.mutable_run()->mutable_submission());
    if (!e.has_event()) continue;
    Event& event = *e.mutable_event();
    if (event.has_hand_in()) {
      rename(event.mutable_hand_in()->mutable_submission());
    } else if (event.has_override()) {
      rename(event.mutable_override()->mutable_submission());
    } else if (event.has_award()) {
      rename(event.mutable_award()->mutable_submission());
    } else if (event.has_vote()) {
      rename(event.mutable_vote()->mutable_submission());
      rename(event.mutable_vote()->mutable_voter());
    } else if (event.has_regrade()) {
      for (std::string& s : *event.mutable_regrade()->mutable_submissions()) {
        rename(&s);
      }
    } else if (event.has_extension()) {
      rename(event.mutable_extension()->mutable_submission());
    }
  }
  return entries;
}

}  // namespace olympics
