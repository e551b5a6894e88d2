package edition

// A Compat is a way of reading the documents where the original server of
// February 2016 and the documents differ.
type Compat struct {
	// Name is "documented" or "reference".
	Name string

	// TextCodes writes the code of an error reply as a string ("401").
	TextCodes bool

	// ErrorNamespace is the namespace of every error reply; empty means that
	// of the request.
	ErrorNamespace string

	// CutValues ends a value of getjailsettings at its first colon, as the
	// examples of the documents show it.
	CutValues bool
}

// Documented follows the documents, repaired where they would lose data.
var Documented = Compat{Name: "documented"}

// Reference follows the original server's behaviour on the wire.
var Reference = Compat{
	Name:           "reference",
	TextCodes:      true,
	ErrorNamespace: "error",
	CutValues:      true,
}

// Compats are the known ways, the default first.
var Compats = []Compat{Documented, Reference}

// FindCompat returns the way of the given name; the error lists the known names.
func FindCompat(name string) (Compat, error) {
	return find("compat", name, Compats, func(c Compat) string { return c.Name })
}
