package auth

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/peer"
)

// A Block keeps an address from logging in until it ends.
type Block struct {
	Network netip.Prefix // one address of IPv4, or a /64 of IPv6
	Until   time.Time
}

// Address is the network in its usual form: an IPv4 address without its length.
func (b Block) Address() string {
	if b.Network.IsSingleIP() {
		return b.Network.Addr().String()
	}
	return b.Network.String()
}

// String is the block as the file has it: the address and when the block ends.
func (b Block) String() string { return b.Address() + " " + b.Until.UTC().Format(time.RFC3339) }

// ReadBlocks reads the file of a server's blocks, which may be missing. It may
// still have blocks that have ended. Invalid lines are returned as an error,
// together with the blocks of the others.
func ReadBlocks(path string) ([]Block, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the blocked addresses: %v", err)
	}
	return parseBlocks(path, text)
}

// ClearBlocks ends the block of an address (for IPv6, of its /64), or of all
// addresses if address is the zero value. It returns how many blocks it ended.
// Where there is no file, none is made.
func ClearBlocks(path string, address netip.Addr) (cleared int, err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	err = replace(path, func(old []byte) ([]byte, error) {
		blocks, _ := parseBlocks(path, old) // an unreadable line blocks nobody
		kept := slices.DeleteFunc(slices.Clone(blocks), func(b Block) bool {
			return !address.IsValid() || b.Network == peer.Network(address)
		})
		cleared = len(blocks) - len(kept)
		return formatBlocks(kept), nil
	})
	return cleared, err
}

func parseBlocks(path string, text []byte) ([]Block, error) {
	var blocks []Block
	var bad []error
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		b, err := parseBlock(strings.TrimSpace(line))
		if err != nil {
			bad = append(bad, fmt.Errorf("%s:%d: %v", path, number, err))
			continue
		}
		blocks = append(blocks, b)
	}
	slices.SortStableFunc(blocks, func(a, b Block) int { return cmp.Compare(a.Until.Unix(), b.Until.Unix()) })
	return blocks, errors.Join(bad...)
}

func parseBlock(line string) (Block, error) {
	name, when, _ := strings.Cut(line, " ")
	address, err := netip.ParseAddr(strings.TrimSuffix(name, "/64"))
	if err != nil {
		return Block{}, fmt.Errorf("%q is not an address and time: correct or remove the line", line)
	}
	until, err := time.Parse(time.RFC3339, when)
	if err != nil {
		return Block{}, fmt.Errorf("%q is not an address and time: correct or remove the line", line)
	}
	return Block{peer.Network(address), until}, nil
}

func formatBlocks(blocks []Block) []byte {
	var text []byte
	for _, b := range blocks {
		text = fmt.Appendln(text, b)
	}
	return text
}

// refresh reads the file again if another program has changed it.
func (b *blocks) refresh() {
	if b.file.Path == "" {
		return
	}
	b.disk.Lock()
	defer b.disk.Unlock()
	if !b.file.Changed() {
		return
	}
	text, err := os.ReadFile(b.file.Path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		b.file.Failed()
		b.log.Error("the blocked addresses stay: their file cannot be read", "reason", err)
		return
	}
	b.adopt(parseBlocks(b.file.Path, text))
}

// adopt replaces the blocks by those of the file, of which err names the lines that
// cannot be read.
func (b *blocks) adopt(blocks []Block, err error) {
	if err != nil {
		b.log.Error("not all blocked addresses can be read", "reason", err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.until = newOrdered[netip.Prefix, time.Time]()
	for _, block := range blocks {
		b.put(block.Network, block.Until)
	}
}

// write adds the block of an address to the file. If that fails, the address is
// blocked nevertheless.
func (b *blocks) write(n netip.Prefix, until time.Time) {
	if b.file.Path == "" {
		return
	}
	b.disk.Lock()
	defer b.disk.Unlock()
	err := replace(b.file.Path, func(old []byte) ([]byte, error) {
		if b.file.Changed() {
			b.adopt(parseBlocks(b.file.Path, old))
		}
		return formatBlocks(b.with(n, until)), nil
	})
	if err != nil {
		b.log.Error("a block will end with the server: it cannot be written down", "address", n, "reason", err)
	}
}

// with returns all blocks. That of the address is put among them again, for the
// file may have been adopted since it was.
func (b *blocks) with(n netip.Prefix, until time.Time) []Block {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.put(n, until)
	var blocks []Block
	for network, until := range b.until.all() {
		blocks = append(blocks, Block{network, until})
	}
	return blocks
}
