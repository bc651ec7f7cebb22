"""Which of our runs a logger's run is: MLflow and W&B have runs of their own."""


class LoggerRuns:
    """A logger's first run is the run that the thread works for; nested and later ones are runs inside it."""

    def __init__(self, session):
        self._session = session
        # Our run by the logger's id of its own.
        self._runs = {}
        # The logger's id by our run, of runs that were there before; each is taken once.
        self._taken = {}
        # The run that it is inside of, by a run that was begun here.
        self._parents = {}

    def begin(self, run_id: str, name: "str | None", parent_id: "str | None" = None):
        """A run of the logger begins, inside another of its own where `parent_id` names that."""
        if run_id in self._runs:
            return
        parent = self._runs.get(parent_id) or self._outermost(self._session.run)
        if parent_id not in self._runs and self._taken.setdefault(parent, run_id) == run_id:
            self._runs[run_id] = parent
            return
        with self._session.working_for(parent):
            child = self._session.begin_child(name or run_id)
        self._runs[run_id] = child
        self._parents[child] = parent

    def enter(self, run_id: str):
        """This thread works for the run from now on, whatever library it then uses."""
        if run_id in self._runs:
            self._session.work_for(self._runs[run_id])

    def reporting_to(self, run_id: str):
        """`with runs.reporting_to(run_id):` sends what is reported meanwhile to the logger's run."""
        return self._session.working_for(self.ours(run_id))

    def ours(self, run_id: str):
        """Our run of a logger's run; that of this thread where it is not known."""
        return self._runs.get(run_id) or self._session.run

    def end(self, run_id: str, status: str):
        """Ends what :meth:`begin` began: `finished`, `failed` or `cancelled`."""
        run = self._runs.get(run_id)
        if run not in self._parents:
            return  # how a run of the recorder's or of another library ends is their word
        was_here = self._session.run is run
        self._session.end_child(run, status)
        if was_here:
            self._session.work_for(self._parents[run])

    def _outermost(self, run):
        while run in self._parents:
            run = self._parents[run]
        return run
