package schemas

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// An Invalid is the verdict on a document that does not follow a schema.
type Invalid struct {
	Name   string // of the schema
	Form   Form
	Causes []Cause // sorted by pointer and keyword, never empty
}

// A Cause is one thing that is wrong with a document.
type Cause struct {
	Pointer  string // where, as a JSON pointer (RFC 6901); "" is the whole document
	Keyword  string // the keyword of JSON Schema that is not met
	Sentence string // what is wrong, as in `must be up or down, not "running"`
	Expected string // what should stand there, as in `up or down`
	Member   string // the first one that is missing or unknown, else ""
}

// Error returns all causes in one line.
func (i *Invalid) Error() string {
	causes := make([]string, len(i.Causes))
	for n, c := range i.Causes {
		causes[n] = c.String()
	}
	return fmt.Sprintf("cannot take the document for %s (%s): %s", i.Name, i.Form, strings.Join(causes, "; "))
}

// String returns the pointer and the sentence.
func (c Cause) String() string {
	if c.Pointer == "" {
		return "the document " + c.Sentence
	}
	return c.Pointer + " " + c.Sentence
}

// causes are the leaves of the validator's tree of errors, each once. The
// validator finds them in the order of a Go map.
func (c compiled) causes(document any, err *jsonschema.ValidationError) []Cause {
	var found []Cause
	for _, leaf := range leaves(err) {
		found = append(found, c.cause(document, leaf))
	}
	slices.SortFunc(found, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(a.Pointer, b.Pointer), cmp.Compare(a.Keyword, b.Keyword), cmp.Compare(a.Sentence, b.Sentence))
	})
	return slices.Compact(found)
}

// leaves stops at a choice of schemas: what is wrong is that none was met, not
// what is wrong with each.
func leaves(err *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(err.Causes) == 0 || strings.HasSuffix(err.KeywordLocation, "/anyOf") {
		return []*jsonschema.ValidationError{err}
	}
	var found []*jsonschema.ValidationError
	for _, cause := range err.Causes {
		found = append(found, leaves(cause)...)
	}
	return found
}

func (c compiled) cause(document any, err *jsonschema.ValidationError) Cause {
	pointer := unquote(err.InstanceLocation)
	_, location, _ := strings.Cut(err.AbsoluteKeywordLocation, "#")
	cut := strings.LastIndex(location, "/")
	schema, _ := at(c.source(), unquote(location[:cut])).(map[string]any)
	keyword := location[cut+1:]

	if strings.Contains(err.KeywordLocation, "/propertyNames/") {
		return causeInName(schema, pointer)
	}
	value := at(document, pointer)
	return Cause{
		Pointer: pointer, Keyword: keyword, Sentence: sentence(schema, keyword, value),
		Expected: expected(schema, keyword, value), Member: firstMember(schema, keyword, value),
	}
}

// causeInName is a Cause about the name of a member; the schema is one of names.
func causeInName(schema map[string]any, pointer string) Cause {
	names := steps(pointer)
	return Cause{
		Pointer: pointer, Keyword: "propertyNames",
		Sentence: "must have as its name " + want(schema, names[len(names)-1]),
		Expected: "as its name " + fmt.Sprint(schema["description"]),
	}
}
