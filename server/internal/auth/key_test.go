package auth_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/big"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/server/internal/auth"
)

// private is a key pair shared by the tests, because making one is slow.
var private = sync.OnceValue(func() *rsa.PrivateKey { return newPrivate(2048) })

func newPrivate(bits int) *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return key
}

// publicPEM encodes a public key as clients send it.
func publicPEM(t testing.TB, public any) []byte {
	der, err := x509.MarshalPKIXPublicKey(public)
	require.NoError(t, err)
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

func parsed(t testing.TB, public *rsa.PublicKey, user string) auth.Key {
	key, err := auth.ParseKey(publicPEM(t, public))
	require.NoError(t, err)
	key.User, key.Registered = user, time.Date(2016, 5, 12, 10, 11, 12, 0, time.UTC)
	return key
}

func openKeys(t testing.TB, keys ...auth.Key) (*auth.Keys, string) {
	path := filepath.Join(t.TempDir(), "ssl-keys.json")
	k, err := auth.OpenKeys(path, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	for _, key := range keys {
		require.NoError(t, k.Register(key))
	}
	return k, path
}

// sign signs a test string as a client does.
func sign(t testing.TB, key *rsa.PrivateKey, text string) []byte {
	signature, err := rsa.SignPKCS1v15(nil, key, 0, []byte(text))
	require.NoError(t, err)
	return signature
}

func TestKeyLogin(t *testing.T) {
	keys, _ := openKeys(t, parsed(t, &private().PublicKey, "anna"))
	l, clock := logins(auth.Options{Keys: keys})
	challenge := func() string {
		text, err := l.Challenge(t.Context(), far)
		require.NoError(t, err)
		require.Regexp(t, `^[A-Z2-7]{128}$`, text)
		return text
	}
	login := func(from netip.Addr, signature []byte) error {
		token, err := l.LoginKey(t.Context(), from, signature)
		if err == nil {
			identity, found := l.Renew(t.Context(), from, token)
			require.True(t, found)
			require.Equal(t, anna, identity)
		}
		return err
	}
	text := challenge()
	require.NotEqual(t, text, challenge())
	require.ErrorIs(t, login(netip.MustParseAddr("192.0.2.8"), sign(t, private(), text)), auth.ErrRefused, "from elsewhere")
	require.NoError(t, login(far, sign(t, private(), text)))
	require.ErrorIs(t, login(far, sign(t, private(), text)), auth.ErrRefused, "single use")
	require.ErrorIs(t, login(far, sign(t, private(), strings.Repeat("A", 128))), auth.ErrRefused, "nobody was asked that")
	require.ErrorIs(t, login(far, nil), auth.ErrRefused)

	late := sign(t, private(), challenge())
	clock.now = clock.now.Add(30 * time.Second)
	require.ErrorIs(t, login(far, late), auth.ErrRefused, "after 30 seconds")
	clock.now = clock.now.Add(-time.Second)
	require.NoError(t, login(far, sign(t, private(), challenge())))
}

func TestKeyLoginFailures(t *testing.T) {
	keys, _ := openKeys(t, parsed(t, &private().PublicKey, "gone"))
	l, _ := logins(auth.Options{Keys: keys})
	for range 5 {
		text, err := l.Challenge(t.Context(), far)
		require.NoError(t, err)
		_, err = l.LoginKey(t.Context(), far, sign(t, private(), text))
		require.ErrorIs(t, err, auth.ErrRefused, "the key's user is no more")
	}
	_, err := l.Challenge(t.Context(), far)
	require.ErrorIs(t, err, auth.ErrBlocked)
	_, err = l.LoginKey(t.Context(), far, nil)
	require.ErrorIs(t, err, auth.ErrBlocked)
}

// However many test strings are requested, only a few stay open, and no client
// can displace those of others.
func TestChallengesAreBounded(t *testing.T) {
	keys, _ := openKeys(t, parsed(t, &private().PublicKey, "anna"))
	l, _ := logins(auth.Options{Keys: keys})
	mine, err := l.Challenge(t.Context(), far)
	require.NoError(t, err)
	other := netip.MustParseAddr("2001:db8::")
	first, err := l.Challenge(t.Context(), other)
	require.NoError(t, err)
	for range 10_000 {
		other = other.Next()
		_, err := l.Challenge(t.Context(), other)
		require.NoError(t, err)
	}
	_, err = l.LoginKey(t.Context(), netip.MustParseAddr("2001:db8::"), sign(t, private(), first))
	require.ErrorIs(t, err, auth.ErrRefused, "a /64 keeps few")
	_, err = l.LoginKey(t.Context(), far, sign(t, private(), mine))
	require.NoError(t, err)
}

// Logs in with a key and a signature that openssl made, as users do.
func TestKeyLoginWithOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("there is no openssl on PATH")
	}
	dir := t.TempDir()
	openssl := func(args ...string) {
		cmd := exec.Command("openssl", args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	openssl("genrsa", "-out", "private.pem", "2048")
	openssl("rsa", "-in", "private.pem", "-pubout", "-out", "public.pem")
	text, err := os.ReadFile(filepath.Join(dir, "public.pem"))
	require.NoError(t, err)
	key, err := auth.ParseKey(text)
	require.NoError(t, err)
	require.Equal(t, string(text), key.PEM, "a key is kept as openssl, and Qt with it, writes it")
	key.User = "anna"
	keys, _ := openKeys(t, key)
	l, _ := logins(auth.Options{Keys: keys})
	challenge, err := l.Challenge(t.Context(), far)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "test_string"), []byte(challenge), 0o600))
	openssl("rsautl", "-sign", "-inkey", "private.pem", "-in", "test_string", "-out", "signed")
	signature, err := os.ReadFile(filepath.Join(dir, "signed"))
	require.NoError(t, err)
	_, err = l.LoginKey(t.Context(), far, signature)
	require.NoError(t, err)
}

