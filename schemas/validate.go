package schemas

import (
	"errors"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Validate judges a JSON text by a schema of an edition. It returns nil if the
// text follows the schema, and an *Invalid (for errors.As) if it does not. It
// returns another error if the text cannot be judged: an unknown name or form,
// text that is not JSON or has more than one value, a duplicate member. It is
// safe for concurrent use.
func Validate(e edition.Edition, name string, form Form, text []byte) error {
	c, err := compile(e, name, form)
	if err != nil {
		return err
	}
	document, err := decode(text)
	if err != nil {
		return err
	}
	var invalid *jsonschema.ValidationError
	err = c.schema.Validate(document)
	if errors.As(err, &invalid) {
		return &Invalid{Name: name, Form: form, Causes: c.causes(document, invalid)}
	}
	return err
}
