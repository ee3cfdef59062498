"""What the warm process has at hand besides, while deliveries are cleaned: the letters of all pages, a second's work.

It can only import, so this module acts when imported.
"""

from monitor_lib.pictures.style import web_letters

web_letters.web_letters()
