package right

import "fmt"

func (h *host) listJails(style, object) object {
	rows := object{}
	for _, j := range h.jails {
		row := object{"boot": j.settings["boot"], "jid": "-", "state": j.state(), "tag": j.tag, "type": j.settings["type"]}
		if h.edition.ListsIP4 {
			row["ip4"] = j.addresses()
		}
		if j.jid > 0 {
			row["jid"] = fmt.Sprint(j.jid)
		}
		rows[j.uuid] = row
	}
	return rows
}

func (h *host) df(style, object) object {
	rows := object{}
	for _, j := range h.jails {
		rows[j.uuid] = object{"ava": "7.5G", "crt": "1.25x", "qta": "none", "res": "none", "tag": j.tag, "use": "48M"}
	}
	return rows
}
