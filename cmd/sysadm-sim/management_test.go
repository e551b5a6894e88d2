package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// useLever sends a request to the management port of the ready line in
// ready.json and prints the status and the body:
//
//	lever METHOD PATH [BODY-FILE] [HEADER=VALUE...]
func useLever(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: lever METHOD PATH [BODY-FILE] [HEADER=VALUE...]")
	}
	var r ready
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("ready.json")), &r))
	var body string
	headers := args[2:]
	if len(headers) > 0 && !strings.Contains(headers[0], "=") {
		body, headers = ts.ReadFile(headers[0]), headers[1:]
	}
	request, err := http.NewRequest(args[0], r.Management+args[1], strings.NewReader(body))
	ts.Check(err)
	for _, h := range headers {
		name, value, _ := strings.Cut(h, "=")
		request.Header.Set(name, value)
		if name == "Host" {
			request.Host = value
		}
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	ts.Check(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("answer"), fmt.Appendf(nil, "%d\n%s", response.StatusCode, text), 0o644))
}
