package fleet

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/conformance"
)

// OpenMetrics returns the result in the OpenMetrics text format, which
// Prometheus' node_exporter (textfile collector) and others collect from a file.
func OpenMetrics(r Result) ([]byte, error) {
	var b bytes.Buffer
	for _, family := range []struct {
		name, help string
		write      func(b *bytes.Buffer, name string, m Member)
	}{
		{"sysadm_conformance_passes", "Whether the target passes: 1, or 0 if it fails or could not be judged.", writePasses},
		{"sysadm_conformance_judged", "Whether the target could be judged.", writeJudged},
		{"sysadm_conformance_checks", "How many checks ended in each status.", writeChecks},
		{"sysadm_conformance_duration_seconds", "How long the target was judged.", writeDuration},
	} {
		fmt.Fprintf(&b, "# TYPE %s gauge\n", family.name)
		if strings.HasSuffix(family.name, "_seconds") {
			fmt.Fprintf(&b, "# UNIT %s seconds\n", family.name)
		}
		fmt.Fprintf(&b, "# HELP %s %s\n", family.name, family.help)
		for _, m := range r.Members {
			family.write(&b, family.name, m)
		}
	}
	fmt.Fprintf(&b, "# TYPE sysadm_conformance_end_timestamp_seconds gauge\n# UNIT sysadm_conformance_end_timestamp_seconds seconds\n"+
		"# HELP sysadm_conformance_end_timestamp_seconds When the last run over the fleet ended.\n")
	fmt.Fprintf(&b, "sysadm_conformance_end_timestamp_seconds %d\n# EOF\n", r.Start.Add(r.Duration).Unix())
	return b.Bytes(), nil
}

func writePasses(b *bytes.Buffer, name string, m Member) {
	fmt.Fprintf(b, "%s{target=%s} %d\n", name, label(m.Name), oneIf(m.Verdict == conformance.Passes))
}

func writeJudged(b *bytes.Buffer, name string, m Member) {
	fmt.Fprintf(b, "%s{target=%s} %d\n", name, label(m.Name), oneIf(m.Verdict != conformance.Unjudged))
}

func writeChecks(b *bytes.Buffer, name string, m Member) {
	for _, s := range conformance.Statuses {
		fmt.Fprintf(b, "%s{target=%s,status=%q} %d\n", name, label(m.Name), s, m.Summary[s])
	}
}

func writeDuration(b *bytes.Buffer, name string, m Member) {
	fmt.Fprintf(b, "%s{target=%s} %s\n", name, label(m.Name), strconv.FormatFloat(m.DurationMS/1000, 'f', -1, 64))
}

func oneIf(is bool) int {
	if is {
		return 1
	}
	return 0
}

// label quotes the value of a label: OpenMetrics escapes these three, no other.
func label(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(strings.ToValidUTF8(text, "\uFFFD")) + `"`
}
