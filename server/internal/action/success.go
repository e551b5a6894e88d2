package action

// A Success is the result of an action that tells only that it was done, or
// what iocage said of it: a sentence, or an object of its words.
type Success struct {
	Success any `json:"success"`
}

func succeeded(said any) Success { return Success{Success: said} }
