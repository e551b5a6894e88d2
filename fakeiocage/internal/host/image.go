package host

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// An Image is a jail in a file of /iocage/images: the stream of `zfs send`.
type Image struct {
	// Dataset is the name of the jail below POOL/iocage. It is empty if the
	// file is empty, because zfs found no dataset to send.
	Dataset string
	Jail    *Jail
}

// AddImage adds a file with the jail of that uuid and returns the jail, for the
// caller to describe. Without a uuid the file is empty.
func (p *Pool) AddImage(name, uuid string) *Jail {
	image := &Image{}
	if uuid != "" {
		image.Dataset = JailsPlace + "/" + uuid
		image.Jail = &Jail{}
	}
	p.putImage(name, image)
	return image.Jail
}

func (p *Pool) putImage(name string, image *Image) {
	if p.Images() == nil {
		p.images = map[string]*Image{}
	}
	p.images[name] = image
	image.link(p)
}

// link tells the jail in the file where its dataset would be.
func (i *Image) link(p *Pool) {
	if i.Jail != nil {
		place, name, _ := strings.Cut(i.Dataset, "/")
		i.Jail.Place, i.Jail.Name, i.Jail.pool = place, name, p
	}
}

func (i *Image) copy() *Image {
	c := *i
	if i.Jail != nil {
		c.Jail = i.Jail.copy()
	}
	return &c
}

// Export writes the jail to a file named after it, its type, the date and its
// release. It finds only datasets among the jails (measured: export).
func (j *Jail) Export(now time.Time, say Say) {
	p := j.pool
	j.migrate()
	day := now.Format(time.DateOnly)
	name := strings.Join([]string{j.UUID(), j.Get("type"), day}, "-") + "_" + j.Get("release")
	say.To(Exporting, j.UUID(), j.Tag())
	image := &Image{}
	if found := p.ByUUID(j.UUID()); found != nil {
		c := found.sent()
		c.addSnapshots("ioc-export-"+day, found.filesystems(), now)
		image.Dataset, image.Jail = found.Below(), c
	} else {
		line := "cannot open '" + p.Name + "/iocage/jails/" + j.UUID() + "': dataset does not exist"
		say.To(Raw, line)
		say.To(Raw, line)
		say.To(Raw, line)
	}
	p.putImage(name, image)
	say.To(SpinnerDone)
}

// FindImages returns the files whose name begins with a match of the pattern of
// find(1).
func (p *Pool) FindImages(pattern string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(p.Images())), func(name string) bool {
		ok, err := path.Match(pattern+"*", name)
		return err != nil || !ok
	})
}

// Import makes the jail in the file again. Messages name it by words. An
// existing dataset is not changed (measured: import).
func (p *Pool) Import(name, words string, say Say) {
	say.To(Importing, words)
	image := p.Images()[name]
	switch {
	case image.Jail == nil:
		say.To(Raw, "cannot receive: failed to read from stream")
	case p.Jail(image.Dataset) != nil:
		say.To(Raw, "cannot receive new filesystem stream: destination '"+p.Name+"/iocage/"+image.Dataset+"' exists")
		say.To(Raw, "must specify -F to overwrite it")
	default:
		c := image.Jail.copy()
		place := c.Place
		p.Add(place, c)
		c.dropLostOrigin()
	}
	say.To(SpinnerDone)
}

// dropLostOrigin makes the jail independent of a snapshot that no longer
// exists.
func (j *Jail) dropLostOrigin() {
	dataset, name, clone := j.origin()
	if !clone {
		return
	}
	if source := j.pool.byDataset(dataset); source == nil || source.snapshot("", name) < 0 {
		j.Props.Delete("origin")
	}
}
