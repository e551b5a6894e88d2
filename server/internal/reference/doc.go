// Package reference answers as the original server of February 2016 did. A
// message is one text, over REST and WebSocket alike: JSON, optionally after
// lines of HTTP. The reply has lines of HTTP if the request has. docs/compat.md
// lists what is repaired, and why.
package reference
