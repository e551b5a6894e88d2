package measure

import (
	"fmt"
	"time"

	"github.com/sysadm-go/sysadm/cmd/sysadm-bench/internal/ratio"
)

// An Effort says how much is measured.
type Effort struct {
	Form string // its name

	Requests ratio.Rounds // of single requests
	Starts   ratio.Rounds // of programs
	Windows  ratio.Rounds // of counting requests

	// Window is how long requests are counted in each of Windows.
	Window time.Duration

	Connections []int // numbers of clients that ask a server at once
	Simulated   []int // numbers of clients that ask the simulated host at once
	Jails       []int // on the hosts of fakeiocage, in ascending order
	Idle        []int // numbers of silent connections
	Suites      int   // runs of the suite under each edition
	Hosts       int   // of a fleet
	Judged      int   // hosts of the fleet that are judged
}

// forms are the efforts to choose from. On two cores, short takes less than two
// minutes and full less than ten; glance only shows that all can be measured.
var forms = []Effort{
	{
		Form:        "glance",
		Window:      time.Millisecond,
		Connections: []int{2}, Simulated: []int{2}, Jails: []int{1, 3}, Idle: []int{2}, Suites: 1, Hosts: 3, Judged: 2,
	},
	{
		Form:        "short",
		Requests:    ratio.Rounds{Least: 20, Most: 300, Patience: 1500 * time.Millisecond},
		Starts:      ratio.Rounds{Least: 5, Most: 100, Patience: time.Second},
		Windows:     ratio.Rounds{Least: 3, Most: 3},
		Window:      250 * time.Millisecond,
		Connections: []int{1, 8, 64, 256},
		Simulated:   []int{1, 64},
		Jails:       []int{1, 100, 1000, 10000},
		Idle:        []int{1000},
		Suites:      1,
		Hosts:       100,
		Judged:      20,
	},
	{
		Form:        "full",
		Requests:    ratio.Rounds{Least: 100, Most: 2000, Patience: 8 * time.Second},
		Starts:      ratio.Rounds{Least: 10, Most: 300, Patience: 4 * time.Second},
		Windows:     ratio.Rounds{Least: 7, Most: 7},
		Window:      500 * time.Millisecond,
		Connections: []int{1, 8, 64, 256},
		Simulated:   []int{1, 8, 64},
		Jails:       []int{1, 100, 1000, 10000, 30000},
		Idle:        []int{1000, 5000},
		Suites:      5,
		Hosts:       1000,
		Judged:      100,
	},
}

// FindForm returns the effort of this name.
func FindForm(name string) (Effort, error) {
	for _, e := range forms {
		if e.Form == name {
			return e, nil
		}
	}
	return Effort{}, fmt.Errorf("unknown form %q: use glance, short or full", name)
}
