package right

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/testdata"
)

// A host is a little world of jails and pools.
type host struct {
	edition   edition.Edition
	jails     []*jail
	pools     []string
	active    string
	lastJID   int
	created   int      // jails made since
	templates []*jail  // that jails may be clones of
	remote    []string // releases that can be fetched
	releases  []string // fetched
	pattern   object   // the settings of a new jail
	defaults  object
	programs  map[string]string // what commands in jails print, beside echo
}

// newHost returns the default host, or the one that makes a documented
// exchange true.
func newHost(e edition.Edition, documented string) *host {
	h := &host{edition: e, pools: []string{"tank", "zroot"}, active: "tank", lastJID: 7, releases: []string{"10.2-RELEASE"}, remote: remoteReleases}
	h.defaults = answerOf(e, "getdefaultsettings.rest")["defaults"].(object)
	testjail := answerOf(e, "getjailsettings.jail.rest")["testjail"].(object)
	whole := maps.Clone(testjail)
	whole["gitlocation"], whole["interfaces"], whole["memoryuse"] = "https://github.com", "vnet0:bridge0,vnet1:bridge1", "8G:log"
	if e.SettingsWithZFS {
		whole = withZFS(whole)
	}
	h.pattern = whole
	switch action, _, _ := strings.Cut(strings.TrimPrefix(documented, e.Name+"/sysadm-iocage."), "."); action {
	case "":
		h.add("5e9a3cf2-b7d1-11e5-9c0a-0025905ef2d3", "www", whole, true)
		h.add("6b1d77ae-b7d1-11e5-9c0a-0025905ef2d3", "test", whole, false)
	case "listjails":
		h.add("611c89ae-c43c-11e5-9602-54ee75595566", "testjail", whole, false)
	case "getjailsettings":
		h.jails = []*jail{{uuid: "4bb3f929-c6bf-11e5-a0ba-fcaa14deb15d", tag: "testjail", settings: testjail}}
	case "startjail", "stopjail":
		up := strings.HasSuffix(documented, "startjail.websocket") || strings.HasSuffix(documented, "stopjail.rest")
		h.add("0bf985de-ca0f-11e5-8d45-d05099728dbf", "test", whole, up)
	}
	return h
}

// answerOf reads the answer of a documented exchange, of an older edition where
// the project has none of this.
func answerOf(e edition.Edition, name string) object {
	action, _, _ := strings.Cut(name, ".")
	text, err := testdata.Contract.ReadFile("contract/" + e.Name + "/sysadm-iocage." + name + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		text, err = testdata.Contract.ReadFile("contract/2016-02-05/sysadm-iocage." + name + ".json")
	}
	if err != nil {
		panic(err)
	}
	var x struct {
		Response struct {
			Body struct{ Args object }
		}
	}
	if err := json.Unmarshal(text, &x); err != nil {
		panic(err)
	}
	return x.Response.Body.Args[action].(object)
}

// withZFS adds the properties that zfs keeps.
func withZFS(settings object) object {
	whole := maps.Clone(settings)
	for name, value := range map[string]string{
		"available": "7.5G", "compression": "lz4", "compressratio": "1.25x", "dedup": "off", "mountpoint": "/iocage/jails/x",
		"origin": "-", "quota": "none", "reservation": "none", "used": "48M",
	} {
		whole[name] = value
	}
	return whole
}

func (h *host) add(uuid, tag string, settings object, up bool) {
	j := &jail{uuid: uuid, tag: tag, settings: maps.Clone(settings)}
	j.settings["host_hostuuid"], j.settings["tag"], j.settings["hostid"] = uuid, tag, uuid
	if _, told := j.settings["mountpoint"]; told {
		j.settings["mountpoint"] = "/iocage/jails/" + uuid
	}
	if up {
		h.start(j)
	}
	h.jails = append(h.jails, j)
}

// start gives a jail the next jid.
func (h *host) start(j *jail) {
	h.lastJID++
	j.jid = h.lastJID
}

func (h *host) find(name string) *jail {
	for _, j := range h.jails {
		if j.tag == name || j.uuid == name {
			return j
		}
	}
	return nil
}

// create makes a jail with all properties.
func (h *host) create(props map[string]string, kind string) *jail {
	h.created++
	uuid := fmt.Sprintf("%08x-d0a1-11e5-9c0a-0025905ef2d3", 0x9a000000+h.created)
	tag := props["tag"]
	if tag == "" {
		tag = fmt.Sprintf("2016-02-22@08:13:%02d", h.created)
	}
	h.add(uuid, tag, h.pattern, false)
	j := h.jails[len(h.jails)-1]
	for name, value := range props {
		j.settings[name] = value
	}
	j.settings["type"] = kind
	return j
}

// addTemplate makes a template of which jails can be cloned.
func (h *host) addTemplate(name string) *jail {
	other := newHost(h.edition, "")
	other.add(fmt.Sprintf("%08x-b7d1-11e5-9c0a-0025905ef2d3", 0xb0000000+len(h.templates)), name, h.pattern, false)
	j := other.find(name)
	j.settings["type"] = "template"
	h.templates = append(h.templates, j)
	return j
}

func (h *host) hasTemplate(name string) bool {
	return slices.ContainsFunc(h.templates, func(j *jail) bool { return j.tag == name })
}
