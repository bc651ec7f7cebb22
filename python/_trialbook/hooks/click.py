"""click and typer: what a command of the user's was called with."""

from enum import Enum

from .. import redaction
from ..patching import after


def install(core, session):
    """Wraps `Context.__enter__`: click enters a context once it has parsed, and calls no code of the user's there.

    A wrapper around `invoke` would stand in the tracebacks of the user's own errors. typer brings a copy of click, or
    uses click itself in older versions.
    """

    def report(_, context):
        command = context.command
        if not context.resilient_parsing and session.is_users(command.callback):
            source = "typer" if type(command).__module__.startswith("typer.") else "click"
            session.guard(source, tell_options, context, source)
            hidden = {param.name for param in command.params if getattr(param, "hide_input", False)}
            for name, value in context.params.items():
                session.param(source, name, redaction.REDACTED if name in hidden else _plain(value))

    def tell_options(context, source):
        from . import click_options

        session.options(source, click_options.of_context(context, by_name=source == "click"))

    after(core.Context, "__enter__", session, "click", report)


def _plain(value):
    """The value as it stands on the command line: the name of a file that click opens, the text of a choice."""
    if type(value).__name__ in ("LazyFile", "KeepOpenFile"):
        return getattr(value, "name", None)
    return value.value if isinstance(value, Enum) else value
