package python

import (
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// remoteReleases are the releases that can be fetched, in order, if wanted with
// marks on those without support (ioc_fetch.py, fetch_ftp_release).
func remoteReleases(h *host.Host, marks bool) []string {
	names := sortReleases(releasesOnServer(h))
	for i, name := range names {
		if marks && isEOL(name) {
			names[i] += " (EOL)"
		}
	}
	return names
}

// releasesOnServer are the releases that can be fetched: by default those of
// June 2017 (documents of 2017-06-05, listreleases).
func releasesOnServer(h *host.Host) []string {
	return h.ReleasesOnServer([]string{"9.3-RELEASE", "10.1-RELEASE", "10.2-RELEASE", "10.3-RELEASE", "11.0-RELEASE"})
}

// isEOL reports whether FreeBSD no longer supported the release in June 2017:
// 10.3 was the oldest that it did.
func isEOL(release string) bool {
	number, _, _ := strings.Cut(release, "-")
	version, err := strconv.ParseFloat(number, 64)
	return err == nil && version < 10.3
}
