package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/fakeiocage"
)

// A clockFace is what clock shows.
type clockFace struct {
	Time   time.Time `json:"time"`
	Stands bool      `json:"stands"`
	Ahead  string    `json:"ahead"` // of the machine's clock, as 1h30m0s
}

// hostTime returns the host's clock for a server. If it cannot be read, the
// machine's clock is used.
func hostTime(h *fakeiocage.Host) func() time.Time {
	return func() time.Time {
		now := time.Now()
		c, err := h.Clock()
		if err != nil {
			return now
		}
		return c.At(now)
	}
}

func clock(h *fakeiocage.Host, _ input) (any, error) {
	c, err := h.Clock()
	now := time.Now()
	at := c.At(now)
	return clockFace{at, c.Stands(), at.Sub(now).Round(time.Second).String()}, err
}

func printClock(w io.Writer, answer any) {
	face := answer.(clockFace)
	state := "runs"
	behind, isBehind := strings.CutPrefix(face.Ahead, "-")
	switch {
	case face.Stands:
		state = "stands"
	case isBehind:
		state = "runs, " + behind + " behind"
	case face.Ahead != "0s":
		state = "runs, " + face.Ahead + " ahead"
	}
	fmt.Fprintf(w, "%s %s\n", face.Time.Format(time.RFC3339), state)
}

func clockSet(h *fakeiocage.Host, in input) (any, error) {
	to, err := time.Parse(time.RFC3339, in.operands[0])
	if err != nil {
		return nil, fmt.Errorf("cannot set the clock to %q: write a time such as 2016-02-05T12:00:00Z", in.operands[0])
	}
	return nil, h.SetClock(to)
}

func clockAdvance(h *fakeiocage.Host, in input) (any, error) {
	by, err := time.ParseDuration(in.operands[0])
	if err != nil {
		return nil, fmt.Errorf("cannot advance the clock by %q: write a time such as 90s or 24h", in.operands[0])
	}
	return nil, h.AdvanceClock(by)
}

func clockFreeze(h *fakeiocage.Host, _ input) (any, error) { return nil, h.FreezeClock() }

func clockRun(h *fakeiocage.Host, _ input) (any, error) { return nil, h.RunClock() }
