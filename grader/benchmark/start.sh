#!/bin/sh
# A measuring program of the rule's: its first argument is what to start.
exec "$@"
