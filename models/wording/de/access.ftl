# Wer hereinkommt.
INVALID_STATUS_TRANSITION-revoke = Der API-Schlüssel „{ $document }“ wurde am { $at } widerrufen.
LAST_ADMIN-last = Der API-Schlüssel „{ $document }“ ist der letzte mit ADMIN: Niemand könnte den Server mehr verwalten.
    .remedy = Legen Sie zuerst einen anderen Schlüssel mit ADMIN an.
LAST_ADMIN-first = Der allererste Schlüssel braucht ADMIN: Mit ihm ist der Server geschlossen, und niemand könnte einen weiteren anlegen.
    .remedy = Legen Sie zuerst einen Schlüssel mit ADMIN an.
INVALID_INPUT-key-name-taken = Es gibt schon einen gültigen Schlüssel „{ $given }“.
    .remedy = Wählen Sie einen anderen Namen, oder widerrufen Sie zuerst jenen Schlüssel.
INVALID_INPUT-expires-before-now = Der Schlüssel wäre schon abgelaufen, am { $given }.
    .remedy = Geben Sie einen Zeitpunkt nach { $limit } an, oder lassen Sie ihn weg.
FORBIDDEN-document = { $document } zu buchen erfordert das Recht { $scope }; { $who } hat { GIVEN($has) ->
    [yes] { $has }
   *[no] keines
 }.
    .remedy = Bitten Sie jemanden mit dem Recht { $scope }; eine Genehmigung ersetzt es nicht.
FORBIDDEN-payment = Die Gutschrift zu { $document } auszuzahlen erfordert das Recht { $scope }; { $who } hat { GIVEN($has) ->
    [yes] { $has }
   *[no] keines
 }.
    .remedy = Bitten Sie jemanden mit dem Recht { $scope }; eine Genehmigung ersetzt es nicht.
FORBIDDEN-run = { $who }, in dessen Namen der Lauf bucht, hat das Recht { $scope } nicht mehr.
    .remedy = Lassen Sie jemanden mit dem Recht { $scope } den Lauf fortsetzen.
FORBIDDEN-operation = { $operation } erfordert das Recht { $scope }; { $who } hat { GIVEN($has) ->
    [yes] { $has }
   *[no] keines
 }.
    .remedy = Bitten Sie jemanden mit dem Recht { $scope }.
INVALID_INPUT-no-such-operation = Es gibt keine Mutation „{ $given }“.
    .remedy = Nehmen Sie den Namen eines Feldes von Mutation.
INVALID_INPUT-operation-of-others = { $operation } ist mit diesem Datensatz ({ $given }) nicht möglich{ GIVEN($expected) ->
    [yes] , wohl aber mit { $expected }
   *[no] , und auch mit keinem anderen
 }.
    .remedy = Lassen Sie operations weg, um zu sehen, was mit ihm möglich ist.
