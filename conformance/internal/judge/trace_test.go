package judge

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTraceHidesSecrets(t *testing.T) {
	var tr trace
	tr.keepSecret("admin", `pa"ss`)
	tr.note(Message{}, []byte(`{"password":"pa\"ss"} pa"ss YWRtaW46cGEic3M=`))
	tr.hide("T0ken", "<token>")
	tr.note(Message{}, []byte(strings.Repeat("T0ken ", 1000)))
	shown := fmt.Sprint(tr.shown())
	for _, secret := range []string{`pa\"ss`, `pa"ss`, "YWRtaW46cGEic3M=", "T0ken"} {
		require.NotContains(t, shown, secret)
	}
}

// A password or token can be guessed from what is nearly it; and which token a
// message holds is to be seen.
func TestTraceHidesWhatIsNearlyASecret(t *testing.T) {
	var tr trace
	tr.keepSecret("admin", "Passw0rd")
	tr.keepToken("ABCDEFGH1234")
	tr.keepToken("IJKLMNOP5678")
	tr.keepToken("ABCDEFGH1234")
	tr.note(Message{Header: map[string]string{"Set-Cookie": "t=ABCDEFGH1234"}}, []byte("pASSW0RD Passw0r ABCDEFGH1234 IJKLMNOP5678 ABCDEF GH1234 ijklmnop5678"))
	require.Equal(t, "<password in other case> <part of password> <token> <token 2> <first half of token> <second half of token> <token 2 in other case>", tr.shown()[0].Text)
	require.Equal(t, "t=<token>", tr.shown()[0].Header["Set-Cookie"])
}

// A server that takes 0 for a token tells it as one, but a 0 may stand anywhere.
func TestTraceShowsWhatIsTooShortForASecret(t *testing.T) {
	var tr trace
	tr.keepToken("0")
	tr.note(Message{}, []byte(`{"code":400}`))
	require.Equal(t, `{"code":400}`, tr.shown()[0].Text)
}

func TestTraceCutsLargeMessages(t *testing.T) {
	var tr trace
	tr.note(Message{}, []byte(strings.Repeat("ü", messageText)))
	kept := tr.shown()[0]
	require.LessOrEqual(t, len(kept.Text), messageText)
	require.Equal(t, 2*messageText, kept.Bytes)
	require.NotContains(t, strings.ToValidUTF8(kept.Text, "?"), "?")
}

// Wherever a large message is cut, no part of a secret is left, also where what is
// shown instead is shorter.
func TestTraceCutsNoSecret(t *testing.T) {
	const secret = "Passw0rd-with-a-long-way-to-go"
	for before := messageText - 100; before < messageText+100; before++ {
		var tr trace
		tr.keepSecret("admin", secret)
		text := strings.Repeat(secret, 1000) + strings.Repeat("x", before-1000*len(secret)) + secret
		tr.note(Message{}, []byte(text+strings.Repeat("x", messageText)))
		require.NotContains(t, tr.shown()[0].Text, "P", before)
	}
}
