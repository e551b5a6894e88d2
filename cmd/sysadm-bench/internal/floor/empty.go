package floor

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Empty builds a Go program that does nothing, in the same way as the measured
// programs, and returns its path in the folder. Like those it is a copy: the
// linker writes through a mapping, page by page, and what it wrote starts a sixth
// slower.
func Empty(ctx context.Context, folder string) (string, error) {
	source, linked, program := filepath.Join(folder, "empty.go"), filepath.Join(folder, "linked"), filepath.Join(folder, "empty")
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() {}\n"), 0o600); err != nil {
		return "", fmt.Errorf("cannot write an empty program: %w", err)
	}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", linked, source)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("cannot build an empty program: %w: %s", err, out)
	}
	content, err := os.ReadFile(linked)
	if err == nil {
		err = os.WriteFile(program, content, 0o700)
	}
	if err != nil {
		return "", fmt.Errorf("cannot copy an empty program: %w", err)
	}
	return program, nil
}
