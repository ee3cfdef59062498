"""Why a figure is not there, in words: where nobody could answer, none is hidden."""

from monitor_lib.reference.text.language import later

TOO_FEW = later("te weinig antwoorden")
NO_ANSWERS = later("nog geen antwoorden")
NONE_LISTED = later("geen initiatieven op de lijst")
EMPTY = (NO_ANSWERS, NONE_LISTED)
