# Hvem der kommer ind.
INVALID_STATUS_TRANSITION-revoke = API-nøglen »{ $document }« blev trukket tilbage { $at }.
LAST_ADMIN-last = API-nøglen »{ $document }« er den sidste med ADMIN: ingen ville være tilbage, som kan administrere serveren.
    .remedy = Lav først en anden nøgle med ADMIN.
LAST_ADMIN-first = Den allerførste nøgle skal have ADMIN: med den er serveren lukket, og ingen kunne lave flere.
    .remedy = Lav først en nøgle med ADMIN.
INVALID_INPUT-key-name-taken = Der findes allerede en gyldig nøgle »{ $given }«.
    .remedy = Vælg et andet navn, eller træk den nøgle tilbage først.
INVALID_INPUT-expires-before-now = Nøglen ville allerede være udløbet, { $given }.
    .remedy = Angiv et tidspunkt efter { $limit }, eller udelad det.
FORBIDDEN-document = At bogføre { $document } kræver rettigheden { $scope }; { $who } har { GIVEN($has) ->
    [yes] { $has }
   *[no] ingen
 }.
    .remedy = Bed nogen med rettigheden { $scope }; en godkendelse erstatter den ikke.
FORBIDDEN-payment = At udbetale kreditten fra { $document } kræver rettigheden { $scope }; { $who } har { GIVEN($has) ->
    [yes] { $has }
   *[no] ingen
 }.
    .remedy = Bed nogen med rettigheden { $scope }; en godkendelse erstatter den ikke.
FORBIDDEN-run = { $who }, som kørslen bogfører for, har ikke længere rettigheden { $scope }.
    .remedy = Lad nogen med rettigheden { $scope } genoptage kørslen.
FORBIDDEN-operation = { $operation } kræver rettigheden { $scope }; { $who } har { GIVEN($has) ->
    [yes] { $has }
   *[no] ingen
 }.
    .remedy = Bed nogen med rettigheden { $scope }.
INVALID_INPUT-no-such-operation = Der findes ingen mutation »{ $given }«.
    .remedy = Brug navnet på et felt i Mutation.
INVALID_INPUT-operation-of-others = { $operation } kan ikke udføres på denne post ({ $given }){ GIVEN($expected) ->
    [yes] , men på { $expected }
   *[no] , og heller ikke på nogen anden
 }.
    .remedy = Udelad operations for at se, hvad der kan udføres på den.
