package action

import (
	"context"
	"encoding/base64"
	"errors"
	"time"

	"github.com/sysadm-go/sysadm/server/internal/auth"
	"github.com/sysadm-go/sysadm/server/internal/rpc"
)

// registerSSLCertificate registers a public key for the caller to log in with
// (documents of 2016-05-26, "Register a SSL Certificate").
func (h *Host) registerSSLCertificate(_ context.Context, r *rpc.Request) (any, error) {
	key, err := keyOf(r)
	if err != nil {
		return nil, err
	}
	if key.Nickname, _, err = optional(r, "nickname"); err != nil {
		return nil, err
	}
	if key.Email, _, err = optional(r, "email"); err != nil {
		return nil, err
	}
	key.User, key.Registered = r.Identity.User, time.Now().Truncate(time.Second)
	return done(h.Logins.Keys().Register(key))
}

func keyOf(r *rpc.Request) (auth.Key, error) {
	args, err := r.Object()
	if err != nil {
		return auth.Key{}, err
	}
	return keyIn(args)
}

// keyIn reads the argument pub_key: the base64 text of a PEM block.
func keyIn(args rpc.Args) (auth.Key, error) {
	text, found, err := args.String("pub_key")
	if err != nil {
		return auth.Key{}, err
	}
	if !found {
		return auth.Key{}, rpc.Errorf(400, "the argument \"pub_key\" is missing")
	}
	pem, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return auth.Key{}, rpc.Errorf(400, "the argument \"pub_key\" must be the base64 text of a PEM file")
	}
	key, err := auth.ParseKey(pem)
	return key, asBadRequest(err)
}

// done is the empty reply to a change of the registered keys.
func done(err error) (any, error) {
	if err != nil {
		return nil, asBadRequest(err)
	}
	return struct{}{}, nil
}

// asBadRequest tells the caller what is wrong with a key; other errors are the
// server's.
func asBadRequest(err error) error {
	var wrong *auth.KeyError
	if errors.As(err, &wrong) {
		return rpc.Errorf(400, "%v", wrong)
	}
	return err
}
