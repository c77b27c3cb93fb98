"""The closed list of verbs, one file each. To add one: a file, and one line here."""

from checks.verbs.absent import Absent
from checks.verbs.all_present import AllPresent
from checks.verbs.amounts_agree import AmountsAgree
from checks.verbs.at_least import AtLeast
from checks.verbs.at_most import AtMost
from checks.verbs.before_day import BeforeDay
from checks.verbs.consistent import Consistent
from checks.verbs.covers import Covers
from checks.verbs.disjoint import Disjoint
from checks.verbs.documents_present import DocumentsPresent
from checks.verbs.form_fields import FormFields
from checks.verbs.holder_in import HolderIn
from checks.verbs.in_order import InOrder
from checks.verbs.lines_present import LinesPresent
from checks.verbs.no_blanks import NoBlanks
from checks.verbs.no_notice import NoNotice
from checks.verbs.outside import Outside
from checks.verbs.parties_include import PartiesInclude
from checks.verbs.party_roles import PartyRoles
from checks.verbs.present import Present
from checks.verbs.share_at_least import ShareAtLeast
from checks.verbs.sums_to import SumsTo
from checks.verbs.table_sums import TableSums
from checks.verbs.terms_agree import TermsAgree
from checks.verbs.within_budget import WithinBudget
from checks.verbs.within_days import WithinDays

Check = (
    Absent
    | AllPresent
    | AmountsAgree
    | AtLeast
    | AtMost
    | BeforeDay
    | Consistent
    | Covers
    | Disjoint
    | DocumentsPresent
    | FormFields
    | HolderIn
    | InOrder
    | LinesPresent
    | NoBlanks
    | NoNotice
    | Outside
    | PartiesInclude
    | PartyRoles
    | Present
    | ShareAtLeast
    | SumsTo
    | TableSums
    | TermsAgree
    | WithinBudget
    | WithinDays
)
"""What stands under ``check:`` of a rule; ``verb:`` chooses."""
