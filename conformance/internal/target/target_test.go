package target

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// write makes a file of profiles with a mode.
func write(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "targets.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), mode))
	return path
}

const whole = `
targets:
  tank1:
    ws: wss://tank1:12150
    rest: https://tank1:12151
    user: admin
    password: {command: [printf, 'two lines\nsecond']}
    operator: otto
    operator_password: {env: OTTO}
    ca: tank1.pem
    editions: [2016-02-05, 2016-02-22]
    compat: documented
    skip: ["dispatcher.*"]
    known: known/tank1.yaml
    jobs: false
    touch: {new_jails: true, release: 10.2-RELEASE, jail: test, pool: tank}
`

func TestProfileAsFlags(t *testing.T) {
	path := write(t, whole, 0o644)
	f, err := Load(path)
	require.NoError(t, err)
	p, err := f.Find("tank1")
	require.NoError(t, err)
	require.Equal(t, []Flag{
		{"ws", []string{"wss://tank1:12150"}}, {"rest", []string{"https://tank1:12151"}},
		{"user", []string{"admin"}}, {"operator", []string{"otto"}},
		{"ca", []string{filepath.Join(filepath.Dir(path), "tank1.pem")}},
		{"edition", []string{"2016-02-05", "2016-02-22"}}, {"compat", []string{"documented"}}, {"skip", []string{"dispatcher.*"}},
		{"known", []string{filepath.Join(filepath.Dir(path), "known", "tank1.yaml")}},
		{"no-jobs", []string{"true"}},
		{"jail", []string{"test"}}, {"pool", []string{"tank"}}, {"release", []string{"10.2-RELEASE"}},
	}, p.Flags())
	_, err = f.Find("tank2")
	require.ErrorContains(t, err, `cannot find target "tank2"`)
	require.ErrorContains(t, err, "it has tank1")
}

// What a profile does not allow is forbidden.
func TestNothingIsTouchedUnlessSaid(t *testing.T) {
	f, err := Load(write(t, "targets: {a: {ws: 'wss://a:1'}}", 0o644))
	require.NoError(t, err)
	p, err := f.Find("a")
	require.NoError(t, err)
	require.Equal(t, []Flag{{"ws", []string{"wss://a:1"}}, {"no-new-jails", []string{"true"}}}, p.Flags())
}

func TestLoadRefuses(t *testing.T) {
	for text, message := range map[string]string{
		"targets: {}":                                        "names none",
		"targets: {a: {user: u}}":                            "say where the host is",
		"targets: {a: {ws: x, jale: j}}":                     `unknown key "jale"`,
		"targets: {a: {ws: x, touch: {release: r}}}":         "without new_jails",
		"targets: {a: {ws: x, password: secret}}":            "chmod 600",
		"targets: {a: {ws: x, password: {file: a, env: B}}}": "one of file, env and command",
		"targets: {a: {ws: x, password: {vault: a}}}":        `unknown key "vault"`,
		"targets: {a: {ws: x, password: [a]}}":               "one of file, env and command",
		"targets: {a: {ws: x, editions: {a: b}}}":            "cannot unmarshal",
	} {
		_, err := Load(write(t, text, 0o644))
		require.ErrorContains(t, err, message, text)
		require.NotContains(t, err.Error(), "secret")
	}
	f, err := Load(write(t, "targets: {a: {ws: x, password: secret}}", 0o600))
	require.NoError(t, err, "nobody else may read it")
	require.False(t, f.Targets["a"].Password.Empty())
}

func TestSecret(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	require.NoError(t, os.WriteFile(file, []byte("of the file\r\nmore"), 0o600))
	getenv := func(name string) string { return map[string]string{"SET": "of the environment"}[name] }
	for name, c := range map[string]struct {
		secret        Secret
		want, message string
	}{
		"text":          {Secret{value: "plain"}, "plain", ""},
		"file":          {Secret{File: file}, "of the file", ""},
		"no file":       {Secret{File: file + "x"}, "", "cannot read the password"},
		"env":           {Secret{Env: "SET"}, "of the environment", ""},
		"no env":        {Secret{Env: "UNSET"}, "", "environment variable UNSET is empty"},
		"command":       {Secret{Command: []string{"printf", `two lines\nsecond`}}, "two lines", ""},
		"wrong command": {Secret{Command: []string{"false"}}, "", "false: exit status 1"},
		"no command":    {Secret{Command: []string{"no-such-program"}}, "", "no-such-program"},
		"mute command":  {Secret{Command: []string{"true"}}, "", "what true prints is empty"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := c.secret.Read(t.Context(), getenv, time.Minute)
			if c.message != "" {
				require.ErrorContains(t, err, c.message)
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

func TestSecretOfSlowCommand(t *testing.T) {
	_, err := Secret{Command: []string{"sleep", "60"}}.Read(t.Context(), nil, 100*time.Millisecond)
	require.ErrorContains(t, err, "did not end within 100ms")
}

// A flag takes the place of those that go with it.
func TestOverridden(t *testing.T) {
	for _, c := range []struct {
		given, name string
		want        bool
	}{
		{"ws", "ws", true}, {"ws", "rest", true}, {"exec", "ws", true}, {"user", "password-file", true},
		{"password-file", "user", true}, {"insecure", "ca", true}, {"user", "operator", false}, {"jail", "pool", false},
	} {
		require.Equal(t, c.want, Overridden(c.name, func(name string) bool { return name == c.given }), c)
	}
}
