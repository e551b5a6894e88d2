package action

import (
	"encoding/json"
	"testing"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server/internal/commandline"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// For any arguments, parsing jobs fails only with 400. The parsed jobs can be
// run: as the documents require, no command is empty.
func FuzzSpecs(f *testing.F) {
	f.Add([]byte(`{"action":"run","a":"echo x","b":["echo","false"]}`))
	f.Add([]byte(`{"action":"run","a":[1,true,null,{},[],"x"],"b":5,"c":""}`))
	f.Add([]byte(`{"namespace":"rpc","name":"dispatcher","id":"x","action":"run","j":"e"}`))
	f.Fuzz(func(t *testing.T, args []byte) {
		if !json.Valid(args) {
			return
		}
		for _, compat := range edition.Compats {
			h := &Host{Compat: compat}
			specs, err := h.specs(&rpc.Request{Args: args})
			if err != nil {
				if e, ok := err.(*rpc.Error); !ok || e.Code != 400 {
					t.Fatalf("%s: %v", args, err)
				}
				continue
			}
			for _, s := range specs {
				for _, command := range s.Commands {
					if !compat.RunsOnly && len(commandline.Split(command)) == 0 {
						t.Fatalf("%s: the job %q has an empty command", args, s.ID)
					}
				}
			}
			tellJobs(must(rpc.ParseArgs(args)))
		}
	})
}

func must(args rpc.Args, _ error) rpc.Args { return args }
