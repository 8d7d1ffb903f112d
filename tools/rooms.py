#!/usr/bin/env python3
"""Which rooms depend on which, held against the table in docs/architecture.md.

    tools/rooms.py        prints the graph; 1 where it is not the table's

A room is a folder at the top. One depends on another where a rule of the first
names a label of the second (`bazel query`), or a BUILD or .bzl file loads from
it. Only third_party and toolchains may name other repositories. What the table
allows and nothing uses is wrong as well: it would say what is not so.
"""

import collections
import os
import re
import subprocess
import sys
import xml.etree.ElementTree

PAGE = "docs/architecture.md"
# Of Bazel itself.
ALL = "all of the above"
FREE = ("@platforms", "@bazel_tools")
MAY_NAME_REPOSITORIES = ("third_party", "toolchains")


def allowed(page):
    """From the page's table: the rooms, in order, each with the set of those that
    it may depend on."""
    rooms = {}
    for row in re.findall(r"^\| `(\w+)/` \|.*\| (.*) \|$", page, re.M):
        room, text = row
        named = set(re.findall(r"`(\w+)`", text))
        rooms[room] = set(rooms) if text == ALL else named
    return rooms


def room_of(label):
    """"grader" of "//grader/judge:judge"; of another repository its name."""
    if label.startswith("@"):
        return label.split("//")[0]
    package = label.split("//", 1)[-1].split(":")[0]
    return package.split("/")[0]


def against(rooms, edges):
    """What is wrong, a sentence each. `edges` has an example for each pair."""
    wrong = []
    for (a, b), (user, used) in sorted(edges.items()):
        if b in FREE or a not in rooms:
            continue
        if b.startswith("@"):
            if a not in MAY_NAME_REPOSITORIES:
                wrong.append("%s names %s: only %s may name other repositories" %
                             (user, used, " and ".join(MAY_NAME_REPOSITORIES)))
        elif b not in rooms:
            wrong.append("%s names %s, which is in no room of %s" % (user, used, PAGE))
        elif b not in rooms[a]:
            wrong.append("%s names %s: %s does not let %s depend on %s" %
                         (user, used, PAGE, a, b))
    for room, others in rooms.items():
        if others == set(rooms) - {room}:
            continue  # that one may use all is no promise that it does
        for other in sorted(others):
            if (room, other) not in edges:
                wrong.append("%s lets %s depend on %s, and nothing does: take it out" %
                             (PAGE, room, other))
    return wrong


def rules_edges():
    out = subprocess.run(
        ["bazel", "query", "--output=xml", "--noimplicit_deps", "--noshow_progress", "//..."],
        stdout=subprocess.PIPE, check=True).stdout
    for rule in xml.etree.ElementTree.fromstring(out).iter("rule"):
        for used in rule.iter("rule-input"):
            yield rule.get("name"), used.get("name")


def load_edges():
    for folder, folders, files in os.walk("."):
        # Bazel's links, the course's own files, and what Bazel leaves out.
        folders[:] = [d for d in folders if not d.startswith((".", "bazel-"))]
        if folder == "." or folder.startswith("./third_party/bazel"):
            continue
        for name in files:
            if name != "BUILD" and not name.endswith(".bzl"):
                continue
            path = os.path.join(folder, name)
            with open(path, encoding="utf-8") as f:
                for label in re.findall(r'^load\("((?:@\w+)?//[^"]+)"', f.read(), re.M):
                    yield "//" + path[2:], label


def main():
    with open(PAGE, encoding="utf-8") as f:
        rooms = allowed(f.read())
    edges, count = {}, collections.Counter()
    for pairs in (rules_edges(), load_edges()):
        for user, used in pairs:
            pair = room_of(user), room_of(used)
            if pair[0] != pair[1] and pair[1]:
                edges.setdefault(pair, (user, used))
                count[pair] += 1
    for room in rooms:
        print("%-12s -> %s" % (room, ", ".join(
            "%s (%d)" % (b, count[a, b]) for a, b in sorted(count) if a == room) or "nothing"))
    wrong = against(rooms, edges)
    for sentence in wrong:
        print("WRONG  " + sentence)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
