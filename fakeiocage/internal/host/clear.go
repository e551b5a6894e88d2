package host

// Clear destroys what lies below a dataset of PythonLayout, clones elsewhere
// included. If nothing does, it destroys the dataset itself: the rewrite of
// 2017 takes it for the one that it was asked to destroy (iocage 89864aa,
// ioc_destroy.py).
func (p *Pool) Clear(dataset string) {
	switch dataset {
	case "iocage":
		keeps, defaults := len(p.Datasets) > 1, p.RewriteDefaults
		p.removeAll()
		if keeps {
			p.Datasets, p.RewriteDefaults = []string{"iocage"}, defaults
		}
	case "iocage/jails":
		p.clearPlace(JailsPlace, dataset)
	case "iocage/releases":
		p.clearPlace(ReleasesPlace, dataset)
	case "iocage/templates":
		p.clearPlace(TemplatesPlace, dataset)
	case "iocage/download": // has a dataset for each fetched release
		if len(p.In(ReleasesPlace)) == 0 {
			p.drop(dataset)
		}
	default:
		p.drop(dataset)
	}
	if dataset == "iocage/images" {
		p.images = map[string]*Image{}
	}
}

func (p *Pool) clearPlace(place, dataset string) {
	jails := p.In(place)
	if len(jails) == 0 {
		p.drop(dataset)
		return
	}
	p.Erase(jails...)
}

// Erase destroys datasets with all their clones, and the snapshots that their
// roots were made from. Of a jail that is a clone as a whole, that of the jail's
// dataset stays behind (iocage 89864aa, ioc_destroy.py, __destroy_leftovers__).
func (p *Pool) Erase(jails ...*Jail) {
	for _, j := range p.destroyAll(jails) {
		dataset, snapshot, clone := j.origin()
		last := j.lastFilesystem()
		if source := p.byDataset(dataset); clone && source != nil && len(source.clonesOf(snapshot)) == 0 {
			source.dropSnapshots(func(s Snapshot) bool { return s.Name == snapshot && s.Below == last })
		}
	}
}
