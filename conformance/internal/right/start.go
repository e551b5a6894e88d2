package right

func (h *host) startJail(s style, args object) object {
	return h.ofJail(s, args, func(j *jail) object {
		if j.jid > 0 {
			return object{"INFO": " " + j.called() + " is already up"}
		}
		h.start(j)
		j.settings["last_started"] = theTime()
		return lines("* Starting "+j.called(), "+ Started (shared IP mode) OK", "+ Starting services OK")
	})
}

func (h *host) stopJail(s style, args object) object {
	return h.ofJail(s, args, func(j *jail) object {
		if j.jid == 0 {
			return object{"INFO": " " + j.called() + " is already down"}
		}
		j.jid = 0
		return lines("* Stopping "+j.called(), "+ Running pre-stop OK", "+ Stopping services OK", "+ Removing jail process OK", "+ Running post-stop OK")
	})
}
