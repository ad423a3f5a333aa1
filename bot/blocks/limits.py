"""Slack's limits for blocks, elements and surfaces, each named once.

Lengths are counted in characters. Where Slack's own pages disagree, the lower number stands here.
"""

# Every block and element
ID_LENGTH = 255
"""`block_id`, `action_id` and `callback_id`."""
URL_LENGTH = 3_000

# A message
MESSAGE_BLOCKS = 50
MESSAGE_TEXT = 40_000
"""Slack cuts the text off above this."""
MESSAGE_JSON = 12_000
"""All blocks of one message as JSON. Slack refuses somewhere above 13,000 and documents no number."""
MESSAGE_TABLES = 1

# A modal view
MODAL_BLOCKS = 100
VIEW_TITLE = 24
"""Also the submit and close labels."""
PRIVATE_METADATA = 3_000

# Layout blocks
SECTION_TEXT = 3_000
SECTION_FIELDS = 10
SECTION_FIELD_TEXT = 2_000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 3_000
ACTIONS_ELEMENTS = 25
CONTEXT_ACTIONS_ELEMENTS = 5
MARKDOWN_TEXT = 12_000
"""For all markdown blocks of a message together, which `MESSAGE_JSON` keeps."""
INPUT_LABEL = 2_000
"""Also the hint below an input."""
IMAGE_ALT_TEXT = 2_000
IMAGE_TITLE = 2_000
TABLE_ROWS = 100
TABLE_COLUMNS = 20

# Elements
BUTTON_TEXT = 75
"""Also the label that a screen reader speaks."""
BUTTON_VALUE = 2_000
PLACEHOLDER_TEXT = 150
PLAIN_TEXT_INPUT = 3_000
SELECT_OPTIONS = 100
CHOICE_OPTIONS = 10
"""Radio buttons and checkboxes."""
OVERFLOW_OPTIONS = 5
OPTION_TEXT = 75
"""Also the description below an option."""
OPTION_VALUE = 150
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
