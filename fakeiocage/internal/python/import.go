package python

import (
	"slices"
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/click"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/glob"
	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// importJail makes a jail again of a file in /iocage/images. The word is the
// beginning of the file's name, or else the end (cli/import.py).
func importJail(c *call, values click.Values) error {
	word := values.Argument("jail")
	return c.change(func(p *host.Pool) error {
		found := images(p, word+"*.zip")
		if len(found) == 0 {
			found = images(p, "*"+word+".zip")
		}
		switch len(found) {
		case 0:
			return refusef("%s not found!", word)
		case 1:
			return c.importFile(p, found[0])
		}
		return refuse("Multiple exports found for " + word + ":\n  " + strings.Join(found, "\n  "))
	})
}

func images(p *host.Pool, pattern string) []string {
	return slices.DeleteFunc(p.ImageNames(), func(name string) bool { return !glob.Match(pattern, name) })
}

// importFile receives the filesystems in the file, and goes on whatever zfs
// says. The snapshots of the export go again (ioc_image.py, import_jail).
func (c *call) importFile(p *host.Pool, file string) error {
	image := p.Images()[file]
	parts := strings.Split(file, "_")
	switch {
	case image.Jail == nil:
		return raise("zipfile.BadZipFile", "File is not a zip file")
	case len(parts) < 2:
		return raise("IndexError", "list index out of range")
	}
	uuid, day, tag := parts[0], parts[1], afterDay(strings.ReplaceAll(file, ".zip", ""))
	below, files := image.PackedFiles(file)
	for i := range below {
		to := filesystemOf(files[i], tag)
		c.print("Importing dataset: " + strings.TrimSuffix(uuid+"/"+to, "/"))
		for _, line := range p.Receive(image, below[i], uuid, to) {
			c.out.Errorf("%s\n", line)
		}
	}
	dataset := p.Name + "/iocage/jails/" + uuid
	if objections := c.refuseRemoval(p.ByUUID(uuid), dataset, "ioc-export-"+day); len(objections) > 0 {
		return refuse(strings.Join(objections, "\n"))
	}
	return c.settle(p, jail{p.ByUUID(uuid)}, tag)
}

// afterDay is how the program finds the tag in a file's name: it follows the day
// of the month. Of a tag with dashes only a part of the end is left.
func afterDay(name string) string {
	letters := []rune(name[strings.LastIndex(name, "-")+1:])
	return string(letters[min(3, len(letters)):])
}

// filesystemOf tells by its name which filesystem of the jail a file in the
// archive is; empty: that of the jail itself.
func filesystemOf(name, tag string) string {
	kind := afterDay(name)
	if i := strings.LastIndex(kind, "_root"); i >= 0 {
		kind = kind[i+len("_root"):]
	}
	switch kind {
	case "":
		kind = "root"
	case tag + "_data":
		kind = "data"
	case tag:
	default:
		kind = strings.ReplaceAll("root"+kind, "_", "/")
	}
	if kind == tag {
		return ""
	}
	return kind
}

// settle makes a jail of what was received, which may have been a template, and
// gives it its tag.
func (c *call) settle(p *host.Pool, j jail, tag string) error {
	j.Set("type", "jail")
	if j.Up() {
		return refusef("%s (%s) is running.\nPlease stop it first!", j.UUID(), j.Tag())
	}
	if err := c.refuseDisorder(p); err != nil {
		return err
	}
	j.Set("template", "no")
	c.retag(j, tag)
	c.printf("\nImported: %s (%s)", j.Name, j.Tag())
	return nil
}
