# Was in Dateien steht.
INVALID_INPUT-object = Erwartet wird ein Objekt mit einem Wert zu jedem Namen.
INVALID_INPUT-value-needed = Ein Wert ist erforderlich.
INVALID_INPUT-no-field = Es gibt kein Feld { QUOTED($given) }.
INVALID_INPUT-text = Erwartet wird ein Text.
INVALID_INPUT-unstorable = Ein Text kann das Zeichen { $given } nicht enthalten, das keine Datenbank speichert; lassen Sie es weg.
INVALID_INPUT-number-or-id = Erwartet wird eine Nummer oder eine ID.
INVALID_INPUT-list = Erwartet wird eine Liste.
INVALID_INPUT-number-or-key = Mit --keep-going braucht ein Datensatz eine Nummer oder einen idempotencyKey, sonst würde er verdoppelt, wenn die berichtigte Datei erneut übergeben wird.
INVALID_INPUT-key-needed = Mit --keep-going braucht ein Datensatz einen idempotencyKey, sonst würde er verdoppelt, wenn die berichtigte Datei erneut übergeben wird.
