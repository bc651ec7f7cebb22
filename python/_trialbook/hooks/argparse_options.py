"""argparse: the options that a parser declares. Loaded when a script has parsed its command line."""

import argparse

from .. import options


def of_parsers(parsers: list) -> list:
    """Options of a parser and of its chosen sub-commands' parsers, the outermost first.

    Between two parsers stands the word that chose the second one.
    """
    told = []
    for parser, chosen in zip(parsers, [*parsers[1:], None]):
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                told.extend(_subcommand(action, chosen))
            else:
                told.extend(_option(action, parser))
    return told


def _subcommand(action, chosen) -> list:
    names = [name for name, parser in action.choices.items() if parser is chosen]
    if not names:
        return []
    key = "command" if action.dest == argparse.SUPPRESS else action.dest
    return [options.option(key, (), "text", choices=names, required=True, subcommand=True)]


def _option(action, parser) -> list:
    if isinstance(action, (argparse._HelpAction, argparse._VersionAction)) or action.dest == argparse.SUPPRESS:
        return []
    flags = action.option_strings
    is_flag = action.nargs == 0
    off = [flag for flag in flags if flag.startswith("--no-")] if _is_on_or_off(action) else []
    if isinstance(action, argparse._StoreFalseAction):
        off = flags
    repeats = isinstance(action, (argparse._AppendAction, argparse._ExtendAction))
    count = action.nargs if isinstance(action.nargs, int) and action.nargs > 1 else None
    several = count is not None or action.nargs in ("*", "+", argparse.REMAINDER)
    if repeats and several and not isinstance(action, argparse._ExtendAction):
        return []  # a list of lists: no field of a form holds one
    details = {} if action.default is argparse.SUPPRESS else options.default_of(action.default)
    return [
        options.option(
            action.dest,
            [flag for flag in flags if flag not in off],
            "flag" if is_flag else _kind(action.type),
            off,
            choices=options.choices_of(action.choices) if action.choices is not None else None,
            help=_help(action, parser),
            required=action.required and action.nargs not in ("?", "*"),
            multiple=several,
            count=count,
            repeats=repeats,
            **details,
        )
    ]


def _is_on_or_off(action) -> bool:
    # Python 3.9 made the class; before, and where a script brings a copy, it goes by its name.
    return type(action).__name__ == "BooleanOptionalAction"


def _kind(converter) -> str:
    return "path" if isinstance(converter, argparse.FileType) else options.kind_of(converter)


def _help(action, parser) -> "str | None":
    """The help with `%(default)s` filled in, as the parser prints it, without running code of the values' own."""
    if not action.help or action.help == argparse.SUPPRESS:
        return None
    shown = {"prog": parser.prog, "default": "", "const": "", "metavar": "", "nargs": "", "type": "", "choices": ""}
    shown.update({"dest": action.dest, "required": action.required})
    if not options.option(action.dest, (), "text").get("secret"):
        shown.update(options.default_of(action.default))
        shown["choices"] = ", ".join(str(choice) for choice in options.choices_of(action.choices or ()))
    if isinstance(action.metavar, str):
        shown["metavar"] = action.metavar
    shown["type"] = getattr(action.type, "__name__", "")
    try:
        return action.help % shown
    except (TypeError, ValueError, KeyError):  # a lone "%", which `--help` would stumble over too
        return action.help
