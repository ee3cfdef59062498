"""What `papermill --engine monitor` runs; papermill loads this while it is loaded itself, so it is next to empty."""

from papermill.engines import Engine


class MonitorEngine(Engine):
    """The engine of reports for who types it: in the folder of the notebook, and told as a person is."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, **kwargs):
        """Runs the cells where the notebook lies; a mistake is one sentence, and no traceback."""
        from monitor_lib.publishing.pages.engine import run_where_it_lies

        run_where_it_lies(nb_man)
