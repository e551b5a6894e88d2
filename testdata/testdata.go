// Package testdata holds the documents' own examples, verbatim, one file for
// each exchange: contract/<edition>/<class>.<action>[.<variant>].<transport>.json.
// It is a package so that programs can embed them; see README.md, also for the
// transcripts, which only tests read.
package testdata

import "embed"

// Contract holds the folder contract.
//
//go:embed contract
var Contract embed.FS
