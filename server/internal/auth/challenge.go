package auth

import (
	"cmp"
	"crypto/rand"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/peer"
)

const (
	// challengeLength is the length of a test string. With the 20 characters of
	// the original server, the official client overflows its heap; a key of
	// 2048 bits can sign no more than 245.
	challengeLength = 128

	// challengesOfAddress and maxChallenges limit the unanswered test strings
	// of one address and of all. Beyond that the oldest is dropped.
	challengesOfAddress = 16
	maxChallenges       = 4096
)

// challenges are the test strings that wait for a signature. Each can be
// answered once, from the address that asked for it.
type challenges struct {
	life time.Duration
	now  func() time.Time

	mu   sync.Mutex
	open *ordered[string, challenge] // by the test string
}

type challenge struct {
	from    netip.Addr
	expires time.Time
}

func newChallenges(o Options) *challenges {
	return &challenges{life: cmp.Or(o.ChallengeLife, 30*time.Second), now: o.Now, open: newOrdered[string, challenge]()}
}

func (c *challenges) issue(from netip.Addr) string {
	text := randomText(challengeLength)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sweep()
	c.open.dropWhile(func(challenge) bool { return c.open.len() >= maxChallenges })
	if own := c.of(from); len(own) >= challengesOfAddress {
		c.open.drop(own[0])
	}
	c.open.put(text, challenge{from, c.now().Add(c.life)})
	return text
}

// answerable returns the test strings that an address may answer now.
func (c *challenges) answerable(from netip.Addr) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sweep()
	return c.of(from)
}

// take removes a test string. It returns false if the string was already
// answered.
func (c *challenges) take(text string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, found := c.open.get(text)
	c.open.drop(text)
	return found
}

// of returns the test strings of an address, oldest first. The caller holds the
// lock.
func (c *challenges) of(from netip.Addr) []string {
	var own []string
	for text, challenge := range c.open.all() {
		if peer.Network(challenge.from) == peer.Network(from) {
			own = append(own, text)
		}
	}
	return own
}

func (c *challenges) sweep() {
	c.open.dropWhile(func(open challenge) bool { return !c.now().Before(open.expires) })
}

// randomText returns letters and digits, each of five random bits.
func randomText(length int) string {
	var b strings.Builder
	for b.Len() < length {
		b.WriteString(rand.Text())
	}
	return b.String()[:length]
}
