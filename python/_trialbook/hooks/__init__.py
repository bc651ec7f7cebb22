"""Which library is seen through which hook.

A hook is a function `install(module, session)` that is called once, right after its library's module was executed,
and that wraps functions there (see `patching`). It raises `patching.Unsupported` when the library is not shaped as it
knows: then it is left alone, and the run says so.
"""

import sys

from ..patching import Unsupported

# The library's module: our module, and the function in it.
_HOOKS = {
    "IPython.core.interactiveshell": ("kernels", "install"),
    "argparse": ("arguments", "install"),
}


def import_hooks(session) -> dict:
    """A function of the module by the module's name, as `ImportHooks` takes them; our modules load with theirs."""
    return {name: _installer(name, ours, function, session) for name, (ours, function) in _HOOKS.items()}


def _installer(name: str, ours: str, function: str, session):
    def load_and_install(module):
        try:
            getattr(_load(ours), function)(module, session)
        except Unsupported as problem:
            session.warn(name, "hook-unsupported", str(problem))

    return lambda module: session.guard(name, load_and_install, module)


def _load(ours: str):
    # `importlib` is a package that plain scripts never load; the statement's own function is there anyway.
    name = "%s.%s" % (__name__, ours)
    __import__(name)
    return sys.modules[name]
