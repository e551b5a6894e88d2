package host

// CleanAll destroys everything that iocage keeps on the pool.
func (p *Pool) CleanAll(_ bool, say Say) {
	say.To(CleanedAll, p.Name)
	p.removeAll()
}

// CleanJails destroys all jails, running ones too.
func (p *Pool) CleanJails(_ bool, say Say) {
	p.cleanSnapshots()
	say.To(CleanedJails, p.Name)
	p.empty(JailsPlace, "iocage/jails")
}

// CleanReleases destroys all releases and what was downloaded.
func (p *Pool) CleanReleases(_ bool, say Say) {
	say.To(CleanedReleases, p.Name)
	p.empty(ReleasesPlace, "iocage/releases")
	p.drop("iocage/download")
}

// CleanTemplates destroys all templates and their clones. Without force it
// refuses if any jail is a clone.
func (p *Pool) CleanTemplates(force bool, say Say) {
	if !p.Has("iocage/jails") {
		say.To(Raw, "cannot open '"+p.Name+"/iocage/jails': dataset does not exist")
	}
	if !force {
		say.To(BlankLine)
		if p.sayClones(say) {
			return
		}
	}
	say.To(CleanedTemplates, p.Name)
	p.empty(TemplatesPlace, "iocage/templates")
}

// sayClones names the jails that are clones, and reports whether there are any.
func (p *Pool) sayClones(say Say) (any bool) {
	for _, j := range p.In(JailsPlace) {
		if j.Raw("origin") != "-" {
			say.To(CloneInTheWay, j.UUID(), j.Tag())
			any = true
		}
	}
	if any {
		say.To(DestroyClonesFirst)
	}
	return any
}

// empty destroys everything below the dataset of a place, and the dataset
// itself.
func (p *Pool) empty(place, dataset string) {
	p.destroyAll(p.In(place))
	p.drop(dataset)
}
