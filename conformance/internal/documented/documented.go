// Package documented has the requests and answers that the documents show.
package documented

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/testdata"
)

// An Exchange is one documented request with its documented answer.
type Exchange struct {
	Class     string
	Action    string
	Variant   string
	Transport string
	Section   string
	Request   struct {
		Verb, Path    string
		Body, Message json.RawMessage
	}
	Response struct {
		Body, Message json.RawMessage
	}
}

// Read reads one by its file in the embedded contract.
func Read(file string) (Exchange, error) {
	var x Exchange
	text, err := testdata.Contract.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &x)
	}
	if err != nil {
		return x, fmt.Errorf("the suite's own defect: %s: %w", file, err)
	}
	return x, nil
}

// Requirement is what the exchange proves, as in "activatepool.example.query".
func (x Exchange) Requirement() string {
	return strings.TrimSuffix(x.Action+".example."+x.Variant, ".")
}
