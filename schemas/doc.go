// Package schemas embeds the JSON Schemas (draft 2020-12) of every request and
// every reply of the contract, and judges documents by them.
//
// A schema is named by action, side and transport, as in
// "listjails.reply.websocket" or, for an event, "dispatcher.event.websocket";
// Names lists those of an edition. It comes in two
// forms from one source: Strict is what the documents say, Lenient what every
// right server must do even where it differs from the documents.
//
// # Where a schema comes from
//
// <edition>/<action>.json is written by hand and is the strict form. Its $defs
// "request" and "reply" describe the arguments and the answer, which are the
// same on both transports; "request.websocket" and the like describe those of
// one transport alone. definitions/ has what several actions share. A folder
// holds what is new or changed in its edition: the rest is inherited from the
// editions before it, as in the documents themselves. common/ holds what every
// edition may have whenever it was documented: events, dispatcher, logs,
// settings, logins with keys.
//
// What stands around arguments and answers (the four members of a message, the
// body of a REST reply) is the same for all of them, so nobody writes it twice:
// it is in definitions/message.json, and Source puts the parts together into one
// schema that refers to nothing outside itself. That is what Validate compiles,
// and what lies in published/ for users of other languages, one file for each
// name under the address that is its $id. A test keeps published/ fresh.
//
// # How the lenient form differs
//
// Two rules, applied to the source: a subschema with the member x-lenient is
// replaced by it, and whatever closes an object or an array (a member
// additionalProperties, unevaluatedProperties or items that is false) is left
// out.
package schemas
