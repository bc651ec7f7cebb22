"""Runs a hook right after a module is imported, without importing it and without a trace in the module."""

import os
import sys
from _frozen_importlib_external import PathFinder


class OwnPackage:
    """A finder that knows `trialbook` alone, beside us: our folder is not on `sys.path`.

    It stands behind all others, so that an installed `trialbook`, or a module of the user's by that name, comes first.
    """

    __slots__ = ()

    def install(self):
        sys.meta_path.append(self)

    def find_spec(self, name, path=None, target=None):
        folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        return PathFinder.find_spec(name, [folder]) if name == "trialbook" else None


class _HookedLoader:
    """Stands before a module's own loader for the one moment of its execution."""

    def __init__(self, loader, finder):
        self._loader = loader
        self._finder = finder

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        create = getattr(self._loader, "create_module", None)
        return create(spec) if create is not None else None

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._finder.executed(module)


class ImportHooks:
    """A finder for `sys.meta_path` that knows only the modules it has a hook for."""

    def __init__(self, hooks: dict):
        """`hooks`: a function of the module by the module's name; it must not raise."""
        self._hooks = dict(hooks)

    def install(self):
        """Hooks modules that are loaded already at once, the others when they are imported."""
        for name in [name for name in self._hooks if name in sys.modules]:
            self._hooks.pop(name)(sys.modules[name])
        if self._hooks:
            sys.meta_path.insert(0, self)

    def find_spec(self, name, path=None, target=None):
        if name not in self._hooks:
            return None
        for finder in sys.meta_path:
            find = None if finder is self else getattr(finder, "find_spec", None)
            spec = find(name, path, target) if find is not None else None
            if spec is not None:
                if hasattr(spec.loader, "exec_module"):
                    spec.loader = _HookedLoader(spec.loader, self)
                return spec
        return None

    def executed(self, module):
        # Only now, not in find_spec: libraries look for specs of modules that they never import.
        hook = self._hooks.pop(module.__name__, None)
        if not self._hooks and self in sys.meta_path:
            sys.meta_path.remove(self)
        if hook is not None:
            hook(module)
