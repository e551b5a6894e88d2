package cli

import (
	"strings"

	"github.com/sysadm-go/sysadm/fakeiocage/internal/host"
)

// importJail reads a jail from a file in /iocage/images. The word is the
// beginning of the file's name, or a pattern of find(1) for it (measured:
// import).
func importJail(c *call, p *host.Pool, words []string) int {
	name, _ := first(words)
	if name == "" {
		c.say.To(host.MissingImage)
		return 1
	}
	if len(p.Images()) == 0 {
		c.say.To(host.Raw, "find: "+p.Root()+"/images/: No such file or directory")
	}
	images := p.FindImages(name)
	switch existing := p.ByUUID(name); {
	case len(images) == 0:
		c.say.To(host.NotFound, name)
	case len(images) > 1:
		c.say.To(host.ManyImages)
	case !strings.Contains(images[0], "thickjail") && !strings.Contains(images[0], "basejail"):
		c.renameOldImage(p, images[0])
		c.say.To(host.NoImage, name)
	case existing != nil:
		c.say.To(host.Imported, name, existing.Tag())
	case !p.Installed(releaseOf(images[0])):
		c.say.To(host.FetchFirst, releaseOf(images[0]))
	default:
		p.Import(images[0], name, c.say)
		return 0
	}
	return 1
}

// releaseOf returns the release in an image's name: the text from the first
// underscore to the second dot.
func releaseOf(image string) string {
	_, release, _ := strings.Cut(image, "_")
	release, _, _ = strings.Cut(release, "_")
	fields := strings.SplitN(release, ".", 3)
	if len(fields) == 1 {
		return release + "."
	}
	return fields[0] + "." + fields[1]
}

// renameOldImage prints the errors of an attempt to rename an image of another
// type as if it were that of an old thickjail.
func (c *call) renameOldImage(p *host.Pool, image string) {
	base, _, _ := strings.Cut(p.Root()+"/images/"+image, ".")
	to := base + "-thickjail-" + c.now.Format("2006-01-02")
	for _, ending := range []string{".tar.xz", ".sha256"} {
		c.say.To(host.Raw, "mv: rename "+base+ending+" to "+to+ending+": No such file or directory")
	}
}
