package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

// readInput reads the input of a request: the lever's flags from the query, its
// content from the body.
func readInput(w http.ResponseWriter, r *http.Request, l lever) (input, error) {
	in := input{times: -1, source: "the body"}
	if err := readQuery(&in, r.URL.Query(), l); err != nil {
		return in, err
	}
	if l.content == "" {
		return in, nil
	}
	var err error
	if in.content, err = io.ReadAll(http.MaxBytesReader(w, r.Body, maxContent)); err != nil {
		return in, fmt.Errorf("cannot read the body: %w", err)
	}
	return in, nil
}

func readQuery(in *input, query url.Values, l lever) error {
	for name, values := range query {
		if !slices.Contains(l.flags, name) || name != "times" && name != "seed-number" {
			return fmt.Errorf("%s takes no %q", l.words, name)
		}
		n, err := strconv.ParseUint(values[0], 10, 64)
		if err != nil || name == "times" && n > many*many {
			return fmt.Errorf("%s=%s is not a valid number", name, values[0])
		}
		if name == "times" {
			in.times = int(n)
		} else {
			in.number = &n
		}
	}
	return nil
}

// refuse answers with one sentence.
func refuse(w http.ResponseWriter, status int, why string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = writeJSON(w, map[string]string{"error": why})
}
