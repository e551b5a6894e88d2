package schemas_test

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// Each schema must refuse at least this many wrong documents, in each form.
const least = 10

// Every change to a right document is taken by a schema exactly if the
// contract calls the result right. So no mutation is counted as wrong that is
// right after all, and none is overlooked.
func TestMutatedDocuments(t *testing.T) {
	for _, e := range edition.Editions {
		for _, form := range schemas.Forms {
			t.Run(e.Name+"/"+string(form), func(t *testing.T) {
				t.Parallel()
				refused := map[string]int{}
				for i, x := range examples(t, e) {
					refused[x.name] += judgeMutations(t, reading{e, form == schemas.Strict}, form, x, i)
				}
				for _, name := range schemas.Names(e) {
					require.GreaterOrEqual(t, refused[name], least, name)
				}
			})
		}
	}
}

// judgeMutations returns how many mutations of a document are wrong. Settings
// have thousands, so each example of them takes its share.
func judgeMutations(t *testing.T, r reading, form schemas.Form, x example, share int) (wrong int) {
	t.Helper()
	right, step := r.rule(x.name), 1
	if strings.Contains(x.name, "settings.reply") {
		step = 37
	}
	all := mutations(decoded(t, x.text))
	for i := share % step; i < len(all); i += step {
		m := all[i]
		text := encoded(t, m.document)
		err := schemas.Validate(r.edition, x.name, form, text)
		if right(m.document) {
			require.NoError(t, err, "%s, %s: right by the contract: %s", x.origin, m.what, text)
			continue
		}
		wrong++
		require.ErrorAs(t, err, new(*schemas.Invalid), "%s, %s: wrong by the contract: %s", x.origin, m.what, text)
	}
	return wrong
}

// What the lenient form refuses, the strict form refuses.
func TestStrictIsNarrower(t *testing.T) {
	for _, e := range edition.Editions {
		for _, x := range examples(t, e) {
			if strings.Contains(x.name, "settings.reply") {
				continue // long, and covered by the contract
			}
			for _, m := range mutations(decoded(t, x.text)) {
				text := encoded(t, m.document)
				if schemas.Validate(e, x.name, schemas.Lenient, text) != nil {
					require.Error(t, schemas.Validate(e, x.name, schemas.Strict, text), "%s, %s", x.origin, m.what)
				}
			}
		}
	}
}

// A wrong file lists documents that no change to a right one leads to, under
// what is wrong with them.
type wrong struct {
	Lenient string          // "too" if the lenient form refuses it as well
	Message json.RawMessage // the document
}

func TestWrongDocuments(t *testing.T) {
	files, err := filepath.Glob("testdata/wrong/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var list map[string]wrong
		require.NoError(t, json.Unmarshal(text, &list), file)
		name := strings.TrimSuffix(path.Base(file), ".json")
		for what, w := range list {
			t.Run(name+"/"+what, func(t *testing.T) { refuse(t, name, w) })
		}
	}
}

func refuse(t *testing.T, name string, w wrong) {
	e := edition.Default
	invalid := new(*schemas.Invalid)
	require.ErrorAs(t, schemas.Validate(e, name, schemas.Strict, w.Message), invalid)
	require.NotEmpty(t, (*invalid).Causes)
	require.False(t, reading{e, true}.rule(name)(decoded(t, w.Message)), "right by the contract")
	err := schemas.Validate(e, name, schemas.Lenient, w.Message)
	if w.Lenient == "too" {
		require.ErrorAs(t, err, invalid)
		return
	}
	require.NoError(t, err)
}
