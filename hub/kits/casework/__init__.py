"""Cases that somebody looks after until they are settled: what every room with cases needs, and none of its own words.

The kit has no tables. A room mixes `CaseColumns`, `StepColumns` and `RatingColumns` into models of its own, puts
`case_keys`, `step_keys` and `rating_keys` into their `__table_args__`, says in a `Flow` which state follows which, and
calls the functions below from its services, each of which holds the case first (`lock_case`).

Terms are counted in the village's working days; the day something comes in is not part of its term. The clock stands
still in the state `flow.waiting`, and only there. Nothing here commits.
"""

from hub.kits.casework.columns import (
    CaseColumns,
    RatingColumns,
    StepColumns,
    case_keys,
    rating_keys,
    step_keys,
)
from hub.kits.casework.deadlines import after_stop, due_day, extend, next_working_day
from hub.kits.casework.flow import Flow, lock_case
from hub.kits.casework.forget import forget_cases, forget_steps
from hub.kits.casework.handlers import check_handler, hand_over, left_behind, open_cases_of
from hub.kits.casework.numbers import number_of, open_case, read_number
from hub.kits.casework.progress import Progress
from hub.kits.casework.queries import due_between, is_due_by, is_open, resolved_between, settled_in_time
from hub.kits.casework.receipts import (
    CodeForm,
    code_of,
    find_by_code,
    forget_code,
    give_code,
    read_code,
    village_of,
)
from hub.kits.casework.satisfaction import LEVELS, SATISFIED, SOURCES, share_rated, share_satisfied
from hub.kits.casework.timeline import note_step, steps_of

__all__ = [
    "LEVELS",
    "SATISFIED",
    "SOURCES",
    "CaseColumns",
    "CodeForm",
    "Flow",
    "Progress",
    "RatingColumns",
    "StepColumns",
    "after_stop",
    "case_keys",
    "check_handler",
    "code_of",
    "due_between",
    "due_day",
    "extend",
    "find_by_code",
    "forget_cases",
    "forget_code",
    "forget_steps",
    "give_code",
    "hand_over",
    "is_due_by",
    "is_open",
    "left_behind",
    "lock_case",
    "next_working_day",
    "note_step",
    "number_of",
    "open_case",
    "open_cases_of",
    "rating_keys",
    "read_code",
    "read_number",
    "resolved_between",
    "settled_in_time",
    "share_rated",
    "share_satisfied",
    "step_keys",
    "steps_of",
    "village_of",
]
