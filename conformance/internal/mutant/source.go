package mutant

import (
	"context"
	"net"
	"net/http"
)

// sourceKey is where a context has the address that a client came from.
type sourceKey struct{}

// sourced tells the address of the client to whoever dials for it.
func sourced(q *http.Request) context.Context {
	host, _, _ := net.SplitHostPort(q.RemoteAddr)
	return context.WithValue(q.Context(), sourceKey{}, net.ParseIP(host))
}

// dial makes a connection to the inner server. One for a client with a second
// loopback address comes from there, too, for the server may tell addresses apart.
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	from, _ := ctx.Value(sourceKey{}).(net.IP)
	if from.IsLoopback() && from.To4() != nil && !from.Equal(net.IPv4(127, 0, 0, 1)) {
		d.LocalAddr = &net.TCPAddr{IP: from}
	}
	return d.DialContext(ctx, network, address)
}

// lasting is a context that goes on when its client has left, until the proxy ends.
func (p *proxy) lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(p.ctx, end)
	return ctx, func() { stop(); end() }
}
