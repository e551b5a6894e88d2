package server

import (
	"cmp"
	"fmt"
	"math"
	"time"

	"github.com/spf13/pflag"
)

// The largest values of a limit. They are as good as none, and leave room for
// what is added to a limit: a byte, some seconds, or the time of day.
const (
	mostNumber int64 = 1_000_000_000_000
	mostTime         = 100 * 365 * 24 * time.Hour
)

// A limitRow is one row of the table, for a value of any type.
type limitRow struct {
	fill    func()
	check   func() error // refuses a value with which a server could not work
	addFlag func(*pflag.FlagSet)
}

// atMost is a limit that cannot be turned off.
func atMost[T int | time.Duration](name string, value *T, otherwise T, usage string) limitRow {
	return limitOf(name, value, 0, otherwise, usage)
}

// atMostOrOff is a limit that a negative value turns off.
func atMostOrOff[T int | time.Duration](name string, value *T, otherwise T, usage string) limitRow {
	return limitOf(name, value, math.MinInt64, otherwise, usage+"; negative: none")
}

func limitOf[T int | time.Duration](name string, value *T, least int64, otherwise T, usage string) limitRow {
	return limitRow{
		fill:    func() { *value = cmp.Or(*value, otherwise) },
		check:   func() error { return checkLimit(name, *value, least) },
		addFlag: func(fs *pflag.FlagSet) { addVar(fs, value, name, usage) },
	}
}

func checkLimit[T int | time.Duration](name string, value T, least int64) error {
	most, said := mostNumber, fmt.Sprint(mostNumber)
	if _, isTime := any(value).(time.Duration); isTime {
		most, said = int64(mostTime), fmt.Sprintf("%.0fh", mostTime.Hours())
	}
	switch {
	case int64(value) < least:
		return fmt.Errorf("cannot use --%s below zero", name)
	case int64(value) > most:
		return fmt.Errorf("cannot use --%s above %s", name, said)
	}
	return nil
}

func addVar(fs *pflag.FlagSet, value any, name, usage string) {
	switch value := value.(type) {
	case *time.Duration:
		fs.DurationVar(value, name, *value, usage)
	case *int:
		fs.IntVar(value, name, *value, usage)
	}
}
