"""fire: what functions and classes of the user's were called with."""

from ..patching import require, wrap


def install(core, session):
    """Wraps the functions by which fire parses a call's arguments, not the call: what that raises is the user's."""
    require(core, "_MakeParseFn", "_CallAndUpdateTrace")

    def report(component, varargs, kwargs):
        if session.is_users(component):
            session.params("fire", _by_name(core.inspectutils.GetFullArgSpec(component), varargs, kwargs))

    def make(original):
        def make_parse_fn(fn, metadata):
            parse = original(fn, metadata)

            def parse_and_report(args):
                parsed = parse(args)
                session.guard("fire", lambda: report(fn, *parsed[0]))
                return parsed

            return parse_and_report

        return make_parse_fn

    wrap(core, "_MakeParseFn", make)


def _by_name(spec, varargs: list, kwargs: dict) -> dict:
    values = {**dict(zip(spec.args, varargs)), **spec.kwonlydefaults, **kwargs}
    rest = varargs[len(spec.args) :]
    return {**values, spec.varargs: rest} if spec.varargs and rest else values
