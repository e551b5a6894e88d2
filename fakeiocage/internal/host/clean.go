package host

// CleanAll destroys everything that iocage keeps on the pool.
func (p *Pool) CleanAll(_ bool, say Say) {
	say.To(CleanedAll, p.Name)
	p.Datasets = nil
	clear(p.All)
}

// CleanJails destroys all jails, running ones too.
func (p *Pool) CleanJails(_ bool, say Say) {
	say.To(CleanedJails, p.Name)
	p.empty(JailsPlace, "iocage/jails")
}

// CleanReleases destroys all releases and what was downloaded.
func (p *Pool) CleanReleases(_ bool, say Say) {
	say.To(CleanedReleases, p.Name)
	p.empty(ReleasesPlace, "iocage/releases")
	p.drop("iocage/download")
}

// CleanTemplates destroys all templates. It refuses when any jail is a clone;
// by force the clones go too.
func (p *Pool) CleanTemplates(force bool, say Say) {
	if !force {
		say.To(BlankLine)
	}
	if !p.has("iocage/jails") {
		say.To(Raw, "cannot open '"+p.Name+"/iocage/jails': dataset does not exist")
	}
	for _, j := range p.In(JailsPlace) {
		switch {
		case j.Raw("origin") == "-":
		case force:
			p.Remove(j)
		default:
			say.To(CloneInTheWay, j.UUID(), j.Tag())
			return
		}
	}
	say.To(CleanedTemplates, p.Name)
	p.empty(TemplatesPlace, "iocage/templates")
}

// empty destroys the dataset of a place with all below it.
func (p *Pool) empty(place, dataset string) {
	for _, j := range p.In(place) {
		p.Remove(j)
	}
	p.drop(dataset)
}
