package process

import "debug/buildinfo"

// Revision is the revision of the source that a program was built from, as git has
// it, with + if it was changed; empty if the program does not tell.
func Revision(path string) string {
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		return ""
	}
	told := map[string]string{}
	for _, s := range info.Settings {
		told[s.Key] = s.Value
	}
	revision := told["vcs.revision"]
	revision = revision[:min(12, len(revision))]
	if told["vcs.modified"] == "true" {
		revision += "+"
	}
	return revision
}
