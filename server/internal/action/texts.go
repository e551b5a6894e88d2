package action

import "encoding/json"

// textsIn parses one text, or an array of texts.
func textsIn(raw json.RawMessage) (texts []string, ok bool) {
	var one *string
	if json.Unmarshal(raw, &one) == nil && one != nil {
		return []string{*one}, true
	}
	var many []*string
	if json.Unmarshal(raw, &many) != nil || many == nil {
		return nil, false
	}
	for _, text := range many {
		if text == nil {
			return nil, false
		}
		texts = append(texts, *text)
	}
	return texts, true
}
