package conformance_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// starters are the files of the server that may start programs, or look for
// them. Each passes a vector of arguments.
var starters = map[string]string{
	"server/place.go":                "looks for iocage",
	"server/internal/auth/groups.go": "asks id(1) for a user's groups",
	"server/internal/iocage/exec.go": "runs iocage",
	"server/internal/job/exec.go":    "runs the commands of jobs",
	"server/internal/job/process.go": "asks ps(1) what jobs left running",
}

// aShell is what a call of a shell would have among its words.
var aShell = regexp.MustCompile(`^(/usr)?(/bin/)?(ba|da|k|z|c|tc)?sh$|^-c$|^(/usr)?(/bin/)?(env|sudo|doas|su|eval|xargs)$`)

// No shell reads what a client sent: none is ever started.
func TestServerStartsNoShell(t *testing.T) {
	found := map[string]bool{}
	for _, file := range sources(t) {
		name := strings.TrimPrefix(file, "../")
		if strings.HasSuffix(name, "_test.go") || !strings.HasPrefix(name, "server/") && !strings.HasPrefix(name, "cmd/sysadm-server/") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		ast.Inspect(parsed, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			require.NoError(t, err)
			if text == "os/exec" {
				found[name] = true
				require.Contains(t, starters, name, "only the files listed here may start programs")
			}
			require.False(t, aShell.MatchString(text), "%s has the word %q", name, text)
			return true
		})
	}
	for name := range starters {
		require.True(t, found[name], "%s starts nothing any more", name)
	}
}
