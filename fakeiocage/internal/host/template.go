package host

import "strings"

// mayBeTemplate reports whether the jail's type allows it.
func (j *Jail) mayBeTemplate() bool {
	kind := j.Get("type")
	return kind == "basejail" || kind == "template"
}

// toTemplate moves the jail to the templates, under its tag. If zfs refuses
// that, the original goes on with the dataset of that name.
func (j *Jail) toTemplate(say Say) int {
	if j.Up() {
		say.To(TemplateRuns, j.UUID())
		return 1
	}
	j.Link = ""
	j.Set("type", "template")
	if j.Place != JailsPlace {
		say.To(TemplateIs, j.UUID())
		return 1
	}
	moved := j
	if why := j.move(TemplatesPlace, j.Tag()); why != "" {
		say.To(Raw, why)
		moved = j.pool.Jail(TemplatesPlace + "/" + j.Tag())
	}
	say.To(ToTemplate, j.Tag())
	if moved == nil {
		say.To(Raw, "cannot open '"+j.pool.Name+"/iocage/"+TemplatesPlace+"/"+j.Tag()+"': dataset does not exist")
		return 0
	}
	moved.Set("istemplate", "yes")
	return 0
}

// ToTemplates moves the jail to the templates, under its tag. It returns zfs's
// objection, or "".
func (j *Jail) ToTemplates() (why string) {
	if why = j.move(TemplatesPlace, j.Tag()); why == "" {
		j.Link = ""
		j.Set("type", "template")
	}
	return why
}

// fromTemplate moves a template back to the jails, under its uuid, and links
// its tag again (source: lib/ioc-common of iocage, __set_jail_prop).
func (j *Jail) fromTemplate(m Moment, say Say) int {
	clones := j.clonesOf("")
	for _, c := range clones {
		say.To(TemplateClone, j.Tag(), c.UUID(), c.Tag())
	}
	if len(clones) > 0 {
		say.To(TemplateCloned, j.Tag())
		return 1
	}
	j.Set("type", "basejail")
	if j.Place != TemplatesPlace || j.Name != j.Tag() {
		say.To(TemplateIsNot, j.Tag())
		return 1
	}
	if why := j.move(JailsPlace, j.UUID()); why != "" {
		say.To(Raw, why)
		return 1
	}
	j.relink(m, say)
	j.Set("istemplate", "no")
	return 0
}

// move renames the dataset, or returns zfs's objection to the new name. Values that
// were built in for the old name are kept.
func (j *Jail) move(place, name string) (why string) {
	pool := j.pool
	if why := pool.RefuseName(place, name); why != "" {
		return "cannot rename to '" + pool.Name + "/iocage/" + place + "/" + name + "': " + why
	}
	kept := map[string]string{}
	for _, p := range ownNames {
		kept[p], _ = j.Value(p)
	}
	clones := j.clonesOf("")
	pool.Remove(j)
	j.Name = name
	pool.Add(place, j)
	for _, c := range clones {
		_, snapshot, _ := c.origin()
		c.Set("origin", j.Dataset()+"@"+snapshot)
	}
	for p, value := range kept {
		j.Set(p, value)
	}
	return ""
}

// ownNames are the properties that are built in from the name of a jail.
var ownNames = []string{"host_hostuuid", "host_hostname", "jail_zfs_dataset"}

// RefuseName returns zfs's objection to a new dataset of that name, or "".
func (p *Pool) RefuseName(place, name string) string {
	bad := strings.IndexFunc(name, badInName)
	switch {
	case strings.Contains(name, "@"):
		return "snapshot delimiter '@' in filesystem name"
	case strings.Contains(name, "/"):
		return "parent does not exist"
	case bad >= 0:
		return "invalid character '" + string([]rune(name[bad:])[:1]) + "' in name"
	case len(name) > 200:
		return "name is too long"
	case p.Jail(place+"/"+name) != nil:
		return "dataset already exists"
	}
	return ""
}

func badInName(r rune) bool { return !strings.ContainsRune(datasetCharacters, r) }

const datasetCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.: "
