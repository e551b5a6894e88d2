package host

// toTemplate moves the jail to the templates, under its tag.
func (j *Jail) toTemplate(m Moment, say Say) int {
	switch kind := j.Get("type"); {
	case kind != "basejail" && kind != "template":
		say.To(NoTemplates, kind)
	case j.Up():
		say.To(TemplateRuns, j.UUID())
	case j.Place == TemplatesPlace:
		say.To(TemplateIs, j.UUID())
	default:
		j.move(TemplatesPlace, j.Tag())
		j.Set("type", "template")
		j.Set("istemplate", "yes")
		say.To(ToTemplate, j.Tag())
		return 0
	}
	return 1
}

// fromTemplate moves a template back to the jails, under its uuid.
func (j *Jail) fromTemplate(say Say) int {
	if kind := j.Get("type"); kind != "basejail" && kind != "template" {
		say.To(NoTemplates, kind)
		return 1
	}
	if j.Place != TemplatesPlace {
		j.Set("istemplate", "no")
		return 0
	}
	if c := j.Clone(); c != nil {
		say.To(TemplateCloned, j.Tag(), c.UUID(), c.Tag())
		return 1
	}
	j.move(JailsPlace, j.UUID())
	j.Set("type", "basejail")
	j.Set("istemplate", "no")
	return 0
}

// move renames the dataset. What was built in for the old name is kept.
func (j *Jail) move(place, name string) {
	kept := map[string]string{}
	for _, p := range []string{"host_hostuuid", "host_hostname", "jail_zfs_dataset"} {
		kept[p], _ = j.Value(p)
	}
	pool := j.pool
	pool.Remove(j)
	j.Name = name
	pool.Add(place, j)
	for p, value := range kept {
		j.Set(p, value)
	}
}
