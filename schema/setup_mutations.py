"""The mutations of what the books are set up with: parties, products, codes, accounts, periods."""

from ..posting import commands
from ..posting.setup import books, company, parties, periods, tax_codes
from . import results, set_up_results
from .done_to import A_CHANGED_CUSTOMER, A_CHANGED_PRODUCT
from .mutation_declarations import Declared, Mutation
from .scopes import DRAFT, SETUP

SETUP_MUTATIONS: tuple[Declared, ...] = (
    Mutation(commands.CreateCustomer, parties.create_customer, results.CustomerSuccess, "Adds a customer.", DRAFT),
    Mutation(commands.CreateProduct, parties.create_product, results.ProductSuccess, "Adds a product.", DRAFT),
    Mutation(
        commands.UpdateCustomer,
        parties.update_customer,
        results.CustomerSuccess,
        "Changes a customer. Posted documents keep the name and address that they were posted with.",
        DRAFT,
        on=(A_CHANGED_CUSTOMER,),
    ),
    Mutation(
        commands.UpdateProduct,
        parties.update_product,
        results.ProductSuccess,
        "Changes a product. Orders and documents that exist keep what they copied.",
        DRAFT,
        since="0.2.0",
        on=(A_CHANGED_PRODUCT,),
    ),
    Mutation(
        commands.SetFiscalPeriod,
        periods.set_fiscal_period,
        set_up_results.FiscalPeriodSuccess,
        "Opens, holds or closes a fiscal period, for now or for good.",
        SETUP,
    ),
    Mutation(
        commands.SetReasonCodeGroup,
        books.set_reason_code_group,
        set_up_results.ReasonCodeGroupSuccess,
        "Adds or changes a group of reason codes.",
        SETUP,
    ),
    Mutation(
        commands.SetReasonCode,
        books.set_reason_code,
        set_up_results.ReasonCodeSuccess,
        "Adds or changes a reason code and its automatic charges.",
        SETUP,
    ),
    Mutation(
        commands.SetDispositionCode,
        books.set_disposition_code,
        set_up_results.DispositionCodeSuccess,
        "Adds or changes a disposition code and its automatic charges.",
        SETUP,
    ),
    Mutation(
        commands.SetTaxCode,
        tax_codes.set_tax_code,
        set_up_results.TaxCodeSuccess,
        "Makes or changes a tax code. A rate that a posted document may have used can't be changed, only followed by "
        "another.",
        SETUP,
        since="0.2.0",
    ),
    Mutation(
        commands.SetPostingAccount,
        books.set_posting_account,
        set_up_results.PostingAccountSuccess,
        "Names an account of the posting profile.",
        SETUP,
    ),
    Mutation(
        commands.SetCompany,
        company.set_company,
        set_up_results.CompanySuccess,
        "Makes or changes the legal entity whose name stands on documents. Posted documents keep what they were posted "
        "with.",
        SETUP,
        since="0.2.0",
    ),
    Mutation(
        commands.SetParameters,
        books.set_parameters,
        set_up_results.ParametersSuccess,
        "Changes how the legal entity posts; what is left out stays.",
        SETUP,
    ),
)
