package crew

// Most is how many goroutines wait for a task.
const Most = most
