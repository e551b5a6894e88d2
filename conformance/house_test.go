package conformance_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// maxLines is where a hand-written production file has become two.
const maxLines = 400

// sources returns the module's Go files, as paths from this folder.
func sources(t *testing.T) []string {
	t.Helper()
	cmd := exec.Command("git", "ls-files", "--cached", "--others", "--exclude-standard", "*.go")
	cmd.Dir = ".."
	out, err := cmd.Output()
	require.NoError(t, err, "git ls-files")
	files := strings.Fields(string(out))
	require.NotEmpty(t, files)
	var present []string
	for _, f := range files {
		if _, err := os.Stat(filepath.Join("..", f)); err == nil {
			present = append(present, filepath.Join("..", f))
		}
	}
	return present
}

func TestFilesAreShort(t *testing.T) {
	for _, file := range sources(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		if n := bytes.Count(data, []byte("\n")); n > maxLines {
			t.Errorf("%s has %d lines, more than %d: make it two files with two names", file, n, maxLines)
		}
	}
}

func TestPackagesHaveOneComment(t *testing.T) {
	comments := map[string]int{}
	for _, file := range sources(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly|parser.ParseComments)
		require.NoError(t, err)
		folder := filepath.Dir(file)
		comments[folder] += 0
		if parsed.Doc != nil {
			comments[folder]++
		}
	}
	for folder, n := range comments {
		if n != 1 {
			t.Errorf("%s has %d package comments, want one", folder, n)
		}
	}
}

func TestExportedNamesAreDocumented(t *testing.T) {
	for _, file := range sources(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, nil, parser.ParseComments)
		require.NoError(t, err)
		for _, decl := range parsed.Decls {
			for _, name := range undocumented(decl) {
				t.Errorf("%s: exported %s has no doc comment", set.Position(decl.Pos()), name)
			}
		}
	}
}

// undocumented returns the exported names that a declaration leaves without a
// comment of their own or of their group.
func undocumented(decl ast.Decl) []string {
	var names []string
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil {
					names = append(names, s.Name.Name)
				}
			case *ast.ValueSpec:
				if s.Names[0].IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					names = append(names, s.Names[0].Name)
				}
			}
		}
	}
	return names
}

// exportedReceiver reports whether a function is one a reader of the package's
// documentation sees: not a method of an unexported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	receiver := d.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	name, ok := receiver.(*ast.Ident)
	return ok && name.IsExported()
}

func TestNoEditionIsAskedByName(t *testing.T) {
	byName := regexp.MustCompile(`\.Name [!=]= "(2016|2017|documented|reference|shell)`)
	for _, file := range sources(t) {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		if !strings.HasSuffix(file, "_test.go") && byName.Match(data) {
			t.Errorf("%s asks an edition, compat or dialect for its name: make the difference a field", file)
		}
	}
}

func TestMainsAreOneCall(t *testing.T) {
	mains, err := filepath.Glob("../cmd/*/main.go")
	require.NoError(t, err)
	require.Len(t, mains, 5)
	for _, file := range mains {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Contains(t, string(data), "os.Exit(", file)
		require.LessOrEqual(t, bytes.Count(data, []byte("\n")), 40, file)
	}
}

// A program that tests start is built in one way, which shares what is compiled.
func TestTestsBuildProgramsInOneWay(t *testing.T) {
	builds := regexp.MustCompile(`Command(Context)?\([^)]*"go", "(build|install|run)"`)
	for _, file := range sources(t) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		require.False(t, strings.HasSuffix(file, "_test.go") && builds.Match(text), "%s: use conformance/internal/build", file)
	}
}

// Only a main may end the process: everything else returns, so that tests and
// other programs can call it.
func TestOnlyMainsExit(t *testing.T) {
	for _, file := range sources(t) {
		if strings.HasPrefix(file, "../cmd/") || strings.HasSuffix(file, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(parsed, func(n ast.Node) bool {
			if call, ok := n.(*ast.SelectorExpr); ok && call.Sel.Name == "Exit" {
				if from, ok := call.X.(*ast.Ident); ok && from.Name == "os" {
					t.Errorf("%s calls os.Exit", set.Position(call.Pos()))
				}
			}
			return true
		})
	}
}

func TestTopLevel(t *testing.T) {
	fixed := []string{"server", "fakeiocage", "schemas", "conformance", "testdata", "cmd", "go.mod", "go.sum", "Makefile"}
	for _, name := range fixed {
		_, err := os.Stat(filepath.Join("..", name))
		require.NoError(t, err)
	}
	goFiles, err := filepath.Glob("../*.go")
	require.NoError(t, err)
	require.Empty(t, goFiles, "no Go at the top level")
}

// What is left out, or done in part, under the race detector is done without it:
// by the second call of go test in the Makefile.
func TestUnwatchedTestsAreRun(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	require.NoError(t, err)
	pattern := regexp.MustCompile(`(?m)^UNWATCHED = (.+)$`).FindSubmatch(makefile)
	require.NotNil(t, pattern)
	unwatched := regexp.MustCompile(string(pattern[1]))
	function := regexp.MustCompile(`(?s)\nfunc (Test\w+)\(.*?\n}\n`)
	found := 0
	for _, file := range sources(t) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, m := range function.FindAllSubmatch(text, -1) {
			if strings.Contains(string(m[0]), "race"+".Detector") {
				require.Regexp(t, unwatched, string(m[1]), "%s: add it to UNWATCHED", file)
				found++
			}
		}
	}
	require.NotZero(t, found)
}

// Whatever a test can write anew, "make update" writes.
func TestUpdateWritesEverything(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	require.NoError(t, err)
	writers := regexp.MustCompile(`(?m)^WRITERS +=(.+)$`).FindSubmatch(makefile)
	require.NotNil(t, writers)
	packages := map[string]bool{}
	for _, file := range sources(t) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if strings.Contains(string(text), "flag.Bool("+`"update"`) {
			packages["./"+strings.TrimPrefix(filepath.ToSlash(filepath.Dir(file)), "../")] = true
		}
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(packages)), strings.Fields(string(writers[1])))
}
