// Package reference speaks as the original server of February 2016 did. A
// message is one text, over REST and WebSocket alike: JSON, perhaps with lines
// of HTTP in front of it, whose presence decides how the reply is written.
//
// What is repaired, and why, is in docs/compat.md.
package reference
