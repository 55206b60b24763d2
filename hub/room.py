"""What the hub hands to those who write rooms. A room imports this and `hub.kits`, and nothing else of the hub."""

from hub import papers
from hub.accounts.colleagues import colleagues
from hub.accounts.models import User
from hub.admin.actions import BulkAction, RowAction
from hub.admin.columns import Column, pill, with_seal
from hub.admin.filters import ChoiceFilter, DateFilter, FlagFilter, ReferenceFilter
from hub.admin.view import RecordsView
from hub.centre.models import Room
from hub.confidential.sealed import Sealed, SealedRecord, withheld
from hub.i18n import _, _l, _lp, _n, _p
from hub.imports.made import imported
from hub.imports.once import once
from hub.kernel.asking import Asked, Rows, asked, asked_as, eve, how_many, rows_of, shared, sum_of
from hub.kernel.codes import CodeColumns, Codes, proper_signs, random_signs
from hub.kernel.database import db
from hub.kernel.declarations import (
    AddsTo,
    AlreadyThere,
    CardLine,
    EventFact,
    Hit,
    ImportSheet,
    IndicatorFact,
    NoticeLine,
    Period,
    PersonalData,
    PublicNotice,
    QuickAction,
    ReportRow,
    Retention,
    SearchSource,
    Share,
    Todo,
    TodoSource,
    Unsettled,
    VisitKind,
    VisitLog,
    nothing_unsettled,
)
from hub.kernel.here import here
from hub.kernel.hookspecs import hookimpl
from hub.kernel.keys import keyed_digest
from hub.kernel.minutes import minutes_between
from hub.kernel.models import DERIVED, PERSONAL, RoomTables, Village, reference
from hub.kernel.refusals import Refused
from hub.kernel.rows import change_rows, hold
from hub.kernel.taking_in import Made, make_records
from hub.kernel.types import UTCDateTime, sortable
from hub.people.models import Resident
from hub.people.names import check_phone
from hub.people.search import find_residents
from hub.people.services import PossibleDouble, create_resident
from hub.points import services as points
from hub.sheets import cells
from hub.sheets.columns import SheetColumn
from hub.text import (
    clock_time,
    days_overdue,
    in_brackets,
    join_notes,
    join_words,
    local_date,
    mask_name,
    mask_person,
    short_day,
    short_moment,
)
from hub.villages.calendar import (
    HOLIDAY,
    WORKDAY,
    add_working_days,
    is_working_day,
    special_days,
    working_days_between,
)
from hub.villages.hours import hours_of, scheduled
from hub.visits import counted
from hub.visits import services as visits
from hub.visits.models import Visit
from hub.web.buttons import Button
from hub.web.files import TemplateForm, WordField
from hub.web.forms import (
    ChoiceField,
    ClockField,
    CountField,
    DayField,
    Form,
    LongTextField,
    LookupField,
    MomentField,
    MoneyField,
    PhoneField,
    ResidentField,
    TextField,
    TickField,
    TicksField,
)
from hub.web.lookups import Choice, Lookup
from hub.web.open_pages import OpenPages
from hub.web.pages import Done, Pages
from hub.web.tickets import give_ticket, holds_ticket
from hub.web.urls import address_for_phones

__all__ = [
    "DERIVED",
    "HOLIDAY",
    "PERSONAL",
    "WORKDAY",
    "AddsTo",
    "AlreadyThere",
    "Asked",
    "BulkAction",
    "Button",
    "CardLine",
    "Choice",
    "ChoiceField",
    "ChoiceFilter",
    "ClockField",
    "CodeColumns",
    "Codes",
    "Column",
    "CountField",
    "DateFilter",
    "DayField",
    "Done",
    "EventFact",
    "FlagFilter",
    "Form",
    "Hit",
    "ImportSheet",
    "IndicatorFact",
    "LongTextField",
    "Lookup",
    "LookupField",
    "Made",
    "MomentField",
    "MoneyField",
    "NoticeLine",
    "OpenPages",
    "Pages",
    "Period",
    "PersonalData",
    "PhoneField",
    "PossibleDouble",
    "PublicNotice",
    "QuickAction",
    "RecordsView",
    "ReferenceFilter",
    "Refused",
    "ReportRow",
    "Resident",
    "ResidentField",
    "Retention",
    "Room",
    "RoomTables",
    "RowAction",
    "Rows",
    "Sealed",
    "SealedRecord",
    "SearchSource",
    "Share",
    "SheetColumn",
    "TemplateForm",
    "TextField",
    "TickField",
    "TicksField",
    "Todo",
    "TodoSource",
    "UTCDateTime",
    "Unsettled",
    "User",
    "Village",
    "Visit",
    "VisitKind",
    "VisitLog",
    "WordField",
    "_",
    "_l",
    "_lp",
    "_n",
    "_p",
    "add_working_days",
    "address_for_phones",
    "asked",
    "asked_as",
    "cells",
    "change_rows",
    "check_phone",
    "clock_time",
    "colleagues",
    "counted",
    "create_resident",
    "days_overdue",
    "db",
    "eve",
    "find_residents",
    "give_ticket",
    "here",
    "hold",
    "holds_ticket",
    "hookimpl",
    "hours_of",
    "how_many",
    "imported",
    "in_brackets",
    "is_working_day",
    "join_notes",
    "join_words",
    "keyed_digest",
    "local_date",
    "make_records",
    "mask_name",
    "mask_person",
    "minutes_between",
    "nothing_unsettled",
    "once",
    "papers",
    "pill",
    "points",
    "proper_signs",
    "random_signs",
    "reference",
    "rows_of",
    "scheduled",
    "shared",
    "short_day",
    "short_moment",
    "sortable",
    "special_days",
    "sum_of",
    "visits",
    "with_seal",
    "withheld",
    "working_days_between",
]
