package mutant

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
)

// number is a number, or the digits of one; else 0.
func number(v any) int {
	n, _ := strconv.Atoi(fmt.Sprint(v))
	return n
}

func itoa(n int) string { return strconv.Itoa(n) }

// idOf returns what a reply is matched with its request by.
func idOf(m message) string {
	text, _ := json.Marshal(m["id"])
	return string(text)
}

// uuidForm is how iocage writes a uuid.
var uuidForm = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// flat returns a value as JSON.
func flat(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

// tagForm is a tag among properties.
var tagForm = regexp.MustCompile(`\btag=\S*`)
