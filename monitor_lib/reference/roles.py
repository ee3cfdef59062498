"""What the monitor must know of a questionnaire, whoever wrote it: which question or answer has which meaning.

A role is carried by a question, or by an answer of its scale; a codebook without it says so with `absent = true`.
"""

IDENTITY = ("name", "place", "postcode", "municipality")
MAP, MATERIAL, MIRROR = CONSENTS = ("map", "material", "mirror")
PHASE, PROUD = "phase", "proud"
STOPPED, AGREED = "stopped", "agreed"
ROLES = (*IDENTITY, PHASE, PROUD, *CONSENTS, STOPPED)
OF_QUESTIONS = (*IDENTITY, PHASE, PROUD, *CONSENTS)
OF_ANSWERS = (*CONSENTS, STOPPED, AGREED)
