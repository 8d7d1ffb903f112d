"""Unpacks one file of the data set and pins what it holds."""

def idx_file(name, src, sha256, **kwargs):
    """Unpacks a gzipped IDX file after checking its SHA-256.

    Args:
      name: the unpacked file's name.
      src: the label of the gzipped file.
      sha256: of the gzipped file, in hexadecimal.
      **kwargs: passed on (visibility).
    """
    native.genrule(
        name = name + "_file",
        srcs = [src],
        outs = [name],
        cmd = ("echo '{sum}  $<' | sha256sum --check --status || " +
               "{{ echo 'ERROR: {src} is not the pinned data set: its SHA-256 is '" +
               "$$(sha256sum $< | cut -d\" \" -f1)', not {sum}; reinstall the Debian " +
               "package dataset-fashion-mnist.' >&2; exit 1; }}; " +
               "gzip -dc $< > $@").format(src = src, sum = sha256),
        message = "Unpacking",
        **kwargs
    )
