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
	e := edition.Default
	names := schemas.Names(e)
	for i := range names {
		f.Add(uint8(i), []byte(`{"args":{},"id":"","name":"response","namespace":"rpc"}`))
	}
	for _, text := range []string{`[[[`, `{"a":1e400}`, `{"args":["t",1e300]}`, `{"args":{"code":4.0e2,"message":"m"}}`, `{"%2F~1":{"":null}}`, "{\"\xff\":1}"} {
		f.Add(uint8(0), []byte(text))
	}
	f.Fuzz(func(t *testing.T, n uint8, text []byte) {
		name := names[int(n)%len(names)]
		strict, lenient := verdict(t, e, name, schemas.Strict, text), verdict(t, e, name, schemas.Lenient, text)
		require.False(t, strict && !lenient, "%s takes %q strictly only", name, text)
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
				document := map[string]any{"args": map[string]any{"listjails": drawListing(t)}}
				text := encoded(t, document)
				if right(document) != verdict(t, e, "listjails.reply.rest", form, text) {
					t.Fatalf("contract and schema (%s) disagree about %s: %v", form, text,
						schemas.Validate(e, "listjails.reply.rest", form, text))
				}
			})
		}
	}
}

func drawListing(t *rapid.T) map[string]any {
	listing := map[string]any{}
	for range rapid.IntRange(0, 3).Draw(t, "jails") {
		id := rapid.OneOf(rapid.StringMatching(uuid), rapid.SampledFrom([]string{"error", "www", "UUID", ""})).Draw(t, "uuid")
		listing[id] = drawJail(t)
	}
	return listing
}

func drawJail(t *rapid.T) map[string]any {
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
