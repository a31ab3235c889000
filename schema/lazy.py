"""Names of types for fields that lead in circles: each is looked up when the schema is built."""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from .access import Actor
    from .actuals import Actual
    from .approvals import Approval
    from .invoice_lines import InvoiceLine, InvoiceLineDetail
    from .invoices import Invoice
    from .orders import Order, PackingSlip, ReturnOrder
    from .parties import Customer
    from .projects import ContractCustomer, ContractLine, Milestone, Retainer
    from .taxes import TaxCode

LazyActor = Annotated["Actor", strawberry.lazy(".access")]
LazyActual = Annotated["Actual", strawberry.lazy(".actuals")]
LazyApproval = Annotated["Approval", strawberry.lazy(".approvals")]
LazyInvoice = Annotated["Invoice", strawberry.lazy(".invoices")]
LazyInvoiceLine = Annotated["InvoiceLine", strawberry.lazy(".invoice_lines")]
LazyDetail = Annotated["InvoiceLineDetail", strawberry.lazy(".invoice_lines")]
LazyOrder = Annotated["Order", strawberry.lazy(".orders")]
LazyReturnOrder = Annotated["ReturnOrder", strawberry.lazy(".orders")]
LazyContractLine = Annotated["ContractLine", strawberry.lazy(".projects")]
LazyContractCustomer = Annotated["ContractCustomer", strawberry.lazy(".projects")]
LazyMilestone = Annotated["Milestone", strawberry.lazy(".projects")]
LazyRetainer = Annotated["Retainer", strawberry.lazy(".projects")]
LazyCustomer = Annotated["Customer", strawberry.lazy(".parties")]
LazyTaxCode = Annotated["TaxCode", strawberry.lazy(".taxes")]
LazyPackingSlip = Annotated["PackingSlip", strawberry.lazy(".orders")]
