"""Accelerate: what a script tells all its trackers at once."""

from ..patching import before, inside, require


def install(accelerator, session):
    """`Accelerator.log` and the config of `init_trackers`, of the main process only, as its trackers see them."""
    kind = accelerator.Accelerator

    def report_values(self, values, step=None, *args, **kwargs):
        if self.is_main_process:
            session.metrics("accelerate", values, step)

    def report_config(self, project_name, config=None, *args, **kwargs):
        if self.is_main_process and config is not None:
            session.params("accelerate", config)

    require(kind, "log", "init_trackers")
    for name, report in (("log", report_values), ("init_trackers", report_config)):
        inside(kind, name, session, "accelerate")
        before(kind, name, session, "accelerate", report)
