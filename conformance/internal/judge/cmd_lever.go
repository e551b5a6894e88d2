package judge

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var cmdLever = Cmd{
	Name: "lever", Args: "WORD... [@FILE]",
	Text:  "uses a lever of the simulated host, as in clock advance 300s, with a file of the script if the lever reads one (docs/simulator.md). The header must say that the script needs levers.",
	least: 1, most: -1,
	run: func(j *judge, ts *testscript.TestScript, words []string) {
		j.mustNeed(ts, "levers")
		var content []byte
		if last := len(words) - 1; strings.HasPrefix(words[last], "@") {
			content, words = text(ts, words[last]), words[:last]
		}
		ctx, cancel := context.WithTimeout(j.ctx, j.of.Timeout)
		defer cancel()
		if err := work(ctx, j.host.Levers, words, content); err != nil {
			j.unable("cannot work the lever %s: %v", strings.Join(words, " "), err)
		}
	},
}

// levers is a client of its own: anybody in the process may close the idle connections
// of the one that all share, as httptest does, and would break a request on its way.
var levers = &http.Client{Transport: &http.Transport{IdleConnTimeout: 90 * time.Second}}

// work asks a simulated host over its management port.
func work(ctx context.Context, at string, words []string, content []byte) error {
	for _, word := range words {
		at += "/" + url.PathEscape(word)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, at, bytes.NewReader(content))
	if err != nil {
		return err
	}
	reply, err := levers.Do(request)
	if err != nil {
		return err
	}
	defer reply.Body.Close()
	said, err := io.ReadAll(io.LimitReader(reply.Body, 4096))
	if err == nil && reply.StatusCode >= 300 {
		err = fmt.Errorf("it answers %s: %s", reply.Status, strings.TrimSpace(string(said)))
	}
	return err
}
