package audit

import "time"

// SetPatience sets how long anybody waits for the disk.
func (l *Log) SetPatience(patience time.Duration) { l.patience = patience }
