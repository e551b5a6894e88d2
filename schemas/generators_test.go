package schemas_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// The types that a generator of code makes of a description hold its examples,
// and refuse another kind of value.
func TestPublicGeneratorsTypeTheExamples(t *testing.T) {
	generator, compiler := npmProgram(t, "openapi-typescript"), npmProgram(t, "tsc")
	for _, e := range edition.Editions {
		t.Run(e.Name, func(t *testing.T) {
			folder := t.TempDir()
			api := exec.CommandContext(t.Context(), generator, "published/"+e.Name+"/openapi.json", "-o", filepath.Join(folder, "api.ts"))
			out, err := api.CombinedOutput()
			require.NoError(t, err, "%s", out)
			program := filepath.Join(folder, "client.ts")
			require.NoError(t, os.WriteFile(program, []byte(typedExamples(t, e)), 0o600))
			out, err = exec.CommandContext(t.Context(), compiler, "--strict", "--noEmit", "--target", "es2022", program).CombinedOutput()
			require.NoError(t, err, "%s", out)
		})
	}
}

// typedExamples is a program in TypeScript with every example of a REST message,
// and two values that are none.
func typedExamples(t *testing.T, e edition.Edition) string {
	var program strings.Builder
	program.WriteString("import type { components } from './api'\ntype Schemas = components['schemas']\n")
	for name, value := range shownExamples(t, e) {
		if action, side, transport := cutName(name); transport == "rest" {
			fmt.Fprintf(&program, "void (%s satisfies Schemas['%s.%s'])\n", encoded(t, value), action, side)
		}
	}
	program.WriteString("// @ts-expect-error\nvoid ({ args: { listjails: 7 } } satisfies Schemas['listjails.reply'])\n" +
		"// @ts-expect-error\nvoid ({} satisfies Schemas['auth.reply'])\n")
	return program.String()
}
