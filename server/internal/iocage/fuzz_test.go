package iocage_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/iocage"
)

// answers are every call whose answer is read from what iocage prints. Each
// returns the words of its answer that must hold something.
func answers(t *testing.T, c *iocage.Client) map[string]func() ([]string, error) {
	ctx := t.Context()
	one := func(word string, err error) ([]string, error) { return []string{word}, err }
	names := func(transcript iocage.Transcript, err error) ([]string, error) {
		return slices.Collect(maps.Keys(transcript)), err
	}
	return map[string]func() ([]string, error){
		"df": func() (words []string, err error) {
			usages, err := c.Usages(ctx)
			for _, u := range usages {
				words = append(words, u.UUID, u.Compression, u.Reservation, u.Quota, u.Used, u.Available)
			}
			return words, err
		},
		"get -r": func() (words []string, err error) {
			settings, err := c.SettingOfEveryJail(ctx, "boot")
			for _, s := range settings {
				words = append(words, s.UUID)
			}
			return words, err
		},
		"defaults": func() ([]string, error) {
			settings, err := c.Defaults(ctx)
			return slices.Collect(maps.Keys(settings)), err
		},
		"start":        func() ([]string, error) { return names(c.Start(ctx, "www")) },
		"stop":         func() ([]string, error) { return names(c.Stop(ctx, "www")) },
		"exec":         func() ([]string, error) { return names(c.Execute(ctx, "www", "root", "ls")) },
		"create":       func() ([]string, error) { return one(c.Create(ctx, []string{"tag=www"})) },
		"create empty": func() ([]string, error) { return one(c.CreateEmpty(ctx, nil)) },
		"clone":        func() ([]string, error) { return one(c.Clone(ctx, "www", nil)) },
		"destroy":      func() ([]string, error) { return one(c.Destroy(ctx, "www")) },
		"get":          func() ([]string, error) { _, err := c.Setting(ctx, "www", "boot"); return nil, err },
		"activate":     func() ([]string, error) { _, err := c.ActivePool(ctx); return nil, err },
		"cap":          func() ([]string, error) { return nil, c.Cap(ctx, "www") },
		"clean":        func() ([]string, error) { return nil, c.CleanAll(ctx) },
	}
}

// Whatever iocage prints, each call has an answer, or an error that can be told
// in one line.
func FuzzOutput(f *testing.F) {
	const uuid = "611c89ae-c43c-11e5-9602-54ee75595566"
	for _, stdout := range []string{
		"", "\n", "ERROR", "  ERROR: www not found!\n", "pool: tank\n", uuid + "\n", "a:b:c\n:\n",
		"UUID                                   CRT    RES  QTA   USE   AVA  TAG\n" + uuid + "  1.00x  none none 1.2M  426G www\n",
		"UUID                                   TAG   boot\n" + uuid + "   www   on\n",
		"Successfully created: " + uuid + " (www)\n", "Destroying: " + uuid + "\n", "boot=off\ngitlocation=https://github.com\n",
		"* Starting " + uuid + " (www)\n  + Started (native properties) OK\n", "\xff\xfe\x00", "rctl: x\n", "é: \u2028\n",
	} {
		f.Add(stdout, "", 0)
		f.Add("", stdout, 1)
	}
	f.Add("", "  INFO: "+uuid+" (www) is already up\n", 1)
	f.Add("* Starting\n", "FAILED\n", 1)
	f.Fuzz(func(t *testing.T, stdout, stderr string, status int) {
		p := &printer{Output: iocage.Output{Stdout: []byte(stdout), Stderr: []byte(stderr), ExitCode: status}}
		for name, ask := range answers(t, client(p)) {
			words, err := ask()
			if err == nil && name != "exec" && name != "start" && name != "stop" {
				require.NotContains(t, words, "", name)
			}
			var refusal *iocage.Refusal
			if errors.As(err, &refusal) {
				require.NotEmpty(t, strings.TrimSpace(refusal.Line), name)
			}
			if err != nil {
				require.NotContains(t, strings.TrimSpace(err.Error()), "\n", name)
			}
		}
	})
}

// Whatever a client calls a jail, iocage gets it whole, as one name that is
// neither a switch nor a pattern, or not at all.
func FuzzNames(f *testing.F) {
	for _, name := range []string{"www", "-f", "a b", "ALL", "default", "x\x00", "te.t", "../x", "$(x)", "\u2028", strings.Repeat("x", 256)} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		p := prints("x:y\n")
		c := client(p)
		_, _ = c.Start(t.Context(), name)
		_, _ = c.Settings(t.Context(), name)
		_ = c.Cap(t.Context(), name)
		_, _ = c.Clone(t.Context(), name, nil)
		_, _ = c.Stop(t.Context(), name)
		for _, command := range p.asked {
			require.True(t, slices.Contains(command, name) || !slices.Contains(command, "cap"), "%q", command)
			for _, word := range command[1:] {
				require.False(t, word == "" || strings.HasPrefix(word, "-") || strings.Contains(word, " -"), "%q", command)
				require.False(t, strings.ContainsFunc(word, unicode.IsControl), "%q", command)
				require.False(t, strings.ContainsAny(word, `[](){}*?|\^$/`), "%q", command)
				require.NotContains(t, strings.Fields(word), "ALL")
				require.LessOrEqual(t, len(word), 255)
			}
		}
	})
}

// Whatever stands in props, iocage gets words NAME=VALUE and no others.
func FuzzProperties(f *testing.F) {
	for _, word := range []string{"tag=www", "-e", "=", "a=", "count=2", "a=b c", "a=\n", "ip4_addr=em0|10.0.0.7/24"} {
		f.Add(word, "boot=on")
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		p := prints("")
		_, _ = client(p).Create(t.Context(), []string{first, second})
		for _, command := range p.asked {
			require.Equal(t, []string{"create", first, second}, command)
			for _, word := range command[1:] {
				require.Regexp(t, `^[A-Za-z_][A-Za-z0-9_]*=(?s:.)+$`, word)
				require.False(t, strings.ContainsFunc(word, unicode.IsControl), "%q", command)
			}
		}
	})
}
