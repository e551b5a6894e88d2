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

// CleanTemplates destroys all templates, and what was cloned from them. It
// refuses without force when any jail is a clone.
func (p *Pool) CleanTemplates(force bool, say Say) {
	if !p.has("iocage/jails") {
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

// sayClones names the jails that are clones, and reports whether any is.
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

// empty destroys the dataset of a place with all below it.
func (p *Pool) empty(place, dataset string) {
	p.destroyAll(p.In(place))
	p.drop(dataset)
}
