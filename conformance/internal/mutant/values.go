package mutant

import (
	"encoding/json"
	"fmt"
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
