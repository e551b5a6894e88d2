package server

import (
	"cmp"
	"time"

	"github.com/spf13/pflag"
)

// A limitRow is one row of the table, for a value of any type.
type limitRow struct {
	name      string
	canBeOff  bool // below zero means no limit
	fill      func()
	belowZero func() bool
	addFlag   func(*pflag.FlagSet)
}

// atMost is a limit that cannot be turned off.
func atMost[T int | time.Duration](name string, value *T, otherwise T, usage string) limitRow {
	return limitRow{
		name:      name,
		fill:      func() { *value = cmp.Or(*value, otherwise) },
		belowZero: func() bool { return *value < 0 },
		addFlag:   func(fs *pflag.FlagSet) { addVar(fs, value, name, usage) },
	}
}

// atMostOrOff is a limit that a negative value turns off.
func atMostOrOff[T int | time.Duration](name string, value *T, otherwise T, usage string) limitRow {
	row := atMost(name, value, otherwise, usage+"; negative: none")
	row.canBeOff = true
	return row
}

func addVar(fs *pflag.FlagSet, value any, name, usage string) {
	switch value := value.(type) {
	case *time.Duration:
		fs.DurationVar(value, name, *value, usage)
	case *int:
		fs.IntVar(value, name, *value, usage)
	}
}
