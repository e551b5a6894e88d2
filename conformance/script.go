package conformance

import (
	"strings"

	"github.com/sysadm-go/sysadm/testdata"
)

// Exchange returns the documented exchange from which the check is made, as
// JSON; "" if there is none.
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
	if number < 1 {
		return ""
	}
	_, text := c.Script()
	lines := strings.Split(text, "\n")
	if number > len(lines) {
		return ""
	}
	return lines[number-1]
}
