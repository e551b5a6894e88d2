package right

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/schemas/edition"
)

// A reset makes another host, and every action is about that one from then on.
func TestResetIsANewHost(t *testing.T) {
	for _, e := range edition.Editions {
		s := newServer(newHost(e, ""), documentedStyle)
		before, _ := s.run("listjails", object{})
		s.host.jails = nil
		s.lever(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/reset", nil))
		list, code := s.run("listjails", object{})
		require.Equal(t, http.StatusOK, code)
		require.Equal(t, before, list, e.Name)
	}
}