func TestParseKey(t *testing.T) {
	whole := publicPEM(t, &private().PublicKey)
	want := parsed(t, &private().PublicKey, "")
	pkcs1 := pem.EncodeToMemory(&pem.Block{Type: "RSA PUBLIC KEY", Bytes: x509.MarshalPKCS1PublicKey(&private().PublicKey)})
	template := &x509.Certificate{}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private().Public(), private())
	require.NoError(t, err)
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for _, text := range [][]byte{whole, pkcs1, certificate, []byte("\n\nfrom the client:\n" + string(whole))} {
		key, err := auth.ParseKey(text)
		require.NoError(t, err)
		require.Equal(t, want.PEM, key.PEM)
	}
	require.Equal(t, base64.StdEncoding.EncodeToString(whole), want.Base64())
	require.Len(t, want.Checksum(), 24)
	require.Equal(t, 2048, want.Bits())
}

func TestParseKeyRefuses(t *testing.T) {
	elliptic256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	own, err := x509.MarshalPKCS8PrivateKey(private())
	require.NoError(t, err)
	one, even := private().PublicKey, private().PublicKey
	one.E, even.E = 1, 65536
	divided := rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 2047), E: 65537}
	thrice := rsa.PublicKey{N: new(big.Int).Mul(divided.N, big.NewInt(3)), E: 3}
	thrice.N.Add(thrice.N, big.NewInt(9))
	block := func(kind string, der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}) }
	for name, c := range map[string]struct {
		text []byte
		says string
	}{
		"nothing":     {nil, "no PEM"},
		"text":        {[]byte("hello"), "no PEM"},
		"private":     {block("PRIVATE KEY", own), "a PRIVATE KEY is no public key"},
		"elliptic":    {publicPEM(t, &elliptic256.PublicKey), "no RSA key"},
		"short":       {publicPEM(t, &newPrivate(1024).PublicKey), "1024 bits: it must have 2048 to 8192"},
		"exponent":    {publicPEM(t, &one), "exponent is 1"},
		"even":        {publicPEM(t, &even), "exponent is 65536"},
		"divided":     {publicPEM(t, &divided), "divided by 2"},
		"thrice":      {publicPEM(t, &thrice), "divided by 3"},
		"junk":        {block("PUBLIC KEY", []byte("junk")), "cannot be read"},
		"certificate": {block("CERTIFICATE", []byte("junk")), "cannot be read"},
		"long":        {[]byte(strings.Repeat("x", 20_000)), "longer than 16384 bytes"},
	} {
		_, err := auth.ParseKey(c.text)
		var wrong *auth.KeyError
		require.ErrorAs(t, err, &wrong, name)
		require.ErrorContains(t, err, c.says, name)
	}
}

