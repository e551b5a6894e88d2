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
// right after all, and none is overlooked. What the lenient form refuses, the
// strict form refuses.
func TestMutatedDocuments(t *testing.T) {
	for _, e := range edition.Editions {
		t.Run(e.Name, func(t *testing.T) {
			t.Parallel()
			refused := map[schemas.Form]map[string]int{schemas.Strict: {}, schemas.Lenient: {}}
			for i, x := range examples(t, e) {
				if !judgedIn(t, e, x.name) {
					continue
				}
				strict, lenient := judgeMutations(t, e, x, i)
				refused[schemas.Strict][x.name] += strict
				refused[schemas.Lenient][x.name] += lenient
			}
			for form, counts := range refused {
				for _, name := range schemas.Names(e) {
					require.True(t, counts[name] >= least || !judgedIn(t, e, name), "%s (%s) refuses %d", name, form, counts[name])
				}
			}
		})
	}
}

// judgedIn reports whether an edition is where the mutations for a schema are
// judged: what is common to all is the same in each.
func judgedIn(t *testing.T, e edition.Edition, name string) bool {
	t.Helper()
	text, err := schemas.Source(e, name, schemas.Strict)
	require.NoError(t, err)
	return e.Name == edition.Default.Name || !strings.Contains(string(text), `schemas/common/`)
}

// judgeMutations returns how many mutations of a document are wrong in each
// form. Settings have thousands, so each example of them takes its share.
func judgeMutations(t *testing.T, e edition.Edition, x example, share int) (strict, lenient int) {
	t.Helper()
	narrow, wide, step := reading{e, true}.rule(x.name), reading{e, false}.rule(x.name), 1
	if strings.Contains(x.name, "settings.reply") {
		step = 61
	}
	all := mutations(decoded(t, x.text))
	for i := share % step; i < len(all); i += step {
		m := all[i]
		text := encoded(t, m.document)
		about := x.origin + ", " + m.what
		if !agree(t, e, x.name, schemas.Strict, text, narrow(m.document), about) {
			strict++
		}
		if !agree(t, e, x.name, schemas.Lenient, text, wide(m.document), about) {
			lenient++
			require.False(t, narrow(m.document), "%s: right in the strict form only", about)
		}
	}
	return strict, lenient
}

// agree fails unless the schema says what the contract says, and returns that.
func agree(t *testing.T, e edition.Edition, name string, form schemas.Form, text []byte, right bool, about string) bool {
	t.Helper()
	err := schemas.Validate(e, name, form, text)
	if right {
		require.NoError(t, err, "%s: right by the contract (%s): %s", about, form, text)
		return true
	}
	require.ErrorAs(t, err, new(*schemas.Invalid), "%s: wrong by the contract (%s): %s", about, form, text)
	return false
}

// A wrong file lists documents that no change to a right one leads to, under
// what is wrong with them. Its folder is the edition that judges them.
type wrong struct {
	Lenient string          // "too" if the lenient form refuses it as well
	Message json.RawMessage // the document
}

func TestWrongDocuments(t *testing.T) {
	files, err := filepath.Glob("testdata/wrong/*/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		e, err := edition.Find(path.Base(path.Dir(filepath.ToSlash(file))))
		require.NoError(t, err)
		var list map[string]wrong
		require.NoError(t, json.Unmarshal(text, &list), file)
		name := strings.TrimSuffix(path.Base(file), ".json")
		for what, w := range list {
			t.Run(name+"/"+what, func(t *testing.T) { refuse(t, e, name, w) })
		}
	}
}

func refuse(t *testing.T, e edition.Edition, name string, w wrong) {
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
