package coverage

import "encoding/json"

// The shape of the coverage as JSON; members may be added, none goes.
type (
	jsonPart struct {
		Edition      string      `json:"edition"`
		Index        jsonShare   `json:"index"`
		Score        *jsonShare  `json:"score,omitempty"` // after a run
		Requirements []jsonPlace `json:"requirements"`
	}
	jsonShare struct {
		Covered int `json:"covered"`
		All     int `json:"all"`
	}
	jsonPlace struct {
		Name      string   `json:"name"`
		Transport string   `json:"transport"`
		Text      string   `json:"text"`
		State     State    `json:"state"`
		Checks    []string `json:"checks"`
	}
)

// JSON returns the coverage as a JSON array, an object for each edition.
func JSON(parts []Part) ([]byte, error) {
	list := []jsonPart{}
	for _, p := range parts {
		list = append(list, p.json())
	}
	text, err := json.MarshalIndent(list, "", "  ")
	return append(text, '\n'), err
}

func (p Part) json() jsonPart {
	all := len(p.Places)
	part := jsonPart{Edition: p.Edition.Name, Index: jsonShare{all - p.Count(Hole), all}}
	if p.Count(Covered) == 0 {
		part.Score = &jsonShare{p.Count(Proved), all}
	}
	for _, place := range p.Places {
		part.Requirements = append(part.Requirements, jsonPlace{
			Name: place.Name(), Transport: place.Transport, Text: place.Text, State: place.State,
			Checks: append([]string{}, place.Checks...),
		})
	}
	return part
}
