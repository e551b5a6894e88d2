// Package schemas embeds the JSON Schemas (draft 2020-12) of every request and
// every reply of the contract, and validates documents by them.
//
// A schema is named by action, side and transport, as in
// "listjails.reply.websocket" or, for an event, "dispatcher.event.websocket";
// Names lists those of an edition. Each schema has two forms, made from one
// source: Strict is what the documents say, Lenient what every right server
// must do even where it differs from the documents.
//
// # Where a schema comes from
//
// <edition>/<action>.json is written by hand and is the strict form. Its $defs
// "request" and "reply" describe the arguments and the answer, which are the
// same over both transports; "request.websocket" and the like describe those of
// one transport. definitions/ has what several actions share. The folder of an
// edition holds what is new or changed in it; the rest is inherited from
// earlier editions, as in the documents themselves, unless the edition no longer
// has the action. The member x-example holds what the OpenAPI and AsyncAPI
// documents show. common/ holds what every edition may have, whenever it was
// documented: events, dispatcher, logs, settings, logins with keys.
//
// The frame around arguments and answers (the four members of a message, the
// body of a REST reply) is the same for all of them, and is written once, in
// definitions/message.json. Source combines the parts into one schema that
// refers to nothing outside itself. Validate compiles that schema, and
// published/ holds it for users of other languages: one file for each name,
// under the address that is its $id. A test keeps published/ fresh.
//
// # How the lenient form differs
//
// Two rules are applied to the source: a subschema with the member x-lenient is
// replaced by the value of that member, and whatever closes an object or an
// array (a member additionalProperties, unevaluatedProperties or items that is
// false) is left out.
package schemas
