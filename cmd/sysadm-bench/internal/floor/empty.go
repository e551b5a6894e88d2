package floor

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Empty builds a Go program that does nothing, as the measured ones are built, and
// returns its path in the folder.
func Empty(ctx context.Context, folder string) (string, error) {
	source, program := filepath.Join(folder, "empty.go"), filepath.Join(folder, "empty")
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() {}\n"), 0o600); err != nil {
		return "", fmt.Errorf("cannot write an empty program: %w", err)
	}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", program, source)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("cannot build an empty program: %w: %s", err, out)
	}
	return program, nil
}
