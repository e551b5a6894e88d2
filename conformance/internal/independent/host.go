package independent

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/testdata"
)

// A host is jails, pools and releases.
type host struct {
	edition   edition.Edition
	jails     []*jail
	pools     []string
	active    string             // pool
	home      string             // the pool of the jails
	elsewhere map[string][]*jail // those of other pools
	releases  []string           // fetched
	remote    []string           // that can be
	templates []*jail
	lastJID   int
	made      int // jails, since the start

	programs map[string]string // what commands in jails print, beside echo

	defaults map[string]string // what getdefaultsettings tells
	settings map[string]string // of a new jail
}

type jail struct {
	uuid, tag string
	origin    string // the template that it is a clone of
	jid       int    // 0 is down
	settings  map[string]string
}

// remote are the releases that can be fetched from everywhere.
var remote = []string{"9.3-RELEASE", "10.1-RELEASE", "10.2-RELEASE", "10.3-RELEASE", "11.0-RELEASE"}

// newHost is the usual host, or the one that makes a documented exchange true.
func newHost(e edition.Edition, documented string) *host {
	h := &host{edition: e, pools: []string{"tank", "zroot"}, active: "tank", home: "tank", elsewhere: map[string][]*jail{}, releases: []string{"10.2-RELEASE"}, remote: remote, lastJID: 10, programs: map[string]string{}}
	h.defaults = example(e, "getdefaultsettings.rest", "getdefaultsettings", "defaults")
	captured := example(e, "getjailsettings.jail.rest", "getjailsettings", "testjail")
	h.settings = maps.Clone(captured)
	h.settings["gitlocation"], h.settings["interfaces"], h.settings["memoryuse"] = "https://github.com", "vnet0:bridge0,vnet1:bridge1", "8G:log"
	if e.SettingsWithZFS {
		maps.Copy(h.settings, zfs)
	}
	exchange, _ := strings.CutPrefix(documented, e.Name+"/sysadm-iocage.")
	switch action, _, _ := strings.Cut(exchange, "."); action {
	case "":
		h.add("0e1f6a52-dd35-11e5-8f6c-0cc47a03d4a1", "www", true)
		h.add("1b7c90fe-dd35-11e5-8f6c-0cc47a03d4a1", "test", false)
	case "listjails":
		h.add("611c89ae-c43c-11e5-9602-54ee75595566", "testjail", false)
	case "getjailsettings":
		h.add("4bb3f929-c6bf-11e5-a0ba-fcaa14deb15d", "testjail", false).settings = captured
	case "startjail", "stopjail":
		h.add("0bf985de-ca0f-11e5-8d45-d05099728dbf", "test", exchange == "startjail.websocket" || exchange == "stopjail.rest")
	}
	return h
}

// zfs are the properties that zfs keeps.
var zfs = map[string]string{
	"available": "6.02G", "compression": "lz4", "compressratio": "1.40x", "dedup": "off", "mountpoint": "/iocage/jails/any",
	"origin": "-", "quota": "none", "reservation": "none", "used": "212M",
}

// example reads the settings in a documented reply; the last edition has the
// words of the one before.
func example(e edition.Edition, name, action, member string) map[string]string {
	text, err := testdata.Contract.ReadFile("contract/" + e.Name + "/sysadm-iocage." + name + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		text, err = testdata.Contract.ReadFile("contract/2016-02-05/sysadm-iocage." + name + ".json")
	}
	var exchange struct {
		Response struct {
			Body struct {
				Args map[string]map[string]map[string]string
			}
		}
	}
	if err == nil {
		err = json.Unmarshal(text, &exchange)
	}
	if err != nil {
		panic(err) // the examples are a part of the program
	}
	return exchange.Response.Body.Args[action][member]
}

func (h *host) add(uuid, tag string, up bool) *jail {
	j := h.jail(uuid, tag)
	if up {
		h.start(j)
	}
	h.jails = append(h.jails, j)
	return j
}

// jail makes one that is nowhere yet.
func (h *host) jail(uuid, tag string) *jail {
	j := &jail{uuid: uuid, tag: tag, settings: maps.Clone(h.settings)}
	j.settings["host_hostuuid"], j.settings["hostid"], j.settings["tag"] = uuid, uuid, tag
	if h.has("mountpoint") {
		j.settings["mountpoint"] = "/iocage/jails/" + uuid
	}
	return j
}

// addTemplate makes one of which jails can be cloned.
func (h *host) addTemplate(tag string) *jail {
	j := h.jail(fmt.Sprintf("%08x-dd35-11e5-8f6c-0cc47a03d4a1", 0xb0000000+len(h.templates)), tag)
	j.settings["type"] = "template"
	h.templates = append(h.templates, j)
	return j
}

// template returns the one of that tag, or nil.
func (h *host) template(tag string) *jail {
	for _, t := range h.templates {
		if t.tag == tag {
			return t
		}
	}
	return nil
}

// use makes a pool active, whose jails are then those of the host.
func (h *host) use(pool string) {
	if h.active = pool; pool != h.home {
		h.elsewhere[h.home], h.jails = h.jails, h.elsewhere[pool]
		h.home = pool
	}
}

func (h *host) start(j *jail) { h.lastJID++; j.jid = h.lastJID }

// find returns the jail of that uuid or tag, or nil.
func (h *host) find(name string) *jail {
	for _, j := range h.jails {
		if name == j.uuid || name == j.tag {
			return j
		}
	}
	return nil
}

// create makes a jail with all properties, of which some are given.
func (h *host) create(props map[string]string, kind string) *jail {
	h.made++
	tag := props["tag"]
	if tag == "" {
		tag = fmt.Sprintf("2016-02-26@10:00:%02d", h.made)
	}
	j := h.add(fmt.Sprintf("%08x-dd35-11e5-8f6c-0cc47a03d4a1", 0xc0000000+h.made), tag, false)
	maps.Copy(j.settings, props)
	j.settings["type"] = kind
	return j
}

func (h *host) destroy(j *jail) {
	h.jails = slices.DeleteFunc(h.jails, func(other *jail) bool { return other == j })
}

// has reports whether there is a property of that name.
func (h *host) has(property string) bool { _, found := h.settings[property]; return found }

var word = regexp.MustCompile(`^[a-z0-9_]+=[^\x00-\x20]+$`)

// properties reads name=value words; the line says why it cannot.
func (h *host) properties(props string) (map[string]string, string) {
	found := map[string]string{}
	for _, w := range strings.Split(props, " ") {
		if w == "" {
			continue
		}
		name, value, _ := strings.Cut(w, "=")
		if !word.MatchString(w) || !h.has(name) {
			return nil, "unsupported property: " + name
		}
		if name == "quota" && !strings.ContainsAny(value, "0123456789") && value != "none" {
			return nil, "cannot create the dataset: bad numeric value '" + value + "'"
		}
		found[name] = value
	}
	return found, ""
}
