package judge

import (
	"crypto"
	"crypto/rsa"
	"encoding/base64"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/sysadm-go/sysadm/conformance/internal/document"
)

var cmdSigned = Cmd{
	Name: "signed", Args: "NAME KEY PATH|=TEXT",
	Text:  "sets $NAME to the one text at the path of the last reply, or to this text, encrypted with the private half of a key of the script, as auth_ssl takes it.",
	least: 3, most: 3,
	run: func(j *judge, ts *testscript.TestScript, args []string) {
		key := j.keys[args[1]]
		if key == nil {
			ts.Fatalf("no key %s: make it with key", args[1])
		}
		signature, err := rsa.SignPKCS1v15(nil, key, crypto.Hash(0), j.challenge(args[2]))
		if err != nil {
			j.differ(args[2], "a text that fits into a key of 2048 bits", showReply(j.last), "the text of the server cannot be encrypted")
		}
		answer := base64.StdEncoding.EncodeToString(signature)
		j.trace.hide(answer, "<answer "+args[0]+">")
		ts.Setenv(args[0], answer)
	},
}

// challenge is what stands at a path of the last reply, or behind a = sign.
func (j *judge) challenge(arg string) []byte {
	if arg[:1] == "=" {
		return []byte(arg[1:])
	}
	places := j.places(arg)
	if len(places) != 1 || document.TypeOf(places[0].Value) != "string" {
		j.differ(arg, "one text", showReply(j.last), "a value is missing")
	}
	return []byte(document.Scalar(places[0].Value))
}
