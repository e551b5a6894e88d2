package conformance_test

import (
	"crypto"
	"crypto/md5"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// registered is the class settings, in either namespace.
func (r *right) registered(c *caller, args map[string]any) (any, int) {
	action, _ := args["action"].(string)
	key, _ := args["pub_key"].(string)
	if action != "list_ssl_checksums" {
		action = strings.Replace(action, "cert", "certificate", 1)
		action = strings.Replace(action, "certificateificate", "certificate", 1)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch action {
	case "list_ssl_certificates":
		return r.listKeys(c), 200
	case "list_ssl_checksums":
		return map[string]any{"md5_keys": r.checksums()}, 200
	case "register_ssl_certificate":
		return r.register(c, key, args)
	case "revoke_ssl_certificate":
		return r.revoke(c, key, args)
	}
	return nil, 400
}

func (r *right) listKeys(c *caller) any {
	listed := map[string]any{}
	for user, keys := range r.keys {
		if !r.seesAll(c) && user != c.user {
			continue
		}
		about := map[string]any{}
		for key, text := range keys {
			about[key] = text
		}
		listed[user] = about
	}
	return listed
}

func (r *right) checksums() []string {
	sums := []string{}
	for _, keys := range r.keys {
		for key := range keys {
			text, _ := base64.StdEncoding.DecodeString(key)
			sum := md5.Sum(text)
			sums = append(sums, base64.StdEncoding.EncodeToString(sum[:]))
		}
	}
	return sums
}

func (r *right) register(c *caller, key string, args map[string]any) (any, int) {
	if _, err := publicKey(key); err != nil && !r.takesAnyKey || !textual(args, "nickname", "email") {
		return nil, 400
	}
	if r.keys[c.user] == nil {
		r.keys[c.user] = map[string]string{}
	}
	r.keys[c.user][key] = fmt.Sprintf("Nickname: %v\nEmail: %v\nDate Registered: %s", orEmpty(args["nickname"]), orEmpty(args["email"]), rightTime)
	return map[string]any{}, 200
}

func (r *right) revoke(c *caller, key string, args map[string]any) (any, int) {
	user, named := args["user"].(string)
	switch {
	case !textual(args, "user"):
		return nil, 400
	case !named:
		user = c.user
	case user != c.user && !r.seesAll(c):
		return nil, 403
	}
	if _, there := r.keys[user][key]; !there {
		return nil, 400
	}
	delete(r.keys[user], key)
	return map[string]any{}, 200
}

// textual reports whether those members that are there are texts.
func textual(args map[string]any, names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		_, isText := args[name].(string)
		return args[name] != nil && !isText
	})
}

// publicKey reads a key as clients send it.
func publicKey(key string) (*rsa.PublicKey, error) {
	text, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("no PEM")
	}
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	key2, ok := public.(*rsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("no RSA key")
	}
	return key2, nil
}

// challenge is the first stage of a login with a key.
func (r *right) challenge() any {
	r.mu.Lock()
	defer r.mu.Unlock()
	text := strings.Repeat(rand.Text(), 5)[:r.textLength]
	r.challenges = append(r.challenges, text)
	r.asked[text] = r.clock.now()
	return map[string]any{"test_string": text}
}

// keyOwner is the second stage: who has answered which text.
func (r *right) keyOwner(answer string) (user string, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	signature, _ := base64.StdEncoding.DecodeString(answer)
	for user, keys := range r.keys {
		for key := range keys {
			public, err := publicKey(key)
			if err != nil {
				continue
			}
			for _, text := range r.challenges {
				if r.clock.now().Sub(r.asked[text]) < r.textLife && rsa.VerifyPKCS1v15(public, crypto.Hash(0), []byte(text), signature) == nil {
					r.challenges = slices.DeleteFunc(r.challenges, func(other string) bool { return other == text && r.forgets })
					return user, true
				}
			}
		}
	}
	return "", false
}

// note writes into the log hostinfo.
func (r *right) note(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.book = append(r.book, text)
}

// readLogs answers rpc/logs.
func (r *right) readLogs(args map[string]any) (any, int) {
	if logs, given := args["logs"]; args["action"] != "read_logs" || given && !isTexts(logs) || !textual(args, "time_format", "start_time", "end_time") {
		return nil, 400
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	hostinfo := map[string]any{}
	if !asksForNow(args, time.Now()) {
		return map[string]any{"hostinfo": hostinfo}, 200 // all was noted a moment ago
	}
	for i, text := range r.book {
		hostinfo[fmt.Sprintf("%s.%03d", rightTime, i)] = text
	}
	logs := map[string]any{"hostinfo": hostinfo, "dispatcher": map[string]any{}}
	if asked := texts(args["logs"]); len(asked) > 0 {
		for name := range logs {
			if !slices.Contains(asked, name) {
				delete(logs, name)
			}
		}
	}
	return logs, 200
}

// asksForNow reports whether a moment lies between the times that read_logs was asked
// for.
func asksForNow(args map[string]any, now time.Time) bool {
	start, isStart := number(args["start_time"])
	end, isEnd := number(args["end_time"])
	format, _ := args["time_format"].(string)
	switch {
	case strings.HasPrefix(format, "relative_"):
		return end == 0
	case format == "time_t_seconds":
		return (!isStart || start <= now.Unix()) && (!isEnd || now.Unix() < end)
	case format == "epoch_mseconds":
		return (!isStart || start <= now.UnixMilli()) && (!isEnd || now.UnixMilli() < end)
	}
	return true
}

// number reads a time that was sent as text.
func number(v any) (n int64, given bool) {
	text, given := v.(string)
	n, _ = strconv.ParseInt(text, 10, 64)
	return n, given
}
