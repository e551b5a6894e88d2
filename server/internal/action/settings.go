package action

import "github.com/sysadm-go/sysadm/server/internal/rpc"

// settings lists the actions of the class settings, each under its name in the
// documents and under the one that the original server and client use.
func (h *Host) settings() []rpc.Action {
	list := rpc.Action{Run: h.listSSLCertificates}
	register := rpc.Action{Changes: true, Told: tellKey("nickname", "email"), Run: h.registerSSLCertificate}
	revoke := rpc.Action{Changes: true, Told: tellKey("user"), Run: h.revokeSSLCertificate}
	return []rpc.Action{
		named(list, "list_ssl_certificates"), named(list, "list_ssl_certs"),
		named(register, "register_ssl_certificate"), named(register, "register_ssl_cert"),
		named(revoke, "revoke_ssl_certificate"), named(revoke, "revoke_ssl_cert"),
		{Name: "list_ssl_checksums", Run: h.listSSLChecksums},
	}
}

// tellKey shows in logs the key's checksum and the named arguments.
func tellKey(names ...string) func(rpc.Args) map[string]string {
	tell := rpc.Tell(names...)
	return func(args rpc.Args) map[string]string {
		told := tell(args)
		if told == nil {
			told = map[string]string{}
		}
		if key, err := keyIn(args); err == nil {
			told["checksum"] = key.Checksum()
		}
		return told
	}
}

func named(a rpc.Action, name string) rpc.Action {
	a.Name = name
	return a
}
