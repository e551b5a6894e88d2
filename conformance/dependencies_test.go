package conformance_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// docs/dependencies.md has each module that go.mod requires, with the parts of
// this project that import it.
func TestDependenciesAreTold(t *testing.T) {
	t.Setenv("CGO_ENABLED", "1") // PAM is for cgo alone
	imports := goList(t, `{{.ImportPath}} {{join .Imports " "}}`, "-tags", "pam", "./...")
	told := toldModules(t)
	required := requiredModules(t)
	for _, name := range required {
		importers := []string{}
		for path, imported := range imports {
			if slices.ContainsFunc(imported, func(to string) bool { return strings.HasPrefix(to+"/", name+"/") }) {
				importers = append(importers, partOf(path))
			}
		}
		slices.Sort(importers)
		require.Equal(t, slices.Compact(importers), told[name], name)
	}
	require.Len(t, told, len(required), "a module is told that is not required")
}

// partOf is the folder of a package at the top of the module, or the program
// that the package belongs to.
func partOf(path string) string {
	inside := strings.TrimPrefix(strings.TrimPrefix(path, module+"/"), "cmd/")
	part, _, _ := strings.Cut(inside, "/")
	return part
}

// toldModules are the rows of the page: by module, who imports it, but for tests.
func toldModules(t *testing.T) map[string][]string {
	t.Helper()
	page, err := os.ReadFile("../docs/dependencies.md")
	require.NoError(t, err)
	told := map[string][]string{}
	for _, m := range regexp.MustCompile(`(?m)^\| (\S+\.\S+/[^|]+) \| ([^|]+) \|`).FindAllStringSubmatch(string(page), -1) {
		importers := slices.DeleteFunc(strings.Split(m[2], ", "), func(part string) bool { return part == "tests" })
		slices.Sort(importers)
		for name := range strings.SplitSeq(m[1], ", ") {
			told[name] = importers
		}
	}
	return told
}

func requiredModules(t *testing.T) (names []string) {
	t.Helper()
	text, err := os.ReadFile("../go.mod")
	require.NoError(t, err)
	for _, m := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(string(text), -1) {
		names = append(names, m[1])
	}
	require.NotEmpty(t, names)
	return names
}
