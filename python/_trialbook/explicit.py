"""What a script tells us itself, through `import trialbook`. Nothing here raises."""

import os

from . import events, values

_SOURCE = "trialbook"
_KINDS = ("model", "figure", "file")
# A folder of samples is no artifact.
_MAX_FILES = 1_000
_MAX_WARNINGS = 20


class Explicit:
    """The functions of `trialbook`, for the session of this process."""

    def __init__(self, session):
        self._session = session
        self._warned = set()

    def log(self, mapping, step=None):
        try:
            # Not `Session.metric`: what the script itself says inside a library's call is no copy of the library's.
            run = self._session.run
            if step is not None and type(step) is not int:
                step = self._number("step", step)
            for key, value in mapping.items():
                if type(key) is not str or key == "":
                    key = self._name(key)
                plain = value if type(value) is float else self._number(key, value)
                if plain is not None and key:
                    run.metric(_SOURCE, key, plain, step)
        except Exception as error:
            self._failed("log", error)

    def params(self, mapping):
        self._guard("params", self._params, mapping, "")

    def tag(self, key, value):
        self._guard("tag", self._tag, key, value)

    def artifact(self, path, kind=None):
        self._guard("artifact", self._artifact, path, kind)

    def figure(self, figure, name, step=None):
        self._guard("figure", self._figure, figure, name, step)

    def table(self, name, rows, columns=None, step=None):
        self._guard("table", self._table, name, rows, columns, step)

    def histogram(self, name, values, step=None):
        self._guard("histogram", self._plot, "histogram", name, step, lambda plots: plots.histogram(values))

    def confusion_matrix(self, name, matrix=None, labels=None, step=None, true=None, predicted=None):
        def make(plots):
            if matrix is not None:
                return plots.confusion(matrix, labels)
            return plots.confusion_of(true, predicted, labels)

        self._guard("confusion_matrix", self._plot, "confusion", name, step, make)

    def roc_curve(self, name, true, scores, step=None):
        self._guard("roc_curve", self._curve, "roc", "roc", name, true, scores, step)

    def pr_curve(self, name, true, scores, step=None):
        self._guard("pr_curve", self._curve, "pr", "precision_recall", name, true, scores, step)

    def run(self):
        run = self._session.run
        return run.id, run.dir

    def _params(self, mapping, prefix: str):
        for key, value in list(mapping.items()):
            key = self._name(key)
            if not key:
                continue
            if isinstance(value, dict) and value and len(prefix) < events.MAX_KEY_LENGTH:
                self._params(value, "%s%s." % (prefix, key))
            else:
                self._session.run.param(_SOURCE, prefix + key, value)

    def _tag(self, key, value):
        if isinstance(key, str) and isinstance(value, (str, int, float)):
            self._session.tag(key, str(value))
        else:
            self._warn("a tag is two texts, not %s and %s" % (_kind(key), _kind(value)))

    def _artifact(self, path, kind):
        if kind is not None and kind not in _KINDS:
            self._warn("the kind of an artifact is %s" % ", ".join(_KINDS))
            kind = None
        given = os.fsdecode(path)
        if "://" in given:
            self._warn("artifact: %s is no file here" % given)
            return
        given = os.path.abspath(given)
        found = _files(given)
        if not found:
            self._warn("artifact: there is no file %s" % given)
        if len(found) > _MAX_FILES:
            self._warn("artifact: only %d files of %s are kept" % (_MAX_FILES, given))
        for file in found[:_MAX_FILES]:
            if self._session.workspace.own_path(file) is None:
                self._warn("artifact: %s lies outside the workspace folder" % file)
            self._session.writes(_SOURCE, file, kind, keep=True)

    def _figure(self, figure, name, step):
        from . import figures

        path = figures.save(figure, self._session.run.dir, name, step)
        if path is None:
            self._warn("figure: cannot save %s as a picture" % _kind(figure))
            return
        run = self._session.run
        run.send(events.opened_for_writing(path, "figure", _SOURCE, keep=True))
        shown = figures.below_artifacts(path, run.dir)
        self._plot("image", str(name) or "figure", step, lambda plots: plots.image(shown))

    def _table(self, name, rows, columns, step):
        def make(plots):
            data, kept, there = plots.table(rows, columns)
            if kept < there:
                self._warn("table: only %d of %d rows of %s are kept" % (kept, there, name))
            return data

        self._plot("table", name, step, make)

    def _curve(self, kind: str, function: str, name, true, scores, step):
        def make(plots):
            from . import curves

            return getattr(plots, function)(*getattr(curves, function)(true, scores))

        self._plot(kind, name, step, make)

    def _plot(self, kind: str, name, step, make):
        from . import plots

        name = self._name(name)
        if step is not None:
            step = self._number("step", step)
        if name:
            self._session.run.plot(_SOURCE, kind, name, lambda: make(plots), step)

    def _name(self, key) -> "str | None":
        if isinstance(key, str) and key:
            return str.__str__(key)
        self._warn("a name must be a text that is not empty, not %s" % ("''" if key == "" else _kind(key)))
        return None

    def _number(self, key, value):
        number = values.number_from_device(value)
        if number is None:
            self._warn("%s: %s is no number that can be read here" % (key, _kind(value)))
        return number

    def _guard(self, function: str, work, *args):
        try:
            work(*args)
        except Exception as error:
            self._failed(function, error)

    def _failed(self, function: str, error):
        try:
            self._warn("%s: %s: %s" % (function, type(error).__name__, error))
        except Exception:  # its text may raise too
            pass

    def _warn(self, message: str):
        if message not in self._warned and len(self._warned) < _MAX_WARNINGS:
            self._warned.add(message)
            self._session.main_run.warn("bad-call", "%s: %s" % (_SOURCE, message))


def _kind(value) -> str:
    return type(value).__name__


def _files(path: str) -> list:
    if not os.path.isdir(path):
        return [path] if os.path.isfile(path) else []
    found = []
    for folder, folders, names in os.walk(path):
        folders.sort()
        found.extend(os.path.join(folder, name) for name in sorted(names))
        if len(found) > _MAX_FILES:
            break
    return found
