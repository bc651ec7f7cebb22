"""argparse: what the script's own parser made of the command line."""

import sys

from ..patching import wrap


def install(argparse, session):
    """Wraps `ArgumentParser.parse_known_args`, through which every way of parsing goes."""
    # Parsers of sub-commands that the outermost one asked, the innermost first.
    inner_parsers = []

    def report(parser, result, arguments, wrapper):
        caller, is_inner = _caller(wrapper)
        if is_inner:
            inner_parsers.append(parser)
            return
        parsers = [parser, *reversed(inner_parsers)]
        inner_parsers.clear()
        if caller is not None and session.is_user_code(caller):
            if arguments is None or list(arguments) == sys.argv[1:]:
                session.guard("argparse", tell_options, parsers)
            session.params("argparse", vars(result[0]))

    def tell_options(parsers):
        from . import argparse_options

        session.options("argparse", argparse_options.of_parsers(parsers))

    def make(original):
        def parse_known_args(self, args=None, *more, **kwargs):
            result = original(self, args, *more, **kwargs)
            session.guard("argparse", report, self, result, args, sys._getframe())
            return result

        return parse_known_args

    wrap(argparse.ArgumentParser, "parse_known_args", make)


def _caller(wrapper):
    """The frame that asked for a parse, and whether another parse did so for a sub-command."""
    frame = wrapper.f_back
    while frame is not None and frame.f_globals.get("__name__") in ("argparse", __name__):
        if frame.f_code is wrapper.f_code:
            return frame, True
        frame = frame.f_back
    return frame, False
