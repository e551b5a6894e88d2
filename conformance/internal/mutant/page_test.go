package mutant

import (
	"fmt"
	"strings"
)

// Page is the table of all mutants as Markdown, for docs/mutants.md.
func Page() string {
	var b strings.Builder
	family := ""
	for _, m := range All() {
		if m.Family != family {
			family = m.Family
			fmt.Fprintf(&b, "\n### %s\n\n| wrong server | what is wrong | killed by |\n|---|---|---|\n", strings.ToUpper(family[:1])+family[1:])
		}
		fmt.Fprintf(&b, "| `%s` | %s | `%s` |\n", m.Name, m.Wrong, strings.Join(m.Caught, "` `"))
	}
	return b.String()
}
