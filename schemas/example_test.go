package schemas_test

import (
	"errors"
	"fmt"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

func ExampleValidate() {
	reply := []byte(`{"args": {"activatepool": {"currently active": {"pool": "tank"}}}}`)
	for _, form := range schemas.Forms {
		err := schemas.Validate(edition.Default, "activatepool.reply.rest", form, reply)
		var invalid *schemas.Invalid
		if !errors.As(err, &invalid) {
			fmt.Printf("%s: %v\n", form, err)
			continue
		}
		for _, cause := range invalid.Causes {
			fmt.Printf("%s: %s\n", form, cause)
		}
	}
	// Output:
	// strict: /args/activatepool/currently active/pool must be a blank and the name of a pool, not "tank"
	// lenient: <nil>
}
