package host

// AddRelease installs a release; it is false when it was there already.
func (p *Pool) AddRelease(name string) bool {
	if p.Installed(name) {
		return false
	}
	p.Add(ReleasesPlace, NewRelease(name))
	return true
}
