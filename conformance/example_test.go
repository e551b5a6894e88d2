package conformance_test

import (
	"context"
	"fmt"

	"github.com/sysadm-go/sysadm/conformance"
)

// A server that runs already, judged from a Go test of your own.
func Example() {
	endpoint := conformance.Endpoint{WS: "wss://127.0.0.1:12150", REST: "https://127.0.0.1:12151", CAFile: "host.crt", User: "admin", Password: "secret"}
	result, err := conformance.Run(context.Background(), conformance.Options{Host: &conformance.Address{Endpoint: endpoint}})
	for _, o := range result.Checks {
		fmt.Println(o.Status, o.Check.Level, o.Check.ID, o.Sentence())
	}
	fmt.Println(result.Failed(), err)
}
