"""What the warm process does first. It can only import, so this module acts when imported; nothing else imports it."""

from monitor_lib.publishing.run.workers import skip_slow_imports

skip_slow_imports()

from monitor_lib.publishing.warm import get_ready  # noqa: E402

get_ready()
