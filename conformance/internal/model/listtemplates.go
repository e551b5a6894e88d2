package model

// judgeTemplates asks for the same templates as before: no action makes one.
func judgeTemplates(a asked) *Breach {
	answer, _ := a.reply.answer("listtemplates")
	listed, b := a.table(answer["templates"], templateKeys)
	if b != nil {
		return b
	}
	for uuid, row := range listed {
		if known, there := a.stock.templates[uuid]; row.Type != "template" || a.stock.templates != nil && !there || there && len(differences(known, row, true)) > 0 {
			return a.breach("a template stays as it is", "a template that was there")
		}
	}
	if hides(answer["templates"]) {
		return nil
	}
	for uuid, known := range a.stock.templates {
		if _, there := listed[uuid]; !there && !known.Unsure {
			return a.breach("a template is listed until it is cleaned", "template %s (%s)", uuid, known.Tag)
		}
	}
	if a.stock.templates = listed; !a.pools.usable() {
		a.stock.templates = nil
	}
	return nil
}
