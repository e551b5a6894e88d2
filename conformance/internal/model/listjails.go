package model

import "slices"

// rowMembers are those of a row of listjails; ip4 is of later editions.
var rowMembers = []string{"boot", "jid", "state", "tag", "type"}

// judgeList compares the list with what is known of every jail, and learns what
// was not.
func judgeList(a asked) *Breach {
	listed, b := a.listed()
	if b != nil {
		return b
	}
	if b := a.eachRow(listed); b != nil {
		return b
	}
	if !a.open {
		if b := a.sameJails(listed, func(Jail) bool { return true }); b != nil {
			return b
		}
	}
	a.believe(listed)
	return nil
}

// listed reads the rows of listjails, by UUID.
func (a asked) listed() (map[string]Jail, *Breach) {
	answer, ok := a.reply.answer("listjails")
	switch {
	case !ok || a.reply.Code != 200:
		return nil, a.breach("listjails answers one object for each jail", "{\"listjails\": {…}}")
	case a.edition.ListsByJID:
		listed, b := a.table(answer["jails"], jailKeys)
		if b == nil && hides(answer["jails"]) {
			a.unhide(listed)
		}
		return listed, b
	}
	listed := map[string]Jail{}
	for uuid, value := range answer {
		row, isRow := texts(value)
		if !isUUID(uuid) || !isRow || !has(row, rowMembers...) || a.edition.ListsIP4 && !has(row, "ip4") {
			return nil, a.breach("listjails answers one object for each jail, under its UUID, and its members are text", "a row with %v at %s", rowMembers, uuid)
		}
		listed[uuid] = jailOf(uuid, row)
	}
	return listed, nil
}

// jailOf is what a row tells of a jail.
func jailOf(uuid string, row map[string]string) Jail {
	return Jail{
		UUID: uuid, Tag: row["tag"], Boot: row["boot"], State: row["state"], Type: row["type"], JID: row["jid"], IP4: row["ip4"],
		Release: row["release"], IP6: row["ip6"], Template: row["template"],
	}
}

// eachRow judges what holds for a row whatever happened before.
func (a asked) eachRow(listed map[string]Jail) *Breach {
	jids := map[string]bool{}
	for uuid, row := range listed {
		switch {
		case !a.isState(row.State):
			return a.breach("a jail is up or down", "state up or down at %s", uuid)
		case (row.State == "up") == (row.JID == "-"):
			return a.breach("a jail has a jid exactly when it is up", "a jid at %s if it is up, else -", uuid)
		case row.State == "up" && jids[row.JID]:
			return a.breach("a jail that is up has its own jid", "another jid than %s at %s", row.JID, uuid)
		case row.State == "down" && a.edition.ListsIP4 && !a.edition.ListsByJID && row.IP4 != "-":
			return a.breach("a jail that is down has no address", "ip4 - at %s", uuid)
		}
		jids[row.JID] = true
	}
	return nil
}

// isState reports whether a jail may be in a state: iocage 1.2 also tells jails that it
// cannot read.
func (a asked) isState(state string) bool {
	return state == "up" || state == "down" || state == "CORRUPT" && a.edition.ListsByJID
}

// sameJails asks for those of the known jails that a list is of, each as it is
// known.
func (a asked) sameJails(listed map[string]Jail, of func(Jail) bool) *Breach {
	a.admit(listed)
	for uuid, row := range listed {
		known, there := a.jails[uuid]
		if !there {
			return a.breach("only jails that were made are listed", "no jail %s (%s)", uuid, row.Tag)
		}
		for _, m := range differences(known, row, a.edition.ListsByJID) {
			return a.breach("a jail changes only by requests that name it", "%s %q, not %q, at %s", m.name, m.known, m.got, uuid)
		}
	}
	for _, known := range a.Jails() {
		if _, there := listed[known.UUID]; !there && !known.Unsure && of(known) {
			return a.breach("a jail is listed until it is destroyed", "jail %s (%s)", known.UUID, known.Tag)
		}
	}
	if plugin := a.stock.overdue(); plugin != "" {
		return a.breach("a plugin that was created is listed as a jail", "a jail of %s", plugin)
	}
	return nil
}

// A member of a row is known to be one thing and told to be another.
type member struct{ name, known, got string }

// differences are the members of a row that are not what is known. As it was
// configured an address stays; in use it comes and goes.
func differences(known, row Jail, configured bool) []member {
	all := []member{
		{"tag", known.Tag, row.Tag}, {"boot", known.Boot, row.Boot}, {"type", known.Type, row.Type},
		{"state", known.State, row.State}, {"jid", known.JID, row.JID}, {"release", known.Release, row.Release},
		{"ip6", known.IP6, row.IP6}, {"template", known.Template, row.Template},
	}
	if configured {
		all = append(all, member{"ip4", known.IP4, row.IP4})
	}
	return slices.DeleteFunc(all, func(m member) bool { return m.known == "" || m.known == m.got })
}

// believe takes the list for the truth: for good, if a pool is active for
// certain. What a jail is made of that was found, nobody knows, but that a
// basejail starts.
func (a asked) believe(listed map[string]Jail) {
	for uuid, row := range listed {
		known := a.jails[uuid]
		row.Origin, row.Fragile = known.Origin, known.Fragile || a.open && row.Type != "basejail"
		if a.isBeingMade(row) {
			row = Jail{UUID: uuid, Tag: row.Tag, Type: row.Type, Unsure: true}
		}
		a.jails[uuid] = row
	}
	for uuid := range a.jails {
		if _, there := listed[uuid]; !there {
			a.remove(uuid)
		}
	}
	a.open = !a.pools.usable()
	clear(a.stock.arrived) // what has not come did not succeed
}
