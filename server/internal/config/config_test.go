package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/sysadm-go/sysadm/server/internal/config"
)

func flags() *pflag.FlagSet {
	fs := pflag.NewFlagSet("test", pflag.ContinueOnError)
	fs.String("ws-addr", ":1", "")
	fs.Duration("idle-timeout", time.Minute, "")
	fs.Int("max-things", 3, "")
	fs.StringSlice("queue", nil, "")
	fs.Bool("loud", false, "")
	fs.String("config", "", "")
	return fs
}

func reader(t *testing.T, text string, environment map[string]string) config.Reader {
	path := filepath.Join(t.TempDir(), "conf")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return config.Reader{
		File:   path,
		Getenv: func(name string) string { return environment[name] },
		Fresh:  flags,
		Own:    []string{"config"},
		Aliases: []config.Alias{
			{"PORT", "ws-addr", func(v string) (string, error) { return ":" + v, nil }},
			{"BRIDGE", "", func(v string) (string, error) {
				if v != "no" {
					return "", errors.New("there is no bridge")
				}
				return "", nil
			}},
		},
	}
}

// settings returns "name=value origin" for each setting, without the folder of
// the file.
func settings(r config.Reader, all []config.Setting) map[string]string {
	m := map[string]string{}
	for _, s := range all {
		m[s.Name] = s.Value + " " + strings.TrimPrefix(s.Origin, filepath.Dir(r.File)+"/")
	}
	return m
}

func TestPrecedence(t *testing.T) {
	r := reader(t, "# ours\n\n PORT = 12\r\nIDLE_TIMEOUT=2m\nMAX_THINGS=4\nQUEUE=a,b\nBRIDGE=no\nLOUD=\nPORT=\n",
		map[string]string{"SYSADM_IDLE_TIMEOUT": "3m", "SYSADM_MAX_THINGS": "5", "SYSADM_LOUD": ""})
	fs := flags()
	require.NoError(t, fs.Parse([]string{"--max-things", "6"}))
	all, err := r.Apply(fs)
	require.NoError(t, err)
	require.Equal(t, map[string]string{
		"ws-addr":      ":12 conf:3",
		"idle-timeout": "3m0s SYSADM_IDLE_TIMEOUT",
		"max-things":   "6 command line",
		"queue":        "a,b conf:6",
		"loud":         "false default",
		"config":       " default",
	}, settings(r, all))
	value, err := fs.GetInt("max-things")
	require.NoError(t, err)
	require.Equal(t, 6, value)
}

func TestMistakes(t *testing.T) {
	tests := []struct{ text, want string }{
		{"IDLE_TIMEOUT=soon", `1: cannot use IDLE_TIMEOUT: "soon" is not a time, such as 90s, 5m or 1h`},
		{"\n#\nMAX_THINGS=many", `3: cannot use MAX_THINGS: "many" is not a whole number`},
		{"IDEL_TIMEOUT=1s", "1: unknown key IDEL_TIMEOUT: did you mean IDLE_TIMEOUT?"},
		{"SYSADM_WS_ADDR=:1", "1: unknown key SYSADM_WS_ADDR: did you mean WS_ADDR?"},
		{"port=1", "1: unknown key port: did you mean "},
		{"CONFIG=x", "1: unknown key CONFIG"},
		{"HELP=true", "1: unknown key HELP"},
		{"LOUD", `1: "LOUD" is not KEY=VALUE`},
		{"=1", `1: "=1" is not KEY=VALUE`},
		{`WS_ADDR=":1"`, "1: write the value of WS_ADDR without quotes"},
		{"WS_ADDR=:1\nPORT=2", "2: PORT sets --ws-addr, which FILE:1 does already"},
		{"LOUD=true\nLOUD=true", "2: LOUD sets --loud, which FILE:1 does already"},
		{"BRIDGE=yes", "1: cannot use BRIDGE: there is no bridge"},
	}
	for _, test := range tests {
		r := reader(t, test.text, nil)
		_, err := r.Apply(flags())
		require.Error(t, err, test.text)
		require.Contains(t, strings.ReplaceAll(err.Error(), r.File, "FILE"), "FILE:"+test.want)
	}
}

// All mistakes are reported together, including values that are overridden.
func TestAllMistakesAtOnce(t *testing.T) {
	r := reader(t, "LOUD=perhaps\nIDLE_TIMEOUT=7\nWS_ADDR=:9", map[string]string{"SYSADM_MAX_THINGS": "x", "SYSADM_LOUD": "true"})
	fs := flags()
	all, err := r.Apply(fs)
	require.Len(t, strings.Split(err.Error(), "\n"), 3, err)
	require.ErrorContains(t, err, "cannot use SYSADM_MAX_THINGS: ")
	require.Equal(t, ":9 conf:3", settings(r, all)["ws-addr"])
}

func TestMissingFile(t *testing.T) {
	r := reader(t, "", nil)
	r.File += ".gone"
	_, err := r.Apply(flags())
	require.ErrorContains(t, err, "cannot read the configuration: ")
	r.Optional = true
	_, err = r.Apply(flags())
	require.NoError(t, err)
	r.File = filepath.Dir(r.File)
	_, err = r.Apply(flags())
	require.ErrorContains(t, err, "is a directory", "a file that is there must be readable")
}

// Values for a command that is not run are checked nevertheless.
func TestFlagsOfOtherCommands(t *testing.T) {
	r := reader(t, "WS_ADDR=:9\nLOUD=true", nil)
	fs := pflag.NewFlagSet("other", pflag.ContinueOnError)
	fs.Bool("loud", false, "")
	all, err := r.Apply(fs)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"loud": "true conf:2"}, settings(r, all))
}

func FuzzFile(f *testing.F) {
	f.Add("PORT=1\n# x\nLOUD=true")
	f.Add("=\x00\n==\nQUEUE=\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		r := reader(t, text, nil)
		all, err := r.Apply(flags())
		if err != nil {
			for line := range strings.Lines(err.Error()) {
				require.NotEmpty(t, strings.TrimSpace(line))
			}
			return
		}
		for _, s := range all {
			require.True(t, s.Origin == config.Default || strings.HasPrefix(s.Origin, r.File+":"), s)
		}
	})
}

// A flag gets exactly the value that was written to the file.
func TestFileIsReadBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		address := rapid.StringMatching(`[a-z0-9.:=#]*[a-z0-9]`).Draw(rt, "address")
		idle := time.Duration(rapid.Int64().Draw(rt, "idle"))
		r := reader(t, "WS_ADDR="+address+"\nIDLE_TIMEOUT="+idle.String()+"\n", nil)
		fs := flags()
		_, err := r.Apply(fs)
		require.NoError(rt, err)
		got, err := fs.GetString("ws-addr")
		require.NoError(rt, err)
		require.Equal(rt, address, got)
		gotIdle, err := fs.GetDuration("idle-timeout")
		require.NoError(rt, err)
		require.Equal(rt, idle, gotIdle)
	})
}
