package schemas_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/testdata"
)

var update = flag.Bool("update", false, "write the golden and the published files anew")

func TestNames(t *testing.T) {
	for _, e := range edition.Editions {
		want := []string{
			"auth_clear.request.websocket",
			"error.reply.rest", "error.reply.websocket",
		}
		for _, action := range []string{"subscribe", "unsubscribe"} {
			want = append(want, action+".request.websocket", action+".reply.websocket")
		}
		for _, event := range []string{"dispatcher", "life-preserver", "system-state"} {
			want = append(want, event+".event.websocket")
		}
		common := []string{
			"auth", "auth_ssl", "auth_token", "dispatcher-kill", "dispatcher-list", "dispatcher-run", "identify",
			"list_ssl_certificates", "list_ssl_checksums", "query", "read_logs", "register_ssl_certificate", "revoke_ssl_certificate",
		}
		for _, action := range append(common, e.Actions...) {
			for _, side := range []string{"request", "reply"} {
				want = append(want, action+"."+side+".rest", action+"."+side+".websocket")
			}
		}
		require.ElementsMatch(t, want, schemas.Names(e))
		require.IsIncreasing(t, schemas.Names(e))
	}
}

func TestDescribe(t *testing.T) {
	for _, e := range edition.Editions {
		for _, name := range schemas.Names(e) {
			d, err := schemas.Describe(e, name)
			require.NoError(t, err)
			require.NotEmpty(t, d.Title)
			require.NotEmpty(t, d.Description)
			require.NotEmpty(t, d.Section)
		}
	}
	d, err := schemas.Describe(edition.Default, "startjail.reply.rest")
	require.NoError(t, err)
	require.Equal(t, "Start a jail (reply over REST)", d.Title)
	require.Equal(t, "Start a Jail", d.Section)
}

// The section of a schema is the one that the documents' exchanges name.
func TestSections(t *testing.T) {
	for _, e := range edition.Editions {
		sections := sectionsOf(t, testdata.Contract, "contract/"+e.Name)
		if len(sections) == 0 {
			sections = sectionsOf(t, beside(t, "contract/exchanges"), e.Name)
		}
		require.Len(t, sections, len(e.Actions))
		for action, section := range sections {
			d, err := schemas.Describe(e, action+".reply.rest")
			require.NoError(t, err)
			require.Equal(t, section, d.Section, action)
		}
	}
}

func sectionsOf(t *testing.T, exchanges fs.FS, folder string) map[string]string {
	t.Helper()
	sections := map[string]string{}
	files, err := fs.Glob(exchanges, folder+"/sysadm-iocage.*.json")
	require.NoError(t, err)
	for _, file := range files {
		text, err := fs.ReadFile(exchanges, file)
		require.NoError(t, err)
		x := decoded(t, text).(map[string]any)
		sections[x["action"].(string)] = x["section"].(string)
	}
	return sections
}

func TestWhatCannotBeJudged(t *testing.T) {
	const name = "listjails.request.rest"
	for _, c := range []struct{ what, name, form, text, want string }{
		{"unknown name", "listjails.reply", "strict", `{}`, `unknown schema "listjails.reply" in edition 2016-02-01`},
		{"of a later edition", "startjail.reply.rest", "strict", `{}`, `unknown schema "startjail.reply.rest" in edition 2016-02-01`},
		{"empty name", "", "lenient", `{}`, `unknown schema ""`},
		{"path for a name", "../definitions/values", "lenient", `{}`, `unknown schema`},
		{"unknown form", name, "loose", `{}`, `unknown form "loose": use strict or lenient`},
		{"nothing", name, "strict", ``, `not JSON: unexpected end of JSON input`},
		{"not JSON", name, "strict", `{"action":}`, `not JSON: invalid character '}'`},
		{"trailing data", name, "strict", `{"action":"listjails"} {}`, `not JSON: invalid character '{' after top-level value`},
		{"comment", name, "strict", `{"action":"listjails" /* all */}`, `not JSON: invalid character '/'`},
		{"a member twice", name, "strict", `{"action":"listjails","action":"listjails"}`, `duplicate member /action`},
		{"a deep member twice", name, "lenient", `{"a/b":[0,{"~":1,"\u007e":2}]}`, `duplicate member /a~1b/1/~0`},
		{"not UTF-8", name, "strict", "{\"action\":\"\xff\"}", `invalid UTF-8`},
		{"a number out of range", name, "strict", `{"n":1e999}`, `not JSON: json: cannot unmarshal number 1e999`},
		{"nested without end", name, "strict", strings.Repeat("[", 100_000), `exceeded max depth`},
	} {
		t.Run(c.what, func(t *testing.T) {
			err := schemas.Validate(edition.Editions[0], c.name, schemas.Form(c.form), []byte(c.text))
			require.ErrorContains(t, err, c.want)
			require.False(t, errors.As(err, new(*schemas.Invalid)), "%v is no verdict", err)
		})
	}
	_, err := schemas.Source(edition.Default, name, "loose")
	require.EqualError(t, err, `unknown form "loose": use strict or lenient`)
	_, err = schemas.Describe(edition.Default, "nosuch")
	require.ErrorContains(t, err, `unknown schema "nosuch"`)
}

