package schemas_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Whatever the document, Validate gives a verdict or says why it cannot; the
// strict form takes nothing that the lenient form refuses; and both agree with
// the contract.
func FuzzValidate(f *testing.F) {
	type schema struct {
		edition edition.Edition
		name    string
	}
	var all []schema
	for _, e := range edition.Editions {
		for _, name := range schemas.Names(e) {
			f.Add(uint16(len(all)), []byte(`{"args":{},"id":"","name":"response","namespace":"rpc"}`))
			all = append(all, schema{e, name})
		}
	}
	for _, text := range []string{`[[[`, `{"a":1e400}`, `{"args":["t",1e300]}`, `{"args":{"code":4.0e2,"message":"m"}}`, `{"%2F~1":{"":null}}`, "{\"\xff\":1}"} {
		f.Add(uint16(0), []byte(text))
	}
	f.Fuzz(func(t *testing.T, n uint16, text []byte) {
		s := all[int(n)%len(all)]
		strict, lenient := verdict(t, s.edition, s.name, schemas.Strict, text), verdict(t, s.edition, s.name, schemas.Lenient, text)
		require.False(t, strict && !lenient, "%s %s takes %q strictly only", s.edition.Name, s.name, text)
	})
}

// verdict judges a document and checks that the answer is well formed.
func verdict(t require.TestingT, e edition.Edition, name string, form schemas.Form, text []byte) bool {
	err := schemas.Validate(e, name, form, text)
	var invalid *schemas.Invalid
	if !errors.As(err, &invalid) {
		if err != nil {
			require.Contains(t, err.Error(), "cannot read the document")
		}
		return err == nil
	}
	require.NotEmpty(t, invalid.Causes)
	for _, c := range invalid.Causes {
		require.NotEmpty(t, c.Keyword)
		require.NotContains(t, c.Sentence, "<nil>", "no words for %s at %s", c.Keyword, c.Pointer)
		require.NotContains(t, c.Sentence, "\n")
	}
	return false
}

// Documents of the right shape with members and values drawn at random: the
// schema and the contract agree on every one.
func TestDrawnListings(t *testing.T) {
	for _, e := range edition.Editions {
		for _, form := range schemas.Forms {
			right := reading{e, form == schemas.Strict}.rule("listjails.reply.rest")
			rapid.Check(t, func(t *rapid.T) {
				document := map[string]any{"args": map[string]any{"listjails": drawListing(t, e)}}
				text := encoded(t, document)
				if right(document) != verdict(t, e, "listjails.reply.rest", form, text) {
					t.Fatalf("contract and schema (%s) disagree about %s: %v", form, text,
						schemas.Validate(e, "listjails.reply.rest", form, text))
				}
			})
		}
	}
}

func drawListing(t *rapid.T, e edition.Edition) map[string]any {
	listing := map[string]any{}
	for range rapid.IntRange(0, 3).Draw(t, "jails") {
		id := rapid.OneOf(rapid.StringMatching(uuid), rapid.SampledFrom([]string{"error", "www", "UUID", "", "-", "7"})).Draw(t, "id")
		listing[id] = drawJail(t, e)
	}
	if e.ListsByJID {
		return map[string]any{"jails": listing}
	}
	return listing
}

func drawJail(t *rapid.T, e edition.Edition) map[string]any {
	value := func(name string, usual ...string) any {
		return rapid.OneOf(rapid.SampledFrom(usual), rapid.SampledFrom(usual), rapid.String()).Draw(t, name)
	}
	jail := map[string]any{
		"boot":  value("boot", "on", "off"),
		"ip4":   value("ip4", "-", "10.0.0.5", "10.0.0.5,192.168.1.254", "256.1.1.1"),
		"jid":   value("jid", "-", "7", "0"),
		"state": value("state", "up", "down"),
		"tag":   value("tag", "www", "2016-02-03@10:11:12", "a b"),
		"type":  value("type", "basejail", "template", "vm"),
	}
	if e.ListsByJID {
		jail["ip4"] = value("ip4", "-", "10.0.0.5", "em0|10.0.0.5/24,em1|192.168.1.254", "em0|10.0.0.5/33")
		jail["ip6"] = value("ip6", "-", "none", "fd00::5", "em0|fe80::5%em0/64", "10.0.0.5", ":")
		jail["release"] = value("release", "11.0-RELEASE-p10", "11-STABLE-HBSD", "EMPTY", "-")
		jail["template"] = value("template", "-", "tank/iocage/templates/base/root@6f5a2c10")
		jail["type"] = value("type", "jail", "plugin", "template", "vm")
		jail["uuid"] = value("uuid", "6f5a2c10", "6f5a2c10-4a0d-11e7-8f0a-001122334455", "www")
	}
	if drop := rapid.SampledFrom([]string{"", "", "", "ip4", "jid"}).Draw(t, "drop"); drop != "" {
		delete(jail, drop)
	}
	return jail
}

// Lines that iocage could print make a transcript; the tag may be any text.
func TestDrawnTranscripts(t *testing.T) {
	e := edition.Default
	for _, form := range schemas.Forms {
		right := reading{e, form == schemas.Strict}.rule("startjail.reply.rest")
		rapid.Check(t, func(t *rapid.T) {
			id, tag := rapid.StringMatching(uuid).Draw(t, "uuid"), rapid.StringMatching(`[!-~]{1,12}`).Draw(t, "tag")
			name, rest, _ := strings.Cut("* Starting "+id+" ("+tag+")", ":")
			lines := map[string]any{name: rest}
			for _, line := range rapid.SliceOf(rapid.SampledFrom([]string{"+ Started OK", "! Start FAILED", "jail", "INFO", "ERROR", "", " x", "a:b"})).Draw(t, "lines") {
				lines[line] = rapid.SampledFrom([]string{"", " text", " " + id + " (" + tag + ") is already up", "a\nb"}).Draw(t, "value")
			}
			document := map[string]any{"args": map[string]any{"startjail": map[string]any{tag: lines}}}
			text := encoded(t, document)
			if right(document) != verdict(t, e, "startjail.reply.rest", form, text) {
				t.Fatalf("contract and schema (%s) disagree about %s", form, text)
			}
		})
	}
}
