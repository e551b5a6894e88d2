package schemas_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/testdata"
)

// An example is a document that is right for the schema of its name.
type example struct {
	origin string
	name   string
	text   []byte
}

// An exchange is a file of the documents' examples.
type exchange struct {
	Class, Action, Transport string
	Request, Response        *struct{ Message, Body json.RawMessage }
}

// documented are the examples of a folder of exchanges.
func documented(t *testing.T, exchanges fs.FS, pattern string) []example {
	t.Helper()
	files, err := fs.Glob(exchanges, pattern)
	require.NoError(t, err)
	var found []example
	for _, file := range files {
		text, err := fs.ReadFile(exchanges, file)
		require.NoError(t, err)
		var x exchange
		require.NoError(t, json.Unmarshal(text, &x), file)
		switch {
		case x.Action == "unauthorized":
			x.Action = "error"
		case x.Class == "rpc/dispatcher":
			x.Action = "dispatcher-" + x.Action
		}
		if x.Request != nil {
			found = append(found, example{file, x.Action + ".request." + x.Transport, append(x.Request.Message, x.Request.Body...)})
		}
		if x.Response != nil {
			found = append(found, example{file, x.Action + ".reply." + x.Transport, append(x.Response.Message, x.Response.Body...)})
		}
	}
	return found
}

// own are examples for what the documents say but do not show: those for all
// editions, and those in a folder.
func own(t *testing.T, folder string) []example {
	t.Helper()
	files, err := fs.Glob(os.DirFS("testdata/right"), folder+"/*.json")
	require.NoError(t, err)
	var found []example
	for _, file := range files {
		text, err := os.ReadFile(path.Join("testdata/right", file))
		require.NoError(t, err)
		name := strings.Join(strings.Split(path.Base(file), ".")[:3], ".")
		found = append(found, example{file, name, text})
	}
	return found
}

// examples are all right documents of an edition that the project owns: its own,
// and those of older editions where its schema is still theirs.
func examples(t *testing.T, e edition.Edition) []example {
	t.Helper()
	seen := map[string]bool{} // the documents of two editions often show the same
	var found []example
	for _, x := range append(own(t, "all"), ofEditionsUpTo(t, e)...) {
		if key := x.name + string(x.text); !seen[key] && slices.Contains(schemas.Names(e), x.name) {
			seen[key] = true
			found = append(found, x)
		}
	}
	return found
}

// ofEditionsUpTo are the examples of an edition and of the older ones from which
// it has their schema.
func ofEditionsUpTo(t *testing.T, e edition.Edition) (found []example) {
	t.Helper()
	for _, older := range edition.Editions {
		if older.Name > e.Name {
			break
		}
		for _, x := range append(documented(t, testdata.Contract, "contract/"+older.Name+"/*.json"), own(t, older.Name)...) {
			if slices.Contains(schemas.Names(e), x.name) && unchanged(t, older, e, x.name) {
				found = append(found, x)
			}
		}
	}
	return found
}

// unchanged reports whether a schema is the same in two editions, but for its
// address.
func unchanged(t *testing.T, older, newer edition.Edition, name string) bool {
	t.Helper()
	var sources [2]map[string]any
	for i, e := range []edition.Edition{older, newer} {
		text, err := schemas.Source(e, name, schemas.Strict)
		require.NoError(t, err)
		sources[i] = decoded(t, text).(map[string]any)
		delete(sources[i], "$id")
	}
	return reflect.DeepEqual(sources[0], sources[1])
}

func TestRightDocuments(t *testing.T) {
	for _, e := range edition.Editions {
		shown := map[string]int{}
		for _, x := range examples(t, e) {
			shown[x.name]++
			accept(t, e, x, schemas.Forms...)
		}
		for _, name := range schemas.Names(e) {
			require.NotZero(t, shown[name], "%s %s has no example", e.Name, name)
		}
	}
}

// The documents' examples of the classes that every client uses.
func TestRightDocumentsOfCommonClasses(t *testing.T) {
	shared := beside(t, "contract/exchanges")
	for _, e := range edition.Editions {
		found := append(documented(t, shared, e.Name+"/rpc-*.json"), documented(t, shared, e.Name+"/sysadm-settings.*.json")...)
		require.NotEmpty(t, found)
		for _, x := range found {
			x.text = []byte(placeholders.Replace(string(x.text)))
			accept(t, e, x, schemas.Forms...)
		}
	}
}

// The examples of editions whose documents are not part of the project.
func TestRightDocumentsOfYoungerEditions(t *testing.T) {
	for _, e := range edition.Editions {
		if len(documented(t, testdata.Contract, "contract/"+e.Name+"/*.json")) > 0 {
			continue
		}
		found := documented(t, beside(t, "contract/exchanges"), e.Name+"/sysadm-iocage.*.json")
		require.NotEmpty(t, found)
		for _, x := range found {
			x.text = []byte(placeholders.Replace(string(x.text)))
			accept(t, e, x, schemas.Forms...)
		}
	}
}

// placeholders stand in the documents in place of values, each with a value that
// could stand there.
var placeholders = strings.NewReplacer(
	`"jid_1"`, `"1"`, `"jid_2"`, `"2"`, `"jail_id"`, `"1"`, `"number"`, `"1"`,
	`"unique_id_string"`, `"c3b8e2b0-46f1-11e7-a2b4-a0f3c10ba41e"`, `"uuid_string"`, `"c3b8e2b0-46f1-11e7-a2b4-a0f3c10ba41e"`,
	`"on/off"`, `"on"`, `"jail_state"`, `"up"`, `"activestate"`, `"up"`, `"jail_type"`, `"jail"`,
	`"freebsd_release"`, `"11.0-RELEASE-p10"`, `"ipv4_address"`, `"em0|10.0.2.80/24"`, `"ipv6_address"`, `"fd00::80"`,
	`"pluginname_jid"`, `"pluginname_1"`,
	"<some random plaintext string of letters/numbers>", "a9Xq2", "<base64-encoded string>", "aGVsbG8=", "<base64key>", "aGVsbG8=",
	"<log_file_type>", "dispatcher", "<date_time_stamp>", "2017-06-05T10:42:56", "<date_time_stamp2>", "2017-06-05T10:42:57",
)

// accept fails unless the schema takes the document in the given forms, and so
// does the contract.
func accept(t *testing.T, e edition.Edition, x example, forms ...schemas.Form) {
	t.Helper()
	for _, form := range forms {
		require.NoError(t, schemas.Validate(e, x.name, form, x.text), "%s %s", e.Name, x.origin)
		r := reading{e, form == schemas.Strict}
		require.True(t, r.right(x.name, decoded(t, x.text)), "%s %s is not right by the contract (%s)", e.Name, x.origin, form)
	}
}

func decoded(t testing.TB, text []byte) (v any) {
	t.Helper()
	require.NoError(t, json.Unmarshal(text, &v))
	return v
}

func encoded(t require.TestingT, v any) []byte {
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return text
}

// beside opens a folder of the material that stands beside the checkout.
func beside(t *testing.T, folder string) fs.FS {
	t.Helper()
	dir := path.Join("../../shared", folder)
	if _, err := os.Stat(dir); err != nil {
		t.Skip(fmt.Sprintf("needs the recorded material beside the checkout: %v", err))
	}
	return os.DirFS(dir)
}
