package judge

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdPools = Cmd{
	Name: "pools", Args: "agree",
	Text:  "the last reply is an event system-state. What is free and what is taken in a pool add up to its size, and its capacity is the part that is taken, as far as rounded numbers tell; a value that is no number is not looked at.",
	least: 1, most: 1,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		if args[0] != "agree" {
			j.command.misused(ts)
		}
		for _, place := range j.places("/args/zpools/*") {
			pool, _ := place.Value.(map[string]any)
			j.agrees(place.Pointer, pool)
		}
	},
}

// agrees ends the check at a pool whose numbers are not of one pool.
func (j *judge) agrees(at string, pool map[string]any) {
	size, free, taken := sizeOf(pool["size"]), sizeOf(pool["free"]), sizeOf(pool["alloc"])
	off := size.off + free.off + taken.off
	if known := !math.IsNaN(off); known && math.Abs(free.bytes+taken.bytes-size.bytes) > off {
		j.differ(at+"/free", document.Scalar(pool["size"])+" less "+document.Scalar(pool["alloc"]), document.Show(pool["free"]), "the sizes of a pool do not add up")
	}
	part, err := strconv.ParseFloat(strings.TrimSuffix(document.Scalar(pool["capacity"]), "%"), 64)
	percent, offPercent := 100*taken.bytes/size.bytes, 100*(taken.off+size.off)/size.bytes
	if known := err == nil && !math.IsNaN(percent); known && math.Abs(part-percent) > 1+offPercent {
		j.differ(at+"/capacity", fmt.Sprintf("%.0f%%", percent), document.Show(pool["capacity"]), "the capacity of a pool is not the part that is taken")
	}
}

// A size is a number of bytes, and by how much it may be off; NaN is unknown.
type size struct{ bytes, off float64 }

// printed is a size as zpool list prints it: rounded, in a power of 1024.
var printed = regexp.MustCompile(`^([0-9]+)(\.[0-9]+)?([BKMGTPEZ]?)$`)

func sizeOf(value any) size {
	part := printed.FindStringSubmatch(document.Scalar(value))
	if part == nil {
		return size{math.NaN(), math.NaN()}
	}
	unit := math.Pow(1024, float64(max(0, strings.Index("BKMGTPEZ", part[3]))))
	number, _ := strconv.ParseFloat(part[1]+part[2], 64)
	return size{number * unit, unit * math.Pow10(min(0, 1-len(part[2])))}
}
