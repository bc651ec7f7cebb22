"""The seeds that a script sets: runs that differ in nothing else are repeats."""

import sys

from .. import values
from ..patching import leave_traceback, wrap

# The runs that have a seed, each with the generator's name: the first one is a run's, later ones belong to parts of it.
_known = set()


def install_random(random, session):
    """`random.seed`, which is a method of the module's hidden generator."""
    _wrap(random, "seed", "a", "random", session)


def install_numpy(numpy_random, session):
    """`numpy.random.seed` and `default_rng`."""
    _wrap(numpy_random, "seed", "seed", "numpy", session)
    _wrap(numpy_random, "default_rng", "seed", "numpy", session)


def install_torch(torch_random, session):
    """`torch.manual_seed`, which seeds the generators of all devices."""
    _wrap(torch_random, "manual_seed", "seed", "torch", session)


def install_cuda(cuda_random, session):
    """For scripts that seed nothing else of torch."""
    _wrap(cuda_random, "manual_seed", "seed", "torch", session)
    _wrap(cuda_random, "manual_seed_all", "seed", "torch", session)


def _wrap(owner, name: str, parameter: str, generator: str, session):
    """Reports a function's first `parameter` when the call is the script's."""

    def report(seed, frame):
        plain = _plain(seed)
        known = (session.run.id, generator)
        if plain is not None and known not in _known and session.stands_for_run and _is_scripts(frame.f_back, session):
            _known.add(known)
            session.param("seed", "seed." + generator, plain)

    def make(original):
        def seeding(*args, **kwargs):
            try:
                result = original(*args, **kwargs)
            except BaseException as error:
                leave_traceback(error)
                raise
            seed = args[0] if args else kwargs.get(parameter)
            session.guard("seed", report, seed, sys._getframe())
            return result

        return seeding

    wrap(owner, name, make)


def _is_scripts(caller, session) -> bool:
    """Whether a seed is the script's: set by the user's own code, or by a function for that, such as `set_seed`.

    Libraries seed generators for purposes of their own, as a cross-validation does.
    """
    return session.is_user_code(caller) or "seed" in caller.f_code.co_name


def _plain(seed):
    """A seed as a param can hold it; None for none, and for what holds a generator's state instead of a seed."""
    if isinstance(seed, (str, bytes, list, tuple)):
        return seed
    return values.number(seed)
