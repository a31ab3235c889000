# Hvem som slipper inn.
INVALID_STATUS_TRANSITION-revoke = API-nøkkelen «{ $document }» ble trukket tilbake { $at }.
LAST_ADMIN-last = API-nøkkelen «{ $document }» er den siste med ADMIN: ingen ville være igjen som kan administrere serveren.
    .remedy = Lag en annen nøkkel med ADMIN først.
LAST_ADMIN-first = Den aller første nøkkelen trenger ADMIN: med den er serveren stengt, og ingen kunne lage flere.
    .remedy = Lag en nøkkel med ADMIN først.
INVALID_INPUT-key-name-taken = Det finnes allerede en gyldig nøkkel «{ $given }».
    .remedy = Velg et annet navn, eller trekk den nøkkelen tilbake først.
INVALID_INPUT-expires-before-now = Nøkkelen ville allerede ha utløpt, { $given }.
    .remedy = Oppgi et tidspunkt etter { $limit }, eller utelat det.
FORBIDDEN-document = Å postere { $document } krever rettigheten { $scope }; { $who } har { GIVEN($has) ->
    [yes] { $has }
   *[no] ingen
 }.
    .remedy = Be noen med rettigheten { $scope }; en godkjenning erstatter den ikke.
FORBIDDEN-payment = Å betale ut krediten fra { $document } krever rettigheten { $scope }; { $who } har { GIVEN($has) ->
    [yes] { $has }
   *[no] ingen
 }.
    .remedy = Be noen med rettigheten { $scope }; en godkjenning erstatter den ikke.
FORBIDDEN-run = { $who }, som kjøringen posterer for, har ikke lenger rettigheten { $scope }.
    .remedy = La noen med rettigheten { $scope } gjenoppta kjøringen.
FORBIDDEN-operation = { $operation } krever rettigheten { $scope }; { $who } har { GIVEN($has) ->
    [yes] { $has }
   *[no] ingen
 }.
    .remedy = Be noen med rettigheten { $scope }.
INVALID_INPUT-no-such-operation = Det finnes ingen mutasjon «{ $given }».
    .remedy = Bruk navnet på et felt i Mutation.
INVALID_INPUT-operation-of-others = { $operation } kan ikke gjøres med denne posten ({ $given }){ GIVEN($expected) ->
    [yes] , men med { $expected }
   *[no] , og heller ikke med noen annen
 }.
    .remedy = Utelat operations for å se hva som kan gjøres med den.
