package commandline

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"

	"github.com/spf13/pflag"

	"github.com/sysadm-go/sysadm/conformance"
)

// A shuffle is the value of --shuffle, as go test has it: the seed of an order,
// 0 for the order of list.
type shuffle uint64

func (f *runFlags) addShuffle(fs *pflag.FlagSet) {
	fs.Var(&f.shuffle, "shuffle", "order of the checks: off (as in list), on (different in each run), or the `seed` that an earlier run printed")
}

// Set reads off, on or a seed.
func (s *shuffle) Set(value string) error {
	switch value {
	case "off":
		*s = 0
		return nil
	case "on":
		*s = shuffle(rand.Uint32()) + 1 // short enough to be typed again
		return nil
	}
	seed, err := strconv.ParseUint(value, 10, 64)
	if err != nil || seed == 0 {
		return fmt.Errorf("use on, off or a seed, which is a positive number")
	}
	*s = shuffle(seed)
	return nil
}

// String is how the order is named on a command line.
func (s *shuffle) String() string {
	if *s == 0 {
		return "off"
	}
	return strconv.FormatUint(uint64(*s), 10)
}

// Type is shown by nothing: the usage names the value itself.
func (s *shuffle) Type() string { return "seed" }

// tell says how to have the order again, of a run that was not good.
func (s *shuffle) tell(w io.Writer, v conformance.Verdict) {
	if *s != 0 && v != conformance.Passes {
		fmt.Fprintf(w, "sysadm-conformance: the order of the checks was that of --shuffle %s\n", s)
	}
}
