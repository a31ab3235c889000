"""Addresses and electronic addresses as they are entered: checked, and as they are stored.

What is stored is a JSON object under the API's names, without what is empty. Countries are those of ISO 3166-1, schemes
those of the EAS code list, of which CEF publishes no package; a new one is added here.
"""

from collections.abc import Mapping
from functools import cache

from babel import Locale

from ..checks import Checks
from ..commands import ElectronicAddressInput, PostalAddressInput

Stored = dict[str, str]
UNLISTED = "AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ"  # territories that CLDR knows and ISO does not
NOT_ISO = frozenset(UNLISTED.split())
EAS = """
0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0147 0151 0154 0158 0170 0177 0183 0184 0188 0190 0191 0192
0193 0194 0195 0196 0198 0199 0200 0201 0202 0203 0204 0205 0208 0209 0210 0211 0212 0213 0215 0216 0217 0218 0219 0220
0221 0225 0230 0235 0240 0242 0244 0245 0246 0248 9910 9913 9914 9915 9918 9919 9920 9922 9923 9924 9925 9926 9927 9928
9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 9944 9945 9946 9947 9948 9949 9950 9951 9952
9953 9957 9959 AN AQ AS AU EM
"""
SCHEMES = frozenset(EAS.split())


@cache
def countries() -> frozenset[str]:
    """The codes of ISO 3166-1 alpha-2."""
    known = map(str, Locale("en").territories)
    return frozenset(one for one in known if len(one) == 2 and one.isalpha()) - NOT_ISO


def stored_address(given: PostalAddressInput | None, checks: Checks, *path: str) -> Stored | None:
    """An address as it is stored; None where none is given."""
    if given is None:
        return None
    if given.country not in countries():
        checks.invalid("country", *path, "country", given=given.country)
    return without_empty(
        {
            "street": given.street,
            "additionalStreet": given.additional_street,
            "postalCode": given.postal_code,
            "city": given.city,
            "region": given.region,
            "country": given.country,
        }
    )


def stored_electronic_address(given: ElectronicAddressInput | None, checks: Checks, *path: str) -> Stored | None:
    """An electronic address as it is stored; None where none is given, or its value is taken away."""
    if given is None:
        return None
    if given.scheme not in SCHEMES:
        checks.invalid("electronic-scheme", *path, "scheme", given=given.scheme)
    return {"scheme": given.scheme, "value": given.value} if given.value else None


def without_empty(values: Mapping[str, str | None]) -> Stored:
    """What is there of some values."""
    return {name: value for name, value in values.items() if value}
