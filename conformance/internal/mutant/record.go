package mutant

import "net"

// A recordListener shows what clients send, as it comes out of TLS, to hooks that
// may change its bytes.
type recordListener struct {
	net.Listener
	hooks []func([]byte)
}

func (l recordListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return recordConn{conn, l.hooks}, nil
}

type recordConn struct {
	net.Conn
	hooks []func([]byte)
}

// Read reads one record of TLS at most.
func (c recordConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	for _, hook := range c.hooks {
		hook(p[:n])
	}
	return n, err
}
