package host

import (
	"path"
	"slices"
	"strings"
)

// The free space of every pool and the size of an empty dataset, as on the
// documented host; etceteraSize is what create copies into the root.
const (
	freeSpace    = 426 << 30
	emptySize    = 96 << 10
	etceteraSize = 56 << 10
)

// native returns the value that zfs shows for one of its own properties.
func (j *Jail) native(name string) string {
	switch name {
	case "compression":
		if j.Place == ReleasesPlace || j.Bare {
			return "off"
		}
		return "lz4"
	case "compressratio":
		return "1.00x"
	case "dedup":
		return "off"
	case "origin":
		return "-"
	case "quota", "reservation":
		return "none"
	case "mountpoint":
		return path.Join(j.pool.Root(), j.Below())
	case "used":
		return formatSize(j.used())
	case "available":
		return formatSize(j.available())
	}
	return ""
}

// used returns the space used by the dataset and those below it, in bytes.
func (j *Jail) used() int64 {
	size := int64(emptySize)
	if j.Place != DefaultsPlace && !j.Rootless {
		size += emptySize // root
		if j.Raw("type") != "emptyjail" {
			size += etceteraSize
		}
	}
	if j.Data {
		size += emptySize
	}
	reservation, _ := j.Props.Get("reservation")
	reserved, _ := parseSize(reservation)
	return max(size, reserved)
}

// available returns the space left to the dataset, in bytes.
func (j *Jail) available() int64 {
	quota, _ := j.Props.Get("quota")
	if size, ok := parseSize(quota); ok {
		return max(0, size-j.used())
	}
	return freeSpace
}

var (
	compressions = []string{
		"on", "off", "lzjb", "zle", "lz4",
		"gzip", "gzip-1", "gzip-2", "gzip-3", "gzip-4", "gzip-5", "gzip-6", "gzip-7", "gzip-8", "gzip-9",
	}
	dedups   = []string{"on", "off", "verify", "sha256", "sha256,verify"}
	readOnly = []string{"used", "available", "origin", "compressratio"}
)

// checkNative returns zfs's objection to a value of one of its own properties,
// or "" (measured: set).
func (j *Jail) checkNative(name, value string) string {
	switch {
	case slices.Contains(readOnly, name):
		return "'" + name + "' is readonly"
	case name == "compression" && !slices.Contains(compressions, value):
		return "'compression' must be one of 'on | off | lzjb | gzip | gzip-[1-9] | zle | lz4'"
	case name == "dedup" && !slices.Contains(dedups, value):
		return "'dedup' must be one of 'on | off | verify | sha256[,verify]'"
	case name == "mountpoint" && !strings.HasPrefix(value, "/") && value != "none" && value != "legacy":
		return "'mountpoint' must be an absolute path, 'none', or 'legacy'"
	case name == "quota", name == "reservation":
		return j.checkSize(name, value)
	}
	return ""
}

func (j *Jail) checkSize(name, value string) string {
	if value == "none" {
		return ""
	}
	size, ok := parseSize(value)
	switch {
	case !ok:
		return "bad numeric value '" + value + "'"
	case name == "quota" && size != 0 && size < j.used():
		return "size is less than current used or reserved space"
	case name == "reservation" && size > j.available():
		return "size is greater than available space"
	}
	return ""
}

// canonical returns a valid value as zfs shows it afterwards.
func canonical(name, value string) string {
	if name != "quota" && name != "reservation" {
		return value
	}
	size, ok := parseSize(value)
	if !ok || size == 0 {
		return "none"
	}
	return formatSize(size)
}
