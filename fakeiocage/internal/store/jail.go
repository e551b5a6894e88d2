package store

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// The flags at the beginning of a jail's record.
const (
	bare = 1 << iota
	data
	rootless
	running
	unmounted
	settings
	mounting    // it has lines in its fstab
	configuring // snapshots in the record have configurations
)

// encodeJail writes the record of a dataset, whose snapshots have records of
// their own.
func encodeJail(j *host.Jail) []byte { return encodeWith(nil, j) }

// encodeWhole writes a jail in an image, with its snapshots.
func encodeWhole(j *host.Jail) []byte { return encodeWith(j.Snapshots(), j) }

func encodeWith(snapshots []host.Snapshot, j *host.Jail) []byte {
	configs := slices.ContainsFunc(snapshots, func(s host.Snapshot) bool { return s.Config != nil })
	var e encoder
	e.number(flagsOf(j, configs))
	e.number(uint64(len(j.Props)))
	for _, p := range j.Props {
		e.text(p.Name)
		e.text(p.Value)
	}
	e.text(j.Link)
	e.number(uint64(len(snapshots)))
	for _, s := range snapshots {
		e.snapshot(s)
	}
	e.number(uint64(len(j.Limits)))
	for _, l := range j.Limits {
		e.text(l.Resource)
		e.text(l.Action)
		e.number(uint64(l.Amount))
	}
	encodeMap(&e, j.Scripts, e.text)
	if j.Settings != "" {
		e.text(j.Settings)
	}
	if up := j.Running; up != nil {
		e.number(uint64(up.JID))
		e.texts(up.IP4)
		encodeMap(&e, up.Params, e.text)
	}
	if len(j.Fstab) > 0 {
		e.texts(j.Fstab)
	}
	if configs {
		for _, s := range snapshots {
			encodeConfig(&e, s.Config)
		}
	}
	return e
}

// snapshot writes a snapshot without its configuration.
func (e *encoder) snapshot(s host.Snapshot) {
	e.text(s.Name)
	e.text(s.Below)
	e.number(uint64(s.Created))
	e.text(s.Mounted)
}

func (d *decoder) snapshot() host.Snapshot {
	return host.Snapshot{Name: d.text(), Below: d.text(), Created: int64(d.number()), Mounted: d.text()}
}

func encodeConfig(e *encoder, c *host.Config) {
	if c == nil {
		e.number(0)
		return
	}
	e.number(1)
	encodeMap(e, c.Properties, e.text)
	e.texts(c.Fstab)
}

func decodeConfig(d *decoder) *host.Config {
	if d.number() == 0 {
		return nil
	}
	return &host.Config{Properties: decodeMap(d, d.text), Fstab: d.texts()}
}

func flagsOf(j *host.Jail, configs bool) (flags uint64) {
	for flag, set := range map[uint64]bool{
		bare: j.Bare, data: j.Data, rootless: j.Rootless,
		running: j.Running != nil, unmounted: j.Running != nil && j.Running.Unmounted,
		settings: j.Settings != "", mounting: len(j.Fstab) > 0, configuring: configs,
	} {
		if set {
			flags |= flag
		}
	}
	return flags
}

// decodeJail reads the record of the dataset POOL/iocage/name, with the snapshots
// that are in it.
func decodeJail(name string, record []byte) (*host.Jail, error) {
	j := &host.Jail{Place: name, Name: name}
	if place, last, below := strings.Cut(name, "/"); below {
		j.Place, j.Name = place, last
	}
	d := decoder{rest: string(record)}
	flags := d.number()
	j.Bare, j.Data, j.Rootless = flags&bare != 0, flags&data != 0, flags&rootless != 0
	if n := d.length(); n > 0 {
		j.Props = make(host.Properties, n)
	}
	for i := range j.Props {
		j.Props[i] = host.Property{Name: d.text(), Value: d.text()}
	}
	j.Link = d.text()
	var snapshots []host.Snapshot
	for range d.length() {
		snapshots = append(snapshots, d.snapshot())
	}
	for range d.length() {
		j.Limits = append(j.Limits, host.Limit{Resource: d.text(), Action: d.text(), Amount: int64(d.number())})
	}
	j.Scripts = decodeMap(&d, d.text)
	if flags&settings != 0 {
		j.Settings = d.text()
	}
	if flags&running != 0 {
		j.Running = &host.Running{JID: int(d.number()), IP4: d.texts(), Params: decodeMap(&d, d.text), Unmounted: flags&unmounted != 0}
	}
	if flags&mounting != 0 {
		j.Fstab = d.texts()
	}
	if flags&configuring != 0 {
		for i := range snapshots {
			snapshots[i].Config = decodeConfig(&d)
		}
	}
	j.SetSnapshots(snapshots)
	return j, d.end()
}

// encodeImage writes an image's record: the dataset in the file and its record,
// or nothing for an empty file.
func encodeImage(i *host.Image) []byte {
	e := encoder{} // not nil, which would mean no image
	if i.Jail == nil {
		return e
	}
	e.text(i.Dataset)
	return append(e, encodeWhole(i.Jail)...)
}

func decodeImage(record []byte) (*host.Image, error) {
	if len(record) == 0 {
		return &host.Image{}, nil
	}
	d := decoder{rest: string(record)}
	dataset := d.text()
	j, err := decodeJail(dataset, []byte(d.rest))
	return &host.Image{Dataset: dataset, Jail: j}, err
}
