package render

import (
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/schemas/prop"
)

// List returns the table of `iocage list`. Jails that iocage does not manage
// follow in the same table, so they may widen its columns. They are not shown
// if iocage has no jails.
func List(jails []*host.Jail, others []host.OtherJail) string {
	rows := make([][]string, 0, len(jails)+1)
	rows = append(rows, []string{"JID", "UUID", "BOOT", "STATE", "TAG", "TYPE", "IP4"})
	for _, j := range jails {
		rows = appendRow(rows, Row(j))
	}
	if len(jails) > 0 && len(others) > 0 {
		rows = append(rows, []string{"--- non iocage jails currently active ---"}, []string{"JID", "PATH", "IP4", "HOSTNAME"})
		for _, o := range others {
			rows = appendRow(rows, []string{strconv.Itoa(o.JID), o.Path, o.IP4, o.Hostname})
		}
	}
	return layOut(rows)
}

// The properties in the table of `iocage list`.
var uuid, boot, tag, kind = prop.Row("host_hostuuid"), prop.Row("boot"), prop.Row("tag"), prop.Row("type")

// Row are the cells of one jail in the table of `iocage list`.
func Row(j *host.Jail) []string {
	jid, ip4 := "-", "-"
	if j.Up() {
		jid = strconv.Itoa(j.Running.JID)
		if len(j.Running.IP4) > 0 {
			ip4 = strings.Join(j.Running.IP4, ",")
		}
	}
	return []string{jid, j.RawOf(uuid), j.RawOf(boot), State(j), j.RawOf(tag), j.RawOf(kind), ip4}
}

// State is "up" or "down".
func State(j *host.Jail) string {
	if j.Up() {
		return "up"
	}
	return "down"
}

// Warden is one jail as `iocage list --warden` shows it.
func Warden(j *host.Jail) string {
	var b strings.Builder
	for _, line := range [][2]string{
		{"id", Row(j)[0]}, {"host", j.Raw("tag")},
		{"ipv4", j.Raw("ip4_addr")}, {"alias-ipv4", ""}, {"bridge-ipv4", ""}, {"alias-bridge-ipv4", ""}, {"defaultrouter-ipv4", ""},
		{"ipv6", j.Raw("ip6_addr")}, {"alias-ipv6", ""}, {"bridge-ipv6", ""}, {"alias-bridge-ipv6", ""}, {"defaultrouter-ipv6", ""},
		{"autostart", j.Raw("boot")}, {"vnet", j.Raw("vnet")}, {"status", State(j)}, {"type", j.Raw("type")},
	} {
		b.WriteString(line[0] + ": " + line[1] + "\n")
	}
	return b.String()
}
