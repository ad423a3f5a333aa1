"""The patient-data guard: finds what says who somebody is, and takes it out before anything is kept.

Pure: text in, text out; no Slack, no database, no clock.

    >>> storable("Patient Ngozi Adeyemi DOB 04/17/1958, did 25 min neuro")
    'Patient [name] DOB [date], did 25 min neuro'
"""

from bot.redaction.kinds import Identifier, Kind, mark_of
from bot.redaction.redacting import Redacted, find_identifiers, redact, storable, without_identifiers
from bot.redaction.tokens import plain_form
from bot.redaction.vocabulary import Vocabulary, shipped_vocabulary

__all__ = [
    "Identifier",
    "Kind",
    "Redacted",
    "Vocabulary",
    "find_identifiers",
    "mark_of",
    "plain_form",
    "redact",
    "shipped_vocabulary",
    "storable",
    "without_identifiers",
]
