package right

import (
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
)

// registered is the class settings, in either namespace.
func (s *server) registered(c *caller, args object) (any, int) {
	action, _ := args["action"].(string)
	key, _ := args["pub_key"].(string)
	if action != "list_ssl_checksums" {
		action = strings.Replace(action, "cert", "certificate", 1)
		action = strings.Replace(action, "certificateificate", "certificate", 1)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch action {
	case "list_ssl_certificates":
		return s.listKeys(c), 200
	case "list_ssl_checksums":
		return object{"md5_keys": s.checksums()}, 200
	case "register_ssl_certificate":
		return s.register(c, key, args)
	case "revoke_ssl_certificate":
		return s.revoke(c, key, args)
	}
	return nil, 400
}

func (s *server) listKeys(c *caller) any {
	listed := object{}
	for user, keys := range s.keys {
		if !s.seesAll(c) && user != c.user {
			continue
		}
		about := object{}
		for key, text := range keys {
			about[key] = text
		}
		listed[user] = about
	}
	return listed
}

func (s *server) checksums() []string {
	sums := []string{}
	for _, keys := range s.keys {
		for key := range keys {
			text, _ := base64.StdEncoding.DecodeString(key)
			sum := md5.Sum(text)
			sums = append(sums, base64.StdEncoding.EncodeToString(sum[:]))
		}
	}
	return sums
}

func (s *server) register(c *caller, key string, args object) (any, int) {
	if _, err := publicKey(key); err != nil && !s.takesAnyKey || !textual(args, "nickname", "email") {
		return nil, 400
	}
	if s.keys[c.user] == nil {
		s.keys[c.user] = map[string]string{}
	}
	s.keys[c.user][key] = fmt.Sprintf("Nickname: %v\nEmail: %v\nDate Registered: %s", orEmpty(args["nickname"]), orEmpty(args["email"]), theTime())
	return object{}, 200
}

func (s *server) revoke(c *caller, key string, args object) (any, int) {
	user, named := args["user"].(string)
	switch {
	case !textual(args, "user"):
		return nil, 400
	case !named:
		user = c.user
	case user != c.user && !s.seesAll(c):
		return nil, 403
	}
	if _, there := s.keys[user][key]; !there {
		return nil, 400
	}
	delete(s.keys[user], key)
	return object{}, 200
}

// textual reports whether those members that are there are texts.
func textual(args object, names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool {
		_, isText := args[name].(string)
		return args[name] != nil && !isText
	})
}
