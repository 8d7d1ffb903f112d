"""One grading of an entry, for studies: its test, run where Bazel has laid it out."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile

# The tree of what a study needs.
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


@contextlib.contextmanager
def graded(test):
    """The report of the test, a path below ROOT, and the folder of all that it wrote.

    Ends the study where nothing was graded, with what was printed instead.
    """
    with tempfile.TemporaryDirectory() as out:
        run = subprocess.run([os.path.join(ROOT, test), "--out=" + out],
                             env=dict(os.environ, TEST_SRCDIR=os.path.dirname(ROOT)),
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        try:
            with open(os.path.join(out, "grade.json")) as f:
                report = json.load(f)
        except OSError:
            sys.exit("%s graded nothing:\n%s" % (test, run.stdout.decode()))
        yield report, out
