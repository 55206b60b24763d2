"""Cases that somebody looks after until they are settled: what every room with cases needs, and none of its own words.

The kit has no tables. A room mixes `CaseColumns`, `StepColumns` and `RatingColumns` into models of its own (a
confidential one the quiet ones, with sealed fields beside), puts `case_keys`, `step_keys` and `rating_keys` into their
`__table_args__`, says in a `Flow` which state follows which, and calls the functions below from its services, each of
which holds the case first (`lock_case`).

Terms are counted in the village's working days, or as the flow's `count` says; the day something comes in is not part
of its term. The clock stands still in the state `flow.waiting`, and only there. An extension takes the agreement of all
whom the flow names; the first term stays beside it. `Office` holds the deeds that every room's cases know; the forms
for them are here too, pages in hub/templates/kits (case.html, receipt.html). Nothing here commits.
"""

from hub.kits.casework.columns import (
    CaseColumns,
    QuietCaseColumns,
    QuietStepColumns,
    RatingColumns,
    StepColumns,
    case_keys,
    rating_keys,
    step_keys,
)
from hub.kits.casework.deadlines import (
    CALENDAR_DAYS,
    WORKING_DAYS,
    Count,
    after_stop,
    due_day,
    extend,
    next_working_day,
)
from hub.kits.casework.flow import Flow, lock_case
from hub.kits.casework.forget import forget_cases, forget_steps
from hub.kits.casework.forms import (
    CrowdForm,
    ExtendForm,
    HandOverAllForm,
    HandOverForm,
    NoteField,
    RateByCodeForm,
    RateForm,
    ReasonForm,
    ReopenForm,
    WaitForm,
)
from hub.kits.casework.handlers import check_handler, hand_over, left_behind, open_cases_of
from hub.kits.casework.known_days import KnownDays
from hub.kits.casework.numbers import number_of, open_case, read_number
from hub.kits.casework.office import Office
from hub.kits.casework.progress import Progress
from hub.kits.casework.queries import (
    cases_due,
    due_between,
    extended_between,
    is_due_by,
    is_open,
    never_late,
    resolved_between,
    settled_in_time,
)
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
from hub.kits.casework.words import paper_day, paper_term, term_of, urgency

__all__ = [
    "CALENDAR_DAYS",
    "LEVELS",
    "SATISFIED",
    "SOURCES",
    "WORKING_DAYS",
    "CaseColumns",
    "CodeForm",
    "Count",
    "CrowdForm",
    "ExtendForm",
    "Flow",
    "HandOverAllForm",
    "HandOverForm",
    "KnownDays",
    "NoteField",
    "Office",
    "Progress",
    "QuietCaseColumns",
    "QuietStepColumns",
    "RateByCodeForm",
    "RateForm",
    "RatingColumns",
    "ReasonForm",
    "ReopenForm",
    "StepColumns",
    "WaitForm",
    "after_stop",
    "case_keys",
    "cases_due",
    "check_handler",
    "code_of",
    "due_between",
    "due_day",
    "extend",
    "extended_between",
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
    "never_late",
    "next_working_day",
    "note_step",
    "number_of",
    "open_case",
    "open_cases_of",
    "paper_day",
    "paper_term",
    "rating_keys",
    "read_code",
    "read_number",
    "resolved_between",
    "settled_in_time",
    "share_rated",
    "share_satisfied",
    "step_keys",
    "steps_of",
    "term_of",
    "urgency",
    "village_of",
]
