"""Building for the Raspberry Pi beside the machine that builds."""

_PLATFORMS = "//command_line_option:platforms"
_HOST_PLATFORM = "//command_line_option:host_platform"

def _pi_transition_impl(_settings, _attr):
    return {_PLATFORMS: "//toolchains:pi"}

# For attributes whose targets are to run on the board, whatever is built for.
pi_transition = transition(
    implementation = _pi_transition_impl,
    inputs = [],
    outputs = [_PLATFORMS],
)

def _here_transition_impl(settings, _attr):
    platforms = settings[_PLATFORMS]
    if [p for p in platforms if str(p).endswith("//toolchains:pi")]:
        # Bazel 4.2 says None where none is named.
        platforms = [settings[_HOST_PLATFORM] or "@local_config_platform//:host"]
    return {_PLATFORMS: platforms}

# For attributes whose targets run while building. Unlike cfg = "exec", what is
# built for this machine anyway is not compiled a second time for it.
here_transition = transition(
    implementation = _here_transition_impl,
    inputs = [
        _PLATFORMS,
        _HOST_PLATFORM,
    ],
    outputs = [_PLATFORMS],
)
