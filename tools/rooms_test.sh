#!/usr/bin/env bash
exec python3 -m unittest tools.rooms_test
