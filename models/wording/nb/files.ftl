# Det som står i filer.
INVALID_INPUT-object = Et objekt er ventet, med en verdi for hvert navn.
INVALID_INPUT-value-needed = En verdi er påkrevd.
INVALID_INPUT-no-field = Det finnes ikke noe felt { QUOTED($given) }.
INVALID_INPUT-text = En tekst er ventet.
INVALID_INPUT-unstorable = En tekst kan ikke inneholde tegnet { $given }, som ingen database lagrer; utelat det.
INVALID_INPUT-number-or-id = Enten et nummer eller en id er ventet.
INVALID_INPUT-list = En liste er ventet.
INVALID_INPUT-number-or-key = Med --keep-going trenger en post et nummer eller en idempotencyKey, ellers ville den bli doblet når den rettede filen gis på nytt.
INVALID_INPUT-key-needed = Med --keep-going trenger en post en idempotencyKey, ellers ville den bli doblet når den rettede filen gis på nytt.
