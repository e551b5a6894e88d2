package rpc_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// A bookkeeper is a witness that records what it is told.
type bookkeeper struct {
	refuse       error
	began, ended []rpc.Entry
}

func (b *bookkeeper) Begins(_ context.Context, e *rpc.Entry) error {
	b.began = append(b.began, *e)
	return b.refuse
}

func (b *bookkeeper) Ended(_ context.Context, e *rpc.Entry) { b.ended = append(b.ended, *e) }

var otto = auth.Identity{User: "otto"}

func TestWitness(t *testing.T) {
	tests := []struct {
		name    string
		caller  auth.Identity
		message string
		begins  int // the code before the request is carried out
		want    rpc.Entry
	}{
		{"a reply", otto, `{"namespace":"Sysadm","name":"box","args":{"action":"open","jail":"www","password":"x"}}`, 0,
			rpc.Entry{User: "otto", Namespace: "Sysadm", Name: "box", Class: "sysadm/box", Action: "open", Args: map[string]string{"jail": "www"}, Code: 200}},
		{"iocage says no", otto, `{"namespace":"sysadm","name":"box","args":{"action":"jam","lock":"big","key":"k"}}`, 0,
			rpc.Entry{User: "otto", Namespace: "sysadm", Name: "box", Class: "sysadm/box", Action: "jam", Changes: true,
				Args: map[string]string{"lock": "big"}, Code: 200, Refusal: "it is stuck"}},
		{"what is private stays so", otto, `{"namespace":"sysadm","name":"box","args":{"action":"whisper"}}`, 0,
			rpc.Entry{User: "otto", Namespace: "sysadm", Name: "box", Class: "sysadm/box", Action: "whisper", Code: 200, Refusal: "(private)"}},
		{"a defect", otto, `{"namespace":"sysadm","name":"box","args":{"action":"break"}}`, 0,
			rpc.Entry{User: "otto", Namespace: "sysadm", Name: "box", Class: "sysadm/box", Action: "break", Code: 500, Cause: "glue"}},
		{"forbidden", otto, `{"namespace":"sysadm","name":"box","args":{"action":"burn"}}`, 403,
			rpc.Entry{User: "otto", Namespace: "sysadm", Name: "box", Class: "sysadm/box", Action: "burn", Code: 403,
				Cause: "this needs full access: a user of the group wheel"}},
		{"no login", auth.Identity{}, `{"namespace":"sysadm","name":"box","args":{"action":"jam"}}`, 401,
			rpc.Entry{Namespace: "sysadm", Name: "box", Code: 401}},
		{"no reply", auth.Identity{}, `{"namespace":"rpc","name":"silent"}`, 0,
			rpc.Entry{Namespace: "rpc", Name: "silent", Class: "rpc/silent", Code: 204}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, book := router(edition.Documented), &bookkeeper{}
			r.Witness = rpc.Witnesses{book, &bookkeeper{}}
			ask(t, r, test.caller, test.message)
			require.Len(t, book.began, 1)
			require.Len(t, book.ended, 1)
			began, ended := book.began[0], book.ended[0]
			require.Equal(t, test.begins, began.Code)
			require.NotEmpty(t, began.ID)
			require.Equal(t, began.ID, ended.ID)
			require.Positive(t, ended.Took)
			ended.ID, ended.Began, ended.Took = "", test.want.Began, 0
			require.Equal(t, test.want, ended)
		})
	}
}

// A witness can prevent a request from being carried out; all witnesses are
// told of it nevertheless.
func TestWitnessRefuses(t *testing.T) {
	r := router(edition.Documented)
	before, after := &bookkeeper{}, &bookkeeper{}
	r.Witness = rpc.Witnesses{before, &bookkeeper{refuse: errors.New("the book is full")}, after}
	reply := ask(t, r, otto, `{"namespace":"sysadm","name":"box","args":{"action":"panic"}}`)
	require.Equal(t, 500, reply.Code)
	require.Contains(t, text(t, reply), "the book is full")
	for _, book := range []*bookkeeper{before, after} {
		require.Equal(t, 0, book.began[0].Code)
		require.Equal(t, 500, book.ended[0].Code)
	}
}

// The log tells an administrator who did what in which jail. All lines of a
// request have one id, and none holds a secret.
func TestLog(t *testing.T) {
	r := router(edition.Documented)
	log := &bytes.Buffer{}
	r.Logger = slog.New(rpc.LogRequestIDs(slog.NewTextHandler(log, nil)))
	ask(t, r, otto, `{"namespace":"sysadm","name":"box","args":{"action":"jam","lock":"big","key":"secret"}}`)
	require.Contains(t, log.String(), ` user=otto namespace=sysadm name=box action=jam args.lock=big code=200 refusal="it is stuck" took=`)
	ask(t, r, auth.Identity{}, `{"namespace":"rpc","name":"hello","args":{"password":"secret"}}`)
	require.NotContains(t, log.String(), "secret")

	log.Reset()
	ask(t, r, otto, `{"namespace":"sysadm","name":"box","args":{"action":"break"}}`)
	ids := regexp.MustCompile(` request=([A-Z2-7]{12})\n`).FindAllStringSubmatch(log.String(), -1)
	require.Len(t, ids, 2, log.String())
	require.Equal(t, ids[0][1], ids[1][1])
}

// Names and values that are long or many are shortened: clients choose them.
func TestMuchIsToldInShort(t *testing.T) {
	r, book := router(edition.Documented), &bookkeeper{}
	r.Witness = book
	for i := range r.Classes {
		for j := range r.Classes[i].Actions {
			r.Classes[i].Actions[j].Told = func(rpc.Args) map[string]string {
				told := map[string]string{strings.Repeat("n", 5000): strings.Repeat("é", 5000)}
				for i := range 1000 {
					told[fmt.Sprintf("z%04d", i)] = "x"
				}
				return told
			}
		}
	}
	ask(t, r, otto, `{"namespace":"sysadm","name":"box","args":{"action":"open"}}`)
	told := book.ended[0].Args
	require.Len(t, told, 33)
	require.Equal(t, "969 more", told["…"])
	require.Equal(t, strings.Repeat("é", 512)+"…", told[strings.Repeat("n", 1024)+"…"])
}
