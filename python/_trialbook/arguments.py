"""Sends what the main script's `argparse` parser made of the command line as params."""

import sys

from . import describe, events, places


class ArgumentsHook:
    """Wraps `ArgumentParser.parse_known_args`, through which every way of parsing goes."""

    def __init__(self, workspace, writer, on_error):
        self._workspace = workspace
        self._writer = writer
        self._on_error = on_error
        self._sent = {}

    def install(self, argparse):
        """Hooks the module; what the parser does, returns and raises stays its own."""
        if not places.is_library(argparse.__file__):
            return  # a module of the user's that has the same name
        parser_class = argparse.ArgumentParser
        original = parser_class.parse_known_args
        report = self._report

        def parse_known_args(self, *args, **kwargs):
            result = original(self, *args, **kwargs)
            report(result, sys._getframe())
            return result

        for name in ("__module__", "__name__", "__qualname__", "__doc__"):
            setattr(parse_known_args, name, getattr(original, name))
        parse_known_args.__wrapped__ = original
        parser_class.parse_known_args = parse_known_args

    def _report(self, result, frame):
        try:
            if self._is_for_user(frame):
                for key, value in vars(result[0]).items():
                    self._send(key, describe.param_value(key, value))
        except Exception as error:
            self._on_error(error)

    def _send(self, key: str, value):
        # Scripts parse twice to know a config file first: what is the same is sent once.
        if key not in self._sent or self._sent[key] != (type(value), value):
            self._sent[key] = (type(value), value)
            self._writer.send(events.param(key, value, "argparse"))

    def _is_for_user(self, wrapper) -> bool:
        """Whether the user's own code asked: neither a library's parser nor a sub-command's inside another parse."""
        frame = wrapper.f_back
        while frame is not None and frame.f_globals.get("__name__") in ("argparse", __name__):
            if frame.f_code is wrapper.f_code:
                return False
            frame = frame.f_back
        if frame is None:
            return False
        file = frame.f_code.co_filename
        if places.is_library(file):
            return False
        main = sys.modules.get("__main__")
        return frame.f_globals is getattr(main, "__dict__", None) or self._workspace.own_path(file) is not None
