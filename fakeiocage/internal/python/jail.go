package python

import (
	"strconv"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// A jail is a jail or a template as the program sees it.
type jail struct{ *host.Jail }

// configured returns the jail, if it has a configuration. That of a jail of the
// shell iocage is converted without a word (ioc_json.py, json_load).
func configured(j *host.Jail) (jail, error) {
	if j.Bare {
		return jail{}, refusef("Configuration is missing! Please destroy %s and recreate it.", j.Name)
	}
	return jail{j}, nil
}

// kind is the type; the basejails of the shell iocage are jails here.
func (j jail) kind() string {
	if kind := j.Get("type"); kind != "basejail" {
		return kind
	}
	return "jail"
}

func (j jail) jid() string {
	if !j.Up() {
		return "-"
	}
	return strconv.Itoa(j.Running.JID)
}

func (j jail) state() string {
	if j.Up() {
		return "up"
	}
	return "down"
}

// template is the origin, unless it is a release's, or only the folder root is a
// clone.
func (j jail) template(o host.Origins) string {
	origin := j.Raw("origin")
	lower := strings.ToLower(origin)
	if j.kind() == "template" || strings.Contains(lower, "release") || strings.Contains(lower, "stable") || o.RootOnly(j.Jail) {
		return "-"
	}
	return origin
}

// longRow is the jail in the long table (ioc_list.py, list_all).
func (j jail) longRow(o host.Origins) []string {
	ip4 := j.Get("ip4_addr")
	if ip4 == "none" {
		ip4 = "-"
	}
	return []string{
		j.jid(), j.UUID(), j.Get("boot"), j.state(), j.Tag(), j.kind(),
		j.Get("release"), ip4, j.Get("ip6_addr"), j.template(o),
	}
}

// shortRow is the jail in the short table: of the uuid eight characters, of the
// release two parts, of the address neither interface nor length.
func (j jail) shortRow() []string {
	release := strings.Split(j.Get("release"), "-")
	return []string{
		j.jid(), shortUUID(j.UUID()), j.state(), j.Tag(),
		strings.Join(release[:min(2, len(release))], "-"), shortAddress(j.Get("ip4_addr")),
	}
}

// shortUUID is the first eight characters.
func shortUUID(uuid string) string {
	letters := []rune(uuid)
	return string(letters[:min(8, len(letters))])
}

// shortAddress is the first address of a list, without interface and length.
func shortAddress(list string) string {
	fields := strings.Split(list, "|")
	if len(fields) < 2 {
		return "-"
	}
	address, _, _ := strings.Cut(fields[1], "/")
	return address
}
