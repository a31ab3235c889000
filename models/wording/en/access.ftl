# Who may come in.
INVALID_STATUS_TRANSITION-revoke = API key “{ $document }” was revoked at { $at }.
LAST_ADMIN-last = API key “{ $document }” is the last one with ADMIN: nobody would be left who can administer the server.
    .remedy = Make another key with ADMIN first.
LAST_ADMIN-first = The first key of all needs ADMIN: with it the server is shut, and nobody could make another one.
    .remedy = Make a key with ADMIN first.
INVALID_INPUT-key-name-taken = There is already a living key “{ $given }”.
    .remedy = Choose another name, or revoke that key first.
INVALID_INPUT-expires-before-now = The key would have ended already, at { $given }.
    .remedy = Give an instant after { $limit }, or leave it out.
FORBIDDEN-document = Posting { $document } takes scope { $scope }; { $who } has { GIVEN($has) ->
    [yes] { $has }
   *[no] none
 }.
    .remedy = Ask somebody with scope { $scope }; an approval does not replace it.
FORBIDDEN-payment = Paying out the credit of { $document } takes scope { $scope }; { $who } has { GIVEN($has) ->
    [yes] { $has }
   *[no] none
 }.
    .remedy = Ask somebody with scope { $scope }; an approval does not replace it.
FORBIDDEN-run = { $who }, in whose name the run posts, no longer has scope { $scope }.
    .remedy = Have somebody with scope { $scope } resume the run.
FORBIDDEN-operation = { $operation } takes scope { $scope }; { $who } has { GIVEN($has) ->
    [yes] { $has }
   *[no] none
 }.
    .remedy = Ask somebody with scope { $scope }.
INVALID_INPUT-no-such-operation = There is no mutation “{ $given }”.
    .remedy = Take the name of a field of Mutation.
INVALID_INPUT-operation-of-others = { $operation } cannot be done to this record ({ $given }){ GIVEN($expected) ->
    [yes] , but to { $expected }
   *[no] , nor to any other
 }.
    .remedy = Leave operations out to see what can be done to it.
