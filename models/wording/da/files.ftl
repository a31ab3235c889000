# Det, der står i filer.
INVALID_INPUT-object = Et objekt ventes, med en værdi for hvert navn.
INVALID_INPUT-value-needed = En værdi er påkrævet.
INVALID_INPUT-no-field = Der findes intet felt { QUOTED($given) }.
INVALID_INPUT-text = En tekst ventes.
INVALID_INPUT-unstorable = En tekst kan ikke indeholde tegnet { $given }, som ingen database gemmer; udelad det.
INVALID_INPUT-number-or-id = Enten et nummer eller et id ventes.
INVALID_INPUT-list = En liste ventes.
INVALID_INPUT-number-or-key = Med --keep-going skal en post have et nummer eller en idempotencyKey, ellers ville den blive fordoblet, når den rettede fil gives igen.
INVALID_INPUT-key-needed = Med --keep-going skal en post have en idempotencyKey, ellers ville den blive fordoblet, når den rettede fil gives igen.
