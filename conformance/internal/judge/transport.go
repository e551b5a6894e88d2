package judge

// The two transports, as the names of the documented exchanges and of the
// schemas end.
const (
	WebSocket = "websocket"
	REST      = "rest"
)
