package mutant

import "strings"

// wishMutants misread what a request wishes for: properties, switches, and the
// properties of new jails.
var wishMutants = []Mutant{
	wrong("prop.case", "upper and lower case do not matter in the name of a property", "getjailsettings.prop.names.*", cleans("prop", strings.ToLower)).offered("df"),
	wrong("prop.comma", "of several properties with commas between them the first is answered", "getjailsettings.prop.names.*", cleans("prop", beforeComma)).offered("df"),
	wrong("prop.prefix", "with a property also those are answered whose name it begins", "getjailsettings.prop.only.*", answers("getjailsettings", func(x *exchange, a message) any {
		if prop := x.text("prop"); prop != "" && prop != "all" && x.text("jail") != "" {
			all, _ := x.proxy.command("getjailsettings", "jail", x.text("jail"))[x.text("jail")].(message)
			for name, value := range all {
				if strings.HasPrefix(name, prop) {
					a[x.text("jail")].(message)[name] = value
				}
			}
		}
		return a
	})).offered("df"),
	wrong("switches.case", "upper and lower case do not matter in switches", "hostile.switches.*", cleans("switches", strings.ToLower)).offered("df"),
	wrong("switches.bare", "a switch may lack its dash", "hostile.switches.*", cleans("switches", replaced("r", "-r", "e", "-e"))).offered("df"),
	wrong("switches.long", "a switch may be a word", "hostile.switches.*", cleans("switches", replaced("--recursive", "-r", "--empty", "-e"))).offered("df"),
	props("comma", "values in props end at their first comma", beforeComma),
	props("percent", "props are read as parts of an URL", unescaped),
	props("slash", "values in props end at their first slash", beforeSlash),
	props("at", "values in props end at their first @", func(v string) string { v, _, _ = strings.Cut(v, "@"); return v }),
	wrong("props.four", "of the properties of a new jail the first four are set", "createjail.signs.*", asked(func(x *exchange) {
		if words := strings.Fields(x.text("props")); x.is("createjail") && len(words) > 4 {
			x.args["props"] = strings.Join(words[:4], " ")
		}
	})).offered("createjail"),
	propWords("case", "upper and lower case do not matter in names of properties", "createjail.refused.*", func(word string) string {
		property, _, _ := strings.Cut(word, "=")
		return strings.ToLower(property) + word[len(property):]
	}),
}

// props bends the values of properties of new jails.
func props(name, sentence string, bend func(string) string) Mutant {
	return propWords(name, sentence, "createjail.signs.*", func(word string) string {
		property, value, found := strings.Cut(word, "=")
		if !found {
			return word
		}
		return property + "=" + bend(value)
	})
}

// propWords bends the words of props.
func propWords(name, sentence, caught string, bend func(word string) string) Mutant {
	return wrong("props."+name, sentence, caught, cleans("props", func(text string) string {
		words := strings.Fields(text)
		for i, word := range words {
			words[i] = bend(word)
		}
		return strings.Join(words, " ")
	})).offered("createjail")
}
