package right

func (s *server) listReleases(object) (object, int) {
	return object{"local": s.local(), "remote": s.host.marked()}, 200
}

// local are the releases that were fetched. The original server took what
// follows the last line for one.
func (s *server) local() []any {
	var names []any
	for _, name := range s.host.releases {
		names = append(names, name)
	}
	if len(names) == 0 || s.style.old {
		names = append(names, "")
	}
	return names
}

var remoteReleases = []string{"9.3-RELEASE", "10.1-RELEASE", "10.2-RELEASE", "10.3-RELEASE", "11.0-RELEASE"}

// marked are the releases that can be fetched, with the mark of those that are no longer
// supported.
func (h *host) marked() (list []any) {
	for _, name := range h.remote {
		if name < "10.3" && name[:2] == "10" || name[0] == '9' {
			name += " (EOL)"
		}
		list = append(list, name)
	}
	return list
}
