# What stands in files.
INVALID_INPUT-object = An object is expected, with a value for each name.
INVALID_INPUT-value-needed = A value is required.
INVALID_INPUT-no-field = There is no field { QUOTED($given) }.
INVALID_INPUT-text = A text is expected.
INVALID_INPUT-unstorable = A text cannot hold the character { $given }, which no database stores; leave it out.
INVALID_INPUT-number-or-id = Either a number or an id is expected.
INVALID_INPUT-list = A list is expected.
INVALID_INPUT-number-or-key = With --keep-going a record needs a number or an idempotencyKey, or it would be doubled when the corrected file is given again.
INVALID_INPUT-key-needed = With --keep-going a record needs an idempotencyKey, or it would be doubled when the corrected file is given again.
