package fakeiocage

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/pyjson"
	"github.com/sysadm-go/sysadm/schemas/prop"
)

// A builder adds the contents of pools to a host, and checks that jails within
// a pool and jids are unique. Two pools may have the same jail, because `send`
// copies it.
type builder struct {
	h    *host.Host
	jids map[int]bool
	up   []started
}

// A started is a jail to start, with its description.
type started struct {
	jail *host.Jail
	seed Jail
}

// fill puts the contents into the pool.
func (b *builder) fill(p *host.Pool, c Contents) error {
	for _, d := range c.datasets() {
		if !slices.Contains(host.Layouts, d) {
			return fmt.Errorf("datasets names %q: use those of %q", d, host.Layouts)
		}
		p.Make(d, b.h.Begin(birth))
	}
	if err := b.addReleases(p, c); err != nil {
		return err
	}
	if err := b.setDefaults(p, c.Defaults); err != nil {
		return err
	}
	if err := setRewriteDefaults(p, c.RewriteDefaults); err != nil {
		return err
	}
	for _, j := range c.Jails {
		if err := b.addJail(p, j); err != nil {
			return err
		}
	}
	for _, j := range c.Templates {
		if err := b.addTemplate(p, j); err != nil {
			return err
		}
	}
	for name, image := range c.Images {
		if err := b.addImage(p, name, image); err != nil {
			return err
		}
	}
	return b.addOthers(p, c.Others)
}

// datasets returns the existing datasets of the layout.
func (c Contents) datasets() []string {
	switch {
	case c.Datasets != nil:
		return c.Datasets
	case c.Prepared, len(c.Defaults)+len(c.Jails)+len(c.Templates) > 0:
		return host.Layouts
	case len(c.Releases) > 0:
		return []string{"iocage", "iocage/download", "iocage/releases"}
	}
	return nil
}

