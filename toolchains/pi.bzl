"""Building for the Raspberry Pi beside the machine that builds."""

def _pi_transition_impl(_settings, _attr):
    return {"//command_line_option:platforms": "//toolchains:pi"}

# For attributes whose targets are to run on the board, whatever is built for.
pi_transition = transition(
    implementation = _pi_transition_impl,
    inputs = [],
    outputs = ["//command_line_option:platforms"],
)
