"""argparse: what the script's own parser made of the command line."""

import sys

from ..patching import wrap


def install(argparse, session):
    """Wraps `ArgumentParser.parse_known_args`, through which every way of parsing goes."""

    def report(result, frame):
        if _is_for_user(frame, session):
            session.params("argparse", vars(result[0]))

    def make(original):
        def parse_known_args(self, *args, **kwargs):
            result = original(self, *args, **kwargs)
            session.guard("argparse", report, result, sys._getframe())
            return result

        return parse_known_args

    wrap(argparse.ArgumentParser, "parse_known_args", make)


def _is_for_user(wrapper, session) -> bool:
    """Whether the user's own code asked: neither a library's parser nor a sub-command's inside another parse."""
    frame = wrapper.f_back
    while frame is not None and frame.f_globals.get("__name__") in ("argparse", __name__):
        if frame.f_code is wrapper.f_code:
            return False
        frame = frame.f_back
    return frame is not None and session.is_user_code(frame)