func (b *builder) addReleases(p *host.Pool, c Contents) error {
	for _, name := range c.Releases {
		if !canBeDataset(name) {
			return fmt.Errorf("%q cannot be the name of a release", name)
		}
		if !p.AddRelease(name) {
			return fmt.Errorf("release %q is named twice", name)
		}
	}
	for name, props := range c.ReleaseProperties {
		r := p.Jail(host.ReleasesPlace + "/" + name)
		if r == nil {
			return fmt.Errorf("release_properties names the release %q, which does not exist", name)
		}
		if err := setAll(r, "release "+name, props); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) setDefaults(p *host.Pool, props map[string]string) error {
	if len(props) == 0 {
		return nil
	}
	d := p.Jail(host.DefaultsPlace)
	if d == nil {
		return fmt.Errorf("there are defaults, and datasets does not name iocage/.defaults")
	}
	return setAll(d, "defaults", props)
}

// setRewriteDefaults makes the file of the rewrite, which lies in the dataset
// iocage.
func setRewriteDefaults(p *host.Pool, props map[string]string) error {
	if props != nil && !p.Has("iocage") {
		return fmt.Errorf("there are rewrite_defaults, and datasets does not name iocage")
	}
	p.RewriteDefaults = maps.Clone(props)
	return checkProperties("rewrite_defaults", props)
}

// addJail makes a jail. Like `create` it makes two uuids: that of the run,
// which goes into jail_zfs_dataset, and the jail's.
func (b *builder) addJail(p *host.Pool, seed Jail) error {
	run := b.h.NewUUID(birth)
	uuid := seed.UUID
	if uuid == "" {
		uuid = b.h.NewUUID(birth)
	}
	if !canBeDataset(uuid) {
		return fmt.Errorf("%q cannot be the uuid of a jail", uuid)
	}
	if p.Jail(host.JailsPlace+"/"+uuid) != nil {
		return fmt.Errorf("jail %s is described twice", uuid)
	}
	j := &host.Jail{Name: uuid, Bare: seed.Bare}
	p.Add(host.JailsPlace, j)
	if !seed.Bare {
		j.Set("jail_zfs_dataset", "iocage/jails/"+run+"/data")
	}
	if err := describeJail(j, seed); err != nil {
		return err
	}
	return b.setState(j, seed)
}

// called names the jail as its description does.
func (j Jail) called(made *host.Jail) string { return "jail " + cmp.Or(j.UUID, j.Tag, made.Name) }

// setState records a jail that is up, to be started after all have been added.
func (b *builder) setState(j *host.Jail, seed Jail) error {
	switch seed.State {
	case "up":
		b.up = append(b.up, started{j, seed})
	case "", "down":
		if seed.JID != 0 || len(seed.IP4)+len(seed.Params) > 0 || seed.Unmounted {
			return fmt.Errorf("%s is down: only one that is up has a jid, ip4, params or unmounted", seed.called(j))
		}
	default:
		return fmt.Errorf("%s has the state %q: use up or down", seed.called(j), seed.State)
	}
	return nil
}

func (b *builder) addTemplate(p *host.Pool, seed Jail) error {
	name := cmp.Or(seed.Name, seed.Tag)
	if !canBeDataset(name) {
		return fmt.Errorf("%q cannot be the name of a template", name)
	}
	if p.Jail(host.TemplatesPlace+"/"+name) != nil {
		return fmt.Errorf("template %s is described twice", name)
	}
	j := &host.Jail{Name: name, Bare: seed.Bare}
	p.Add(host.TemplatesPlace, j)
	uuid := cmp.Or(seed.UUID, b.h.NewUUID(birth))
	j.Set("host_hostuuid", uuid)
	j.Set("host_hostname", uuid)
	j.Set("jail_zfs_dataset", "iocage/jails/"+uuid+"/data")
	j.Set("istemplate", "yes")
	seed.Type = cmp.Or(seed.Type, "template")
	if err := describeJail(j, seed); err != nil {
		return err
	}
	return b.setState(j, seed)
}

// addOthers gives releases and the defaults what they have in common with
// jails.
func (b *builder) addOthers(p *host.Pool, others map[string]Other) error {
	for name, other := range others {
		j := p.Jail(name)
		if j == nil || j.Place == host.JailsPlace || j.Place == host.TemplatesPlace {
			return fmt.Errorf("others names %q, which is neither .defaults nor releases/NAME of an existing release", name)
		}
		if err := checkParts("dataset "+name, other.Snapshots, other.Limits); err != nil {
			return err
		}
		j.SetSnapshots(slices.Clone(other.Snapshots))
		j.Limits = slices.Clone(other.Limits)
	}
	return nil
}

// addImage puts a file with a jail into /iocage/images.
func (b *builder) addImage(p *host.Pool, name string, seed Image) error {
	if !canBeDataset(name) {
		return fmt.Errorf("%q cannot be the name of an image", name)
	}
	uuid, inJails := strings.CutPrefix(seed.Dataset, host.JailsPlace+"/")
	switch {
	case seed.Jail == nil && seed.Dataset == "":
		p.AddImage(name, "")
		return nil
	case seed.Jail == nil || !inJails || !canBeDataset(uuid):
		return fmt.Errorf("image %q has no jail of a dataset jails/UUID", name)
	case seed.Jail.State == "up":
		return fmt.Errorf("the jail in image %q cannot be up", name)
	}
	return describeJail(p.AddImage(name, uuid), *seed.Jail)
}

// checkParts looks for invalid snapshots and limits.
func checkParts(whose string, snapshots []Snapshot, limits []Limit) error {
	for _, s := range snapshots {
		if !canBeDataset(s.Name) || !slices.Contains([]string{"", "root", "data"}, s.Below) {
			return fmt.Errorf("%s has a snapshot %q of %q: the filesystems are none, root and data", whose, s.Name, s.Below)
		}
		if s.Config == nil {
			continue
		}
		if err := errors.Join(checkProperties(whose, s.Config.Properties), checkFstab(whose, s.Config.Fstab)); err != nil {
			return err
		}
	}
	for _, l := range limits {
		if p, ok := prop.Find(l.Resource); !ok || p.Group != prop.Rctl || l.Action == "" || l.Amount < 0 {
			return fmt.Errorf("%s has a limit %s:%s=%d, which rctl(8) does not know", whose, l.Resource, l.Action, l.Amount)
		}
	}
	return nil
}

func checkFstab(whose string, lines []string) error {
	if slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, "\n") }) {
		return fmt.Errorf("%s has an fstab with two lines in one", whose)
	}
	return nil
}

