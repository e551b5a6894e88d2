package store

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"
)

// Records are numbers (varints) and texts (a length, then the bytes) in a row,
// without names, so a list of ten thousand jails is read in milliseconds. A
// list or a map begins with its length. Where an absent one differs from an
// empty one, it begins with the length plus one, and 0 means absent.

type encoder []byte

func (e *encoder) number(n uint64) { *e = binary.AppendUvarint(*e, n) }

func (e *encoder) text(s string) {
	e.number(uint64(len(s)))
	*e = append(*e, s...)
}

func (e *encoder) texts(all []string) {
	if all == nil {
		e.number(0)
		return
	}
	e.number(uint64(len(all)) + 1)
	for _, s := range all {
		e.text(s)
	}
}

// encodeMap writes a map sorted by key.
func encodeMap[V any](e *encoder, m map[string]V, value func(V)) {
	if m == nil {
		e.number(0)
		return
	}
	e.number(uint64(len(m)) + 1)
	for _, key := range slices.Sorted(maps.Keys(m)) {
		e.text(key)
		value(m[key])
	}
}

var errTorn = errors.New("a record is torn")

// A decoder reads what an encoder wrote. After an error it reads zeros.
type decoder struct {
	rest string
	err  error
}

func (d *decoder) number() uint64 {
	var n uint64
	for i := 0; i < len(d.rest) && i < binary.MaxVarintLen64; i++ {
		b := d.rest[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			d.rest = d.rest[i+1:]
			return n
		}
	}
	d.fail()
	return 0
}

func (d *decoder) fail() { d.rest, d.err = "", errTorn }

func (d *decoder) text() string {
	n := d.length()
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

// length reads a number of bytes, or of elements of at least one byte.
func (d *decoder) length() int {
	n := d.number()
	if n > uint64(len(d.rest)) {
		d.fail()
		return 0
	}
	return int(n)
}

// optional reads the length of a list or map that may be absent.
func (d *decoder) optional() (length int, given bool) {
	n := d.number()
	if n > uint64(len(d.rest))+1 {
		d.fail()
		return 0, false
	}
	return int(n) - 1, n > 0
}

func (d *decoder) texts() []string {
	n, given := d.optional()
	if !given {
		return nil
	}
	all := make([]string, n)
	for i := range all {
		all[i] = d.text()
	}
	return all
}

func decodeMap[V any](d *decoder, value func() V) map[string]V {
	n, given := d.optional()
	if !given {
		return nil
	}
	m := make(map[string]V, n)
	for range n {
		key := d.text()
		m[key] = value()
	}
	return m
}

// end returns the first error, or an error if anything follows the record.
func (d *decoder) end() error {
	if d.err == nil && d.rest != "" {
		return errTorn
	}
	return d.err
}
