#!/bin/sh
# What becomes of fresh_words where Debian's libespeak-ng1 is missing.
echo "fresh_words: error while loading shared libraries: libespeak-ng.so.1:" \
  "cannot open shared object file: No such file or directory" >&2
exit 127
