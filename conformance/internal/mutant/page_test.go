package mutant_test

import (
	"fmt"
	"strings"

	"github.com/sysadm-go/sysadm/conformance/internal/mutant"
)

// page is the table of all mutants as Markdown, for docs/mutants.md.
func page() string {
	var b strings.Builder
	family := ""
	for _, m := range mutant.All() {
		if m.Family != family {
			family = m.Family
			fmt.Fprintf(&b, "\n### %s\n\n| wrong server | what is wrong | killed by |\n|---|---|---|\n", strings.ToUpper(family[:1])+family[1:])
		}
		fmt.Fprintf(&b, "| `%s` | %s | `%s` |\n", m.Name, m.Wrong, strings.Join(m.Caught, "` `"))
	}
	return b.String()
}
