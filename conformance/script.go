package conformance

import (
	"strings"

	"github.com/sysadm-go/sysadm/testdata"
)

// Script returns the script that judges by the check: the comment lines of its
// header, a command on each other line, and the files that those use.
func (c Check) Script() string {
	text, err := scripts.ReadFile(c.script)
	if err != nil {
		return "" // a check that was not made by List has none
	}
	return string(text)
}

// Exchange returns the documented exchange that the check is made of, as JSON,
// "" for a check that is made of none.
func (c Check) Exchange() string {
	if c.exchange == "" {
		return ""
	}
	text, err := testdata.Contract.ReadFile("contract/" + c.exchange + ".json")
	if err != nil {
		return ""
	}
	return string(text)
}

// sourceLine is a line of the check's script, counted from 1.
func (c Check) sourceLine(number int) string {
	lines := strings.Split(c.Script(), "\n")
	if number < 1 || number > len(lines) {
		return ""
	}
	return lines[number-1]
}
