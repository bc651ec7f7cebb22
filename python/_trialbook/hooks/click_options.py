"""click and typer: the options that commands declare. Loaded when a command of the user's is called."""

from enum import EnumMeta

from .. import options
from ..describe import is_a

_KINDS = {
    "integer": "int",
    "integer range": "int",
    "float": "float",
    "float range": "float",
    "path": "path",
    "filename": "path",
    "file": "path",
    "directory": "path",
}


def of_context(context, by_name: bool) -> list:
    """Options of a called command and of the groups that it is in, the outermost first.

    Between two commands stands the word that chose the second one. `by_name`: choices of an enumeration go by their
    names, as in click; typer's go by their values.
    """
    chain = []
    while context is not None:
        chain.insert(0, context)
        context = context.parent
    told = []
    for place, one in enumerate(chain):
        if place > 0:
            word = [one.info_name]
            told.append(options.option("command", (), "text", choices=word, required=True, subcommand=True))
        for param in one.command.params:
            told.extend(_option(param, by_name))
    return told


def _option(param, by_name: bool) -> list:
    is_argument = param.param_type_name == "argument"
    is_flag = not is_argument and (param.is_flag or param.count)
    several = param.nargs != 1 and not is_flag
    # A flag without a value prints something and leaves: `--version`, `--install-completion`.
    leaves = is_flag and not param.expose_value
    if leaves or not param.name or (several and param.multiple):
        return []
    kind, choices = _type(param)
    return [
        options.option(
            param.name,
            () if is_argument else param.opts,
            "flag" if is_flag else kind,
            () if is_argument else param.secondary_opts,
            getattr(param, "hide_input", False),
            choices=None if is_flag else options.choices_of([_word(choice, by_name) for choice in choices]),
            help=getattr(param, "help", None),
            required=param.required,
            multiple=several,
            count=param.nargs if several and param.nargs > 1 else None,
            repeats=param.multiple and not is_flag,
            **_default(param.default, by_name),
        )
    ]


def _type(param):
    """The kind of a parameter's values, and those that may be chosen."""
    found = getattr(param, "type", None)
    if found is None:  # newer versions of typer go by the annotation alone
        annotation = param.type_descriptor.annotation
        values = getattr(annotation, "__args__", ()) if "Literal[" in str(annotation) else ()
        if isinstance(annotation, EnumMeta):
            values = list(annotation)
        return options.kind_of(annotation), values
    choices = ("true", "false") if found.name == "boolean" else getattr(found, "choices", ())
    return _KINDS.get(found.name, "text"), choices


def _default(value, by_name: bool) -> dict:
    if isinstance(value, (list, tuple)):
        return options.default_of([_word(item, by_name) for item in value])
    # Newer versions of click mark the lack of a default by a member of an enumeration of their own.
    if type(value).__name__ == "Sentinel":
        return {}
    return options.default_of(_word(value, by_name))


def _word(value, by_name: bool):
    return value._name_ if by_name and is_a(value, "enum", "Enum") else value