func TestParseKeyFindsSmallDivisors(t *testing.T) {
	for prime := int64(2); prime < 100; prime++ {
		if !big.NewInt(prime).ProbablyPrime(0) {
			continue
		}
		divided := private().PublicKey
		divided.N = new(big.Int).Mul(divided.N, big.NewInt(prime))
		_, err := auth.ParseKey(publicPEM(t, &divided))
		require.ErrorContains(t, err, fmt.Sprintf("divided by %d:", prime))
	}
}

func TestKeysAreKept(t *testing.T) {
	annas, ottos := parsed(t, &private().PublicKey, "anna"), parsed(t, &newPrivate(2048).PublicKey, "otto")
	keys, path := openKeys(t, annas, ottos)
	annas.Nickname, annas.Email = "laptop", "anna@example.org"
	require.NoError(t, keys.Register(annas), "described anew")
	taken := annas
	taken.User = "otto"
	require.ErrorContains(t, keys.Register(taken), "registered already", "a key is one user's")

	again, err := auth.OpenKeys(path, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	require.Len(t, again.All(), 2)
	require.Equal(t, "Nickname: laptop\nEmail: anna@example.org\nDate Registered: 2016-05-12T10:11:12Z", again.Of("anna")[0].Describe())
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	require.ErrorContains(t, again.Revoke("otto", annas.PEM), "no such key")
	require.NoError(t, again.Revoke("anna", annas.PEM))
	require.Empty(t, keys.Of("anna"), "others notice the file")
	require.Len(t, keys.Of("otto"), 1)
	require.NoError(t, os.Remove(path))
	require.Empty(t, keys.All())
}

func TestKeysRefuse(t *testing.T) {
	key := parsed(t, &private().PublicKey, "anna")
	for _, spoil := range []func(*auth.Key){
		func(k *auth.Key) { k.Nickname = "x\nEmail: root@localhost" },
		func(k *auth.Key) { k.Email = "a\x00" },
		func(k *auth.Key) { k.Nickname = strings.Repeat("x", 256) },
		func(k *auth.Key) { k.User = "" },
	} {
		bad := key
		spoil(&bad)
		keys, _ := openKeys(t)
		var wrong *auth.KeyError
		require.ErrorAs(t, keys.Register(bad), &wrong)
		require.Empty(t, keys.All())
	}
	require.ErrorContains(t, (&auth.Keys{}).Register(key), "keeps no keys")
}

// random returns a public key without a private one. Its modulus is one less
// than a multiple of every number up to 100, so no small prime divides it.
func random(t *testing.T) *rsa.PublicKey {
	divisible := new(big.Int).MulRange(2, 100)
	room := new(big.Int).Lsh(big.NewInt(1), uint(2048-divisible.BitLen()))
	multiple, err := rand.Int(rand.Reader, room)
	require.NoError(t, err)
	modulus := divisible.Mul(divisible, multiple.Add(multiple, room))
	return &rsa.PublicKey{N: modulus.Sub(modulus, big.NewInt(1)), E: 3}
}

func TestKeysAreBounded(t *testing.T) {
	keys, path := openKeys(t)
	for range 32 {
		require.NoError(t, keys.Register(parsed(t, random(t), "anna")))
	}
	require.ErrorContains(t, keys.Register(parsed(t, random(t), "anna")), "no more than 32 keys of a user")
	first := keys.Of("anna")[0]
	first.Nickname = "known"
	require.NoError(t, keys.Register(first), "a key that is there can be described anew")
	require.Len(t, keys.Of("anna"), 32)

	file := struct {
		Keys []auth.Key `json:"keys"`
	}{keys.All()}
	for i := range 1000 - 32 {
		file.Keys = append(file.Keys, parsed(t, random(t), fmt.Sprint("user", i)))
	}
	text, err := json.Marshal(file)
	require.NoError(t, err)
	rewrite(t, path, string(text))
	require.Len(t, keys.All(), 1000)
	require.ErrorContains(t, keys.Register(parsed(t, random(t), "otto")), "1000 in all")
}

// A revoked key is not kept for ever because the file could not be read just then.
func TestKeysFileIsReadWhenThatIsPossible(t *testing.T) {
	_, path := openKeys(t, parsed(t, &private().PublicKey, "anna"))
	none := `{"keys":[]}`
	synctest.Test(t, func(t *testing.T) {
		keys, err := auth.OpenKeys(path, slog.New(slog.DiscardHandler))
		require.NoError(t, err)
		rewrite(t, path, strings.Repeat("x", len(none)))
		require.Len(t, keys.All(), 1)
		repair(t, path, none)
		time.Sleep(10 * time.Second)
		require.Empty(t, keys.All())
	})
}

func TestDamagedKeysFile(t *testing.T) {
	keys, path := openKeys(t, parsed(t, &private().PublicKey, "anna"))
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	for _, text := range []string{"{", `{"keys":[{"user":"anna","pem":"x"}]}`, `{"keys":[{"pem":` + fmt.Sprintf("%q", keys.All()[0].PEM) + `}]}`} {
		rewrite(t, path, text)
		require.Len(t, keys.All(), 1, "the keys last read stay")
		require.ErrorContains(t, keys.Register(parsed(t, &private().PublicKey, "anna")), "correct or remove the file", "and nothing is written over")
		_, err := auth.OpenKeys(path, slog.New(slog.DiscardHandler))
		require.ErrorContains(t, err, path)
	}
	var file map[string][]any
	require.NoError(t, json.Unmarshal(whole, &file))
	twice, err := json.Marshal(map[string]any{"keys": append(file["keys"], file["keys"]...)})
	require.NoError(t, err)
	rewrite(t, path, string(twice))
	_, err = auth.OpenKeys(path, slog.New(slog.DiscardHandler))
	require.ErrorContains(t, err, "SSL key 2 of user \"anna\"")
	rewrite(t, path, string(whole))
	require.Len(t, keys.All(), 1)
}

// When many register at once, every key is kept.
func TestKeysAtOnce(t *testing.T) {
	_, path := openKeys(t)
	pairs := make([]auth.Key, 8)
	for i := range pairs {
		pairs[i] = parsed(t, random(t), fmt.Sprint("user", i))
	}
	var wg sync.WaitGroup
	for _, key := range pairs {
		wg.Go(func() {
			keys, err := auth.OpenKeys(path, slog.New(slog.DiscardHandler))
			if err == nil {
				err = keys.Register(key)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	keys, err := auth.OpenKeys(path, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	require.Len(t, keys.All(), len(pairs))
}

func FuzzParseKey(f *testing.F) {
	f.Add(publicPEM(f, &private().PublicKey))
	f.Add([]byte("-----BEGIN PUBLIC KEY-----\nMA==\n-----END PUBLIC KEY-----\n"))
	f.Add([]byte("-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		key, err := auth.ParseKey(text)
		if err != nil {
			return
		}
		again, err := auth.ParseKey([]byte(key.PEM))
		if err != nil || again.PEM != key.PEM {
			t.Fatalf("%q is read as %q, and that as %q: %v", text, key.PEM, again.PEM, err)
		}
	})
}

func FuzzKeysFile(f *testing.F) {
	f.Add(`{"keys":[{"user":"anna","pem":` + fmt.Sprintf("%q", publicPEM(f, &private().PublicKey)) + `,"registered":"2016-05-12T10:11:12Z"}]}`)
	f.Add(`{"keys":[{}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "ssl-keys.json")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		keys, err := auth.OpenKeys(path, slog.New(slog.DiscardHandler))
		if err != nil {
			return
		}
		for _, key := range keys.All() {
			require.NoError(t, keys.Register(key), "what is read can be written")
		}
	})
}
