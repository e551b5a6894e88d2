package process

import "debug/buildinfo"

// Revision returns the revision of the source from which a program was built,
// as in git, with + if it was modified. It is empty if the program does not
// contain it.
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
