"""The trade's terms that have a fixed set of values; names and members are those of the GraphQL API.

They stand in one place because the tables, the planners and the API must mean the same thing by each of them. The
docstring of an enum becomes the API's description. Each word has its room by what it is about; everybody else takes it
from here.
"""

from .access import EVERY_SCOPE as EVERY_SCOPE
from .access import Act as Act
from .access import ActorKind as ActorKind
from .access import ApprovalDecision as ApprovalDecision
from .access import ApprovalStatus as ApprovalStatus
from .access import Scope as Scope
from .accounts import CLOSED_STATUSES as CLOSED_STATUSES
from .accounts import CustomerBlock as CustomerBlock
from .accounts import FiscalPeriodStatus as FiscalPeriodStatus
from .accounts import PostingType as PostingType
from .accounts import SettlementKind as SettlementKind
from .accounts import SettlementMode as SettlementMode
from .invoices import CorrectionStart as CorrectionStart
from .invoices import DetailField as DetailField
from .invoices import DetailKind as DetailKind
from .invoices import DocumentType as DocumentType
from .invoices import InvoiceStatus as InvoiceStatus
from .invoices import QuantitySelection as QuantitySelection
from .ledger import AdjustmentStatus as AdjustmentStatus
from .ledger import BillingStatus as BillingStatus
from .ledger import BillingType as BillingType
from .ledger import ConnectionRole as ConnectionRole
from .ledger import TransactionClass as TransactionClass
from .ledger import TransactionType as TransactionType
from .orders import OrderStatus as OrderStatus
from .orders import OrderType as OrderType
from .papers import DocumentKind as DocumentKind
from .papers import DocumentProblemSeverity as DocumentProblemSeverity
from .papers import ElectronicFormat as ElectronicFormat
from .papers import ElectronicProfile as ElectronicProfile
from .papers import Language as Language
from .papers import PrintFormat as PrintFormat
from .papers import TaxCategory as TaxCategory
from .papers import TaxRounding as TaxRounding
from .problems import ProblemCode as ProblemCode
from .problems import WarningCode as WarningCode
from .projects import BillingMethod as BillingMethod
from .projects import BulkConfirmationStatus as BulkConfirmationStatus
from .projects import ContractLineType as ContractLineType
from .projects import NotToExceedStatus as NotToExceedStatus
from .projects import RefundStatus as RefundStatus
from .returns import ChargeCategory as ChargeCategory
from .returns import ChargeOrigin as ChargeOrigin
from .returns import DispositionAction as DispositionAction
from .returns import ReturnLineStatus as ReturnLineStatus
from .returns import ReturnStatisticsBy as ReturnStatisticsBy
from .returns import ReturnStatus as ReturnStatus
from .runs import RUNS_GOING_ON as RUNS_GOING_ON
from .runs import CorrectionGrouping as CorrectionGrouping
from .runs import PostingItemStatus as PostingItemStatus
from .runs import PostingRunKind as PostingRunKind
from .runs import PostingRunStatus as PostingRunStatus
from .runs import SummaryUpdate as SummaryUpdate