// testdata/sentences has wrong documents of each edition, each followed by what
// is said of it in the strict and in the lenient form.
func TestSentences(t *testing.T) {
	files, err := filepath.Glob("testdata/sentences/*/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		base := strings.TrimSuffix(file, ".json")
		name := strings.Join(strings.Split(filepath.Base(base), ".")[:3], ".")
		e, err := edition.Find(filepath.Base(filepath.Dir(file)))
		require.NoError(t, err)
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		have := ""
		for _, form := range schemas.Forms {
			have += fmt.Sprintf("%s:\n%s", form, sentences(t, e, name, form, text))
		}
		if *update {
			require.NoError(t, os.WriteFile(base+".txt", []byte(have), 0o644))
		}
		want, err := os.ReadFile(base + ".txt")
		require.NoError(t, err)
		require.Equal(t, string(want), have, file)
	}
}

func sentences(t *testing.T, e edition.Edition, name string, form schemas.Form, text []byte) (lines string) {
	t.Helper()
	err := schemas.Validate(e, name, form, text)
	if err == nil {
		return "  (right)\n"
	}
	var invalid *schemas.Invalid
	require.ErrorAs(t, err, &invalid)
	for _, cause := range invalid.Causes {
		lines += fmt.Sprintf("  %s [%s]\n", cause, cause.Keyword)
	}
	return lines
}

func TestError(t *testing.T) {
	err := schemas.Validate(edition.Default, "auth.request.rest", schemas.Strict, []byte(`{"username":1}`))
	require.EqualError(t, err, `cannot take the document for auth.request.rest (strict): the document lacks the member "password"; /username must be a string, not the number 1`)
}

func TestConcurrentUse(t *testing.T) {
	text := []byte(`{"args":{"listjails":{"x":{}}},"id":1}`)
	want := schemas.Validate(edition.Default, "listjails.reply.websocket", schemas.Strict, text).Error()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, name := range schemas.Names(edition.Default) {
				for _, form := range schemas.Forms {
					if schemas.Validate(edition.Default, name, form, []byte(`3`)) == nil {
						t.Errorf("%s (%s) takes a number", name, form)
					}
				}
			}
			if err := schemas.Validate(edition.Default, "listjails.reply.websocket", schemas.Strict, text); err.Error() != want {
				t.Errorf("have %v, want %s", err, want)
			}
		})
	}
	wg.Wait()
}

func BenchmarkValidate(b *testing.B) {
	for _, x := range []string{"listjails", "getjailsettings.jail"} {
		text, err := fs.ReadFile(testdata.Contract, "contract/2016-02-05/sysadm-iocage."+x+".rest.json")
		require.NoError(b, err)
		body := encoded(b, decoded(b, text).(map[string]any)["response"].(map[string]any)["body"])
		action, _, _ := strings.Cut(x, ".")
		b.Run(action, func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, schemas.Validate(edition.Default, action+".reply.rest", schemas.Strict, body))
			}
		})
	}
}
