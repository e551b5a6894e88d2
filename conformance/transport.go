package conformance

// The two transports, as the names of the documented exchanges and of the
// schemas end.
const (
	websocket = "websocket"
	rest      = "rest"
)
