package fakeiocage

import _ "embed" // the schemas of what people write

// SeedSchema is the JSON Schema (2020-12) of a Seed.
//
//go:embed seed.schema.json
var SeedSchema []byte

// FaultsSchema is the JSON Schema (2020-12) of a FaultSet.
//
//go:embed faults.schema.json
var FaultsSchema []byte
