import unittest

from tools import rooms

PAGE = """
| folder | owns | may depend on |
|---|---|---|
| `base/` | the `ground` | `third_party` |
| `grader/` | grading | `base`, `third_party` (tests) |
| `third_party/` | others | nothing |
| `tools/` | commands | all of the above |
"""
EDGES = {
    ("base", "third_party"): ("//base:a", "//third_party/x:x"),
    ("grader", "base"): ("//grader:a", "//base:a"),
    ("grader", "third_party"): ("//grader:a", "//third_party/x:x"),
    ("third_party", "@debian"): ("//third_party/x:x", "@debian//:x"),
    ("grader", "@platforms"): ("//grader:a", "@platforms//cpu:x"),
}


class RoomsTest(unittest.TestCase):

    def test_the_table_says_who_may_depend_on_whom(self):
        self.assertEqual(rooms.allowed(PAGE), {
            "base": {"third_party"},
            "grader": {"base", "third_party"},
            "third_party": set(),
            "tools": {"base", "grader", "third_party"},
        })

    def test_the_pages_own_table_is_read(self):
        with open("docs/architecture.md", encoding="utf-8") as f:
            page = rooms.allowed(f.read())
        self.assertIn("sandbox", page)
        self.assertIn("third_party", page["base"])
        self.assertEqual(page["tools"], set(page) - {"tools"})

    def test_what_the_table_lets_is_right(self):
        self.assertEqual(rooms.against(rooms.allowed(PAGE), EDGES), [])

    def test_what_it_does_not_let_is_named(self):
        for pair, example, said in [
            (("base", "grader"), ("//base:a", "//grader:a"), "does not let base depend on grader"),
            (("grader", "tools"), ("//grader:a", "//tools:a"), "does not let grader depend"),
            (("grader", "lost"), ("//grader:a", "//lost:a"), "which is in no room"),
            (("grader", "@debian"), ("//grader:a", "@debian//:x"), "other repositories"),
        ]:
            wrong = rooms.against(rooms.allowed(PAGE), {**EDGES, pair: example})
            self.assertEqual(len(wrong), 1, wrong)
            self.assertIn(said, wrong[0])
            self.assertIn(example[0], wrong[0])

    def test_what_it_lets_and_nothing_uses_is_named(self):
        edges = dict(EDGES)
        del edges["grader", "base"]
        wrong = rooms.against(rooms.allowed(PAGE), edges)
        self.assertEqual(len(wrong), 1, wrong)
        self.assertIn("nothing does", wrong[0])

    def test_rooms_of_labels(self):
        for label, room in [("//grader/judge:judge", "grader"), ("//grader:all", "grader"),
                            ("@debian//:x", "@debian"), ("//:docs/a.md", "")]:
            self.assertEqual(rooms.room_of(label), room)


if __name__ == "__main__":
    unittest.main()
