package host

import "strings"

// relink makes the link of the jail's present tag in /iocage/tags. If another
// jail has that link, it loses it and gets the time as its tag (measured:
// create).
func (j *Jail) relink(m Moment, say Say) {
	j.Link = ""
	tag := j.Raw("tag")
	if word, _, blank := strings.Cut(tag, " "); blank {
		say.To(TagBlank, j.pool.Root()+"/tags/"+word)
	}
	if folder, _, slash := strings.Cut(tag, "/"); slash {
		if j.pool.TagOwner(folder) == nil { // else the link is made in that jail's folder
			say.To(TagSlash, j.pool.Root()+"/tags/"+tag)
		}
		return
	}
	if owner := j.pool.TagOwner(tag); owner != nil {
		say.To(ReplacingTag, tag, owner.Name, m.Tag())
		owner.relink(m, say) // under its present tag, which may be a third jail's link
		owner.Set("tag", m.Tag())
		owner.link(m.Tag())
	}
	j.link(tag)
}

// TakeTag gives the jail a tag and its link.
func (j *Jail) TakeTag(tag string) {
	j.Link = ""
	j.Set("tag", tag)
	if j.Place == JailsPlace {
		j.link(tag)
	}
}
