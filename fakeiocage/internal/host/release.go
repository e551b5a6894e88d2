package host

// AddRelease installs a release. It returns false if the release was already
// installed.
func (p *Pool) AddRelease(name string) bool {
	if p.Installed(name) {
		return false
	}
	p.Add(ReleasesPlace, NewRelease(name))
	return true
}
