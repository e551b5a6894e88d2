package iocage

import (
	"context"
	"regexp"
)

// Releases returns the names of the releases on this host, oldest first.
func (p *Python) Releases(ctx context.Context) ([]string, error) {
	answer, err := p.lines(ctx, "list", "-rh")
	if err != nil {
		return nil, err
	}
	return parseNames(answer)
}

// RemoteReleases returns the releases that can be fetched, oldest first. After
// a name stands " (EOL)" if the release is no longer supported. iocage asks the
// servers of FreeBSD for them.
func (p *Python) RemoteReleases(ctx context.Context) ([]string, error) {
	answer, err := p.lines(ctx, "list", "-rRh")
	if err != nil {
		return nil, err
	}
	items, others := parseItems(answer)
	names, err := parseNames(others)
	if len(items) > 0 && err == nil {
		return items, nil // below, 0.9.9 lists the releases of the host
	}
	return names, err // 0.9.10 and newer number them no more
}

// releaseName matches a name, which is one word.
var releaseName = regexp.MustCompile(`^[A-Za-z0-9][^ \t]*( \(EOL\))?$`)

// parseNames parses `iocage list -rh`: a name on each line.
func parseNames(answer []string) ([]string, error) {
	for _, line := range answer {
		if !releaseName.MatchString(line) {
			return nil, unreadable(line)
		}
	}
	return answer, nil
}

// item matches a line of a list to choose from: "[0] 10.3-RELEASE".
var item = regexp.MustCompile(`^\[\d+\] *(\S.*)$`)

// parseItems parses `iocage list -rRh` and `-PhR`: items, each behind its
// number in brackets.
func parseItems(answer []string) (items, others []string) {
	for _, line := range answer {
		if found := item.FindStringSubmatch(line); found != nil {
			items = append(items, found[1])
		} else {
			others = append(others, line)
		}
	}
	return items, others
}
