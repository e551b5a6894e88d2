package iocage

import (
	"context"
	"regexp"
	"strings"
)

// Releases returns the names of the releases on this host, oldest first.
func (p *Python) Releases(ctx context.Context) ([]string, error) {
	out, err := p.answer(ctx, "list", "-rh")
	if err != nil {
		return nil, err
	}
	names, asides := parseNames(out.Stdout)
	p.asides(ctx, "list", asides)
	return names, nil
}

// RemoteReleases returns the releases that can be fetched, oldest first. After
// a name stands " (EOL)" if the release is no longer supported. iocage asks the
// servers of FreeBSD for them.
func (p *Python) RemoteReleases(ctx context.Context) ([]string, error) {
	out, err := p.answer(ctx, "list", "-rRh")
	if err != nil {
		return nil, err
	}
	items, rest := parseItems(out.Stdout)
	if len(items) == 0 {
		items, rest = parseNames(out.Stdout) // iocage 1.0 and newer number them no more
	}
	p.asides(ctx, "list", rest)
	return items, nil
}

// parseNames parses `iocage list -rh`: a name, which is one word, on each line.
func parseNames(text []byte) (names, asides []string) {
	for _, line := range lines(text) {
		if strings.ContainsAny(strings.TrimSuffix(line, " (EOL)"), " \t") {
			asides = append(asides, line)
		} else {
			names = append(names, line)
		}
	}
	return names, asides
}

// item matches a line of a list to choose from: "[0] 10.3-RELEASE".
var item = regexp.MustCompile(`^\[\d+\] *(\S.*)$`)

// parseItems parses `iocage list -rRh` and `-PhR`: items, each behind its
// number in brackets.
func parseItems(text []byte) (items, asides []string) {
	for _, line := range lines(text) {
		if found := item.FindStringSubmatch(line); found != nil {
			items = append(items, found[1])
		} else {
			asides = append(asides, line)
		}
	}
	return items, asides
}
