package fuzz

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// A Step is one thing that a client does. What only the target knows stands in
// it as a placeholder (names.go), so that a sequence can be run again on another
// host, and without some of its steps.
type Step struct {
	// Session is the client; each has a WebSocket connection of its own.
	Session string `json:"session"`

	// Over is websocket or rest. Over REST every request brings its own
	// credentials: those of As.
	Over string `json:"over"`

	// As is who asks over REST, or logs in, with wrong credentials (guesses);
	// empty is the user.
	As string `json:"as,omitempty"`

	// Class is a namespace and a name, as in sysadm/iocage, or connect to begin
	// the session anew.
	Class string `json:"class"`

	// Args are the arguments.
	Args any `json:"args,omitempty"`

	// Joined sends a request that only reads without waiting for the reply to
	// what was sent before it on the same connection.
	Joined bool `json:"joined,omitempty"`
}

// A Sequence is what the clients do, one step after the other, on a host that
// nobody else changes, and how that host is to be judged.
type Sequence struct {
	Edition string `json:"edition"`
	Compat  string `json:"compat"`
	Steps   []Step `json:"steps"`
}

// idPrefix begins an id and names its form.
const idPrefix = "s1."

// ID is the whole sequence as one word.
func (s Sequence) ID() string {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // steps are made of JSON alone
	}
	var packed bytes.Buffer
	w, _ := flate.NewWriterDict(&packed, flate.BestCompression, dictionary)
	_, _ = w.Write(text)
	_ = w.Close()
	return idPrefix + base64.RawURLEncoding.EncodeToString(packed.Bytes())
}

// dictionary is what stands in many sequences.
var dictionary = []byte(`{"edition":"2016-02-05","edition":"2016-02-22","compat":"reference","compat":"documented","steps":[` +
	`{"session":"second","over":"rest","as":"nobody","class":"rpc/auth_token","args":{"token":"{token:first}"}},` +
	`{"session":"first","over":"websocket","class":"sysadm/iocage","args":{"action":"startjail","jail":"{tag:0}"}},` +
	`{"session":"first","over":"websocket","class":"sysadm/iocage","args":{"action":"createjail","props":"tag={prefix}1 release={release}"}},`)

// idLimit bounds a sequence that is unpacked, in bytes.
const idLimit = 16 << 20

// Load reads a sequence from its id, or from a file that holds one as JSON.
func Load(idOrFile string) (Sequence, error) {
	packed, isID := strings.CutPrefix(idOrFile, idPrefix)
	if !isID {
		text, err := os.ReadFile(idOrFile)
		if err != nil {
			return Sequence{}, fmt.Errorf("cannot read the sequence: %v", err)
		}
		return parse(text)
	}
	data, err := base64.RawURLEncoding.DecodeString(packed)
	if err != nil {
		return Sequence{}, fmt.Errorf("cannot read the id: %v", err)
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReaderDict(bytes.NewReader(data), dictionary), idLimit))
	if err != nil {
		return Sequence{}, fmt.Errorf("cannot read the id: %v", err)
	}
	return parse(text)
}

func parse(text []byte) (Sequence, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	var s Sequence
	if err := d.Decode(&s); err != nil {
		return Sequence{}, fmt.Errorf("cannot read the sequence: %v", err)
	}
	return s, nil
}
