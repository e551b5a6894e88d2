package model

// judgeUsage asks for a row of texts for every jail.
func judgeUsage(a asked) *Breach {
	answer, ok := a.reply.answer("df")
	if !ok || a.reply.Code != 200 {
		return a.breach("df answers one object for each jail", "{\"df\": {<uuid>: …}}")
	}
	for uuid, value := range answer {
		row, areTexts := texts(value)
		if !isUUID(uuid) || !areTexts || !has(row, "ava", "crt", "qta", "res", "tag", "use") {
			return a.breach("df answers one object for each jail, under its UUID, and its members are text", "ava, crt, qta, res, tag and use at %s", uuid)
		}
		j, there := a.jails[uuid]
		switch {
		case !there && !a.open:
			return a.breach("only jails that were made are in the answer", "no jail %s", uuid)
		case there && !a.open && j.Tag != "" && row["tag"] != j.Tag:
			return a.breach("a jail has one tag", "tag %q at %s", j.Tag, uuid)
		}
	}
	return a.everyJail(answer)
}