// describeJail applies the seed's description to the jail.
func describeJail(j *host.Jail, seed Jail) error {
	if err := checkParts(seed.called(j), seed.Snapshots, seed.Limits); err != nil {
		return err
	}
	for hook := range seed.Scripts {
		if !slices.Contains([]string{"prestart", "poststart", "prestop", "poststop"}, hook) {
			return fmt.Errorf("%s has a script %q: use prestart, poststart, prestop or poststop", seed.called(j), hook)
		}
	}
	if err := checkFstab(seed.called(j), seed.Fstab); err != nil {
		return err
	}
	j.Bare, j.Data, j.Rootless = seed.Bare, seed.Data, seed.Rootless
	j.SetSnapshots(slices.Clone(seed.Snapshots))
	j.Limits, j.Scripts, j.Fstab = slices.Clone(seed.Limits), maps.Clone(seed.Scripts), slices.Clone(seed.Fstab)
	settings, fit := settingsOf(seed)
	if !fit {
		return fmt.Errorf("the settings of %s are no object", seed.called(j))
	}
	j.Settings = settings
	tag := seed.Tag
	if tag == "" && !seed.Bare {
		tag = host.Moment{Now: birth}.Tag()
	}
	for name, value := range map[string]string{"tag": tag, "type": seed.Type, "release": seed.Release} {
		if value != "" {
			j.Set(name, value)
		}
	}
	if err := setAll(j, seed.called(j), seed.Properties); err != nil {
		return err
	}
	j.Link = j.Raw("tag")
	if seed.Link != nil {
		j.Link = *seed.Link
	}
	return nil
}

// settingsOf returns the settings in the spelling in which the host keeps them.
func settingsOf(seed Jail) (settings string, fit bool) {
	if len(seed.Settings) == 0 {
		return "", true
	}
	v, err := pyjson.Parse(string(seed.Settings))
	return v.JSON(0), err == nil && v.IsObject()
}

func setAll(j *host.Jail, whose string, props map[string]string) error {
	if err := checkProperties(whose, props); err != nil {
		return err
	}
	for name, value := range props {
		j.Set(name, value)
	}
	return nil
}

// startJails gives jids to the jails that are up: first those in the seed, then
// the next free ones.
func (b *builder) startJails(next int) error {
	for _, s := range b.up {
		if s.seed.JID < 0 || b.jids[s.seed.JID] && s.seed.JID != 0 {
			return fmt.Errorf("%s has the jid %d, which is another's or none", s.seed.called(s.jail), s.seed.JID)
		}
		b.jids[s.seed.JID] = true
		b.h.LastJID = max(b.h.LastJID, s.seed.JID)
	}
	for _, s := range b.up {
		jid := s.seed.JID
		if jid == 0 {
			b.h.LastJID++
			jid = b.h.LastJID
		}
		ip4 := s.seed.IP4
		if ip4 == nil {
			ip4 = s.jail.Addresses()
		}
		params := s.seed.Params
		if params == nil {
			params = s.jail.Params()
		}
		s.jail.Running = &host.Running{JID: jid, IP4: ip4, Unmounted: s.seed.Unmounted, Params: maps.Clone(params)}
	}
	if next != 0 && next <= b.h.LastJID {
		return fmt.Errorf("next_jid is %d, and a jail has the jid %d", next, b.h.LastJID)
	}
	b.h.LastJID = max(b.h.LastJID, next-1)
	return nil
}
