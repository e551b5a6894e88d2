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

// A codec writes a record, or reads one: one function says of what a record of a kind
// consists, for both ways. Whoever writes leaves the values as they are. After an error
// it reads zeros.
type codec struct {
	reads   bool
	written []byte
	rest    string // to be read
	err     error
}

// encode returns the record that a function writes.
func encode(record func(*codec)) []byte {
	var c codec
	record(&c)
	return c.written
}

// decode has a function read a record, which must end with it.
func decode(text []byte, record func(*codec)) error {
	c := codec{reads: true, rest: string(text)}
	record(&c)
	if c.err == nil && c.rest != "" {
		return errTorn
	}
	return c.err
}

var errTorn = errors.New("a record is torn")

func (c *codec) write(n uint64) { c.written = binary.AppendUvarint(c.written, n) }

func (c *codec) read() uint64 {
	var n uint64
	for i := 0; i < len(c.rest) && i < binary.MaxVarintLen64; i++ {
		b := c.rest[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			c.rest = c.rest[i+1:]
			return n
		}
	}
	c.fail()
	return 0
}

func (c *codec) fail() { c.rest, c.err = "", errTorn }

// ended reports whether a record that is read has nothing more: what was added to its
// kind later is missing in it.
func (c *codec) ended() bool { return c.reads && c.rest == "" }

func number[N int | int64 | uint64](c *codec, n *N) {
	if c.reads {
		*n = N(c.read())
		return
	}
	c.write(uint64(*n))
}

// flags are a number whose bits they are, the first the lowest.
func (c *codec) flags(flags ...*bool) {
	var bits uint64
	for i, flag := range flags {
		if *flag {
			bits |= 1 << i
		}
	}
	number(c, &bits)
	for i, flag := range flags {
		if c.reads {
			*flag = bits&(1<<i) != 0
		}
	}
}

func (c *codec) text(s *string) {
	if c.reads {
		n := c.readLength()
		*s, c.rest = c.rest[:n], c.rest[n:]
		return
	}
	c.write(uint64(len(*s)))
	c.written = append(c.written, *s...)
}

// readLength reads a number of bytes, or of elements of at least one byte.
func (c *codec) readLength() int {
	n := c.read()
	if n > uint64(len(c.rest)) {
		c.fail()
		return 0
	}
	return int(n)
}

// readOptional reads the length of a list or map that may be absent.
func (c *codec) readOptional() (length int, given bool) {
	n := c.read()
	if n > uint64(len(c.rest))+1 {
		c.fail()
		return 0, false
	}
	return int(n) - 1, n > 0
}

// writeOptional writes it.
func (c *codec) writeOptional(length int, given bool) {
	if !given {
		c.write(0)
		return
	}
	c.write(uint64(length) + 1)
}

// list is a list whose absence is the same as that it is empty.
func list[T any](c *codec, all *[]T, one func(*T)) {
	if !c.reads {
		c.write(uint64(len(*all)))
	} else if n := c.readLength(); n > 0 {
		*all = make([]T, n)
	}
	for i := range *all {
		one(&(*all)[i])
	}
}

func (c *codec) texts(all *[]string) {
	if !c.reads {
		c.writeOptional(len(*all), *all != nil)
	} else if n, given := c.readOptional(); given {
		*all = make([]string, n)
	}
	for i := range *all {
		c.text(&(*all)[i])
	}
}

// table is a map, sorted by key.
func table[V any](c *codec, m *map[string]V, value func(*V)) {
	if !c.reads {
		c.writeOptional(len(*m), *m != nil)
		for _, key := range slices.Sorted(maps.Keys(*m)) {
			v := (*m)[key]
			c.text(&key)
			value(&v)
		}
		return
	}
	n, given := c.readOptional()
	if !given {
		return
	}
	*m = make(map[string]V, n)
	for range n {
		var key string
		var v V
		c.text(&key)
		value(&v)
		(*m)[key] = v
	}
}
