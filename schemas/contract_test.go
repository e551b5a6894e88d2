package schemas_test

import (
	"math"
	"regexp"
	"strings"

	"github.com/sysadm-go/sysadm/schemas/edition"
	"github.com/sysadm-go/sysadm/schemas/prop"
)

// This file is the contract a second time, as plain Go written from the
// documents and not from the schemas. Where the two disagree about a document,
// one of them is wrong: that is what the tests of right and wrong documents
// look for.

// A rule says whether a JSON value is right.
type rule func(value any) bool

func anything(any) bool { return true }

func text(pattern string) rule {
	re := regexp.MustCompile(`\A(?:` + pattern + `)\z`)
	return func(v any) bool { s, ok := v.(string); return ok && re.MatchString(s) }
}

var anyText = text(`(?s).*`)

// leaves holds for text and for objects of it, however deep.
func leaves(v any) bool {
	if object, ok := v.(map[string]any); ok {
		return each(object, func(_ string, v any) bool { return leaves(v) })
	}
	return anyText(v)
}

func each(object map[string]any, holds func(string, any) bool) bool {
	for name, v := range object {
		if !holds(name, v) {
			return false
		}
	}
	return true
}

// A reading is the contract of one edition in one form.
type reading struct {
	edition edition.Edition
	strict  bool
}

// either chooses between the strict and the lenient rule.
func (r reading) either(strict, lenient rule) rule {
	if r.strict {
		return strict
	}
	return lenient
}

// record holds for an object with all members of must, perhaps those of may,
// and others only where other says so.
func record(must, may map[string]rule, other rule) rule {
	return func(v any) bool {
		object, ok := v.(map[string]any)
		for name := range must {
			if _, has := object[name]; !has {
				return false
			}
		}
		return ok && each(object, func(name string, v any) bool {
			if known, ok := must[name]; ok {
				return known(v)
			}
			if known, ok := may[name]; ok {
				return known(v)
			}
			return other != nil && other(v)
		})
	}
}

type members = map[string]rule

// right reports whether a document is right for the schema of a name.
func (r reading) right(name string, document any) bool { return r.rule(name)(document) }

// rule is what the contract says of a whole document.
func (r reading) rule(name string) rule {
	action, rest, _ := strings.Cut(name, ".")
	side, transport, _ := strings.Cut(rest, ".")
	content := r.content(action, side, transport)
	if transport == "websocket" {
		return r.message(action, side, content)
	}
	if side == "request" {
		return content
	}
	return record(members{"args": content}, nil, r.either(nil, anything))
}

func (r reading) message(action, side string, args rule) rule {
	namespace, name := "rpc", action
	if r.edition.Offers(action) {
		namespace, name = "sysadm", "iocage"
	} else if path, ok := paths[action]; ok {
		namespace, name, _ = strings.Cut(path, "/")
	}
	open := r.either(nil, anything)
	class := func(word string) rule { return r.either(text(word), text("(?i)"+word)) }
	envelope := members{"args": args, "id": anything, "name": class(name), "namespace": class(namespace)}
	if side == "request" {
		return record(envelope, nil, open)
	}
	if side == "event" {
		envelope["id"] = r.either(text(""), anything)
		return record(envelope, nil, open)
	}
	envelope["id"] = r.either(anyText, anything)
	envelope["name"] = r.either(text("response"), anyText)
	if action == "error" {
		envelope["name"], envelope["namespace"] = r.either(text("error"), anyText), anyText
	}
	shape := record(envelope, nil, open)
	return func(v any) bool {
		m, _ := v.(map[string]any)
		if action == "error" {
			return shape(v) && (r.strict && m["namespace"] != "error" || !r.strict && (m["name"] == "error" || m["namespace"] == "error"))
		}
		return shape(v) && (m["name"] == "response" || m["id"] == "")
	}
}

func (r reading) content(action, side, transport string) rule {
	if r.edition.Offers(action) {
		if side == "request" {
			return r.request(action)
		}
		answer := r.answer(action)
		refusal := record(members{"error": r.either(text(`.*\S.*`), text(`(?s).+`))}, nil, r.either(nil, leaves))
		return record(members{action: func(v any) bool {
			object, _ := v.(map[string]any)
			if reason, ok := object["error"]; ok {
				if _, ok := reason.(map[string]any); !ok {
					return refusal(v)
				}
			}
			return answer(v)
		}}, nil, r.either(nil, leaves))
	}
	return r.rpc(action, side, transport)
}

func (r reading) request(action string) rule {
	is := members{"action": text(action)}
	open := r.either(nil, anything)
	named := r.either(text(`(?s).+`), anyText)
	switch action {
	case "fetchreleases":
		is["releases"] = r.either(orElse(named, list(named, 1)), orElse(anyText, list(anyText, 0)))
	case "createplugin":
		return r.pluginRequest(named)
	case "getjailsettings":
		if r.edition.SettingsByProperty {
			return r.settingsRequest(named)
		}
		is["jail"] = named
	case "startjail", "stopjail", "capjail", "destroyjail":
		is["jail"] = named
	case "clonejail":
		is["jail"] = named
		return record(is, members{"props": r.props()}, open)
	case "createjail":
		return record(is, members{"props": r.props(), "switches": r.either(text("|-e"), anyText)}, open)
	case "execjail":
		is["jail"], is["user"], is["command"] = named, named, named
	case "deactivatepool":
		is["pool"] = named
	case "activatepool":
		return record(is, members{"pool": named}, open)
	}
	return record(is, nil, open)
}

const (
	uuid = `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`
	pool = `[A-Za-z][A-Za-z0-9_.:-]*`
)

// answer is what an action of iocage answers when iocage did not say no.
func (r reading) answer(action string) rule {
	extra := r.either(nil, leaves)
	if r.edition.ListsByJID {
		if holds, ok := r.answers2017()[action]; ok {
			return holds
		}
	}
	switch action {
	case "listjails":
		return named(text(uuid), r.jail(), false)
	case "getdefaultsettings":
		return record(members{"defaults": r.settings(func(p prop.Property) bool { return !p.NoDefault }, true)}, nil, extra)
	case "getjailsettings":
		if r.edition.SettingsByProperty {
			return r.settingsAnswer
		}
		settings := r.settings(func(p prop.Property) bool { return p.Group != prop.ZFS }, false)
		unknown := record(members{"ERROR": text(`(?s).+`)}, nil, leaves)
		return named(anyText, func(v any) bool {
			object, _ := v.(map[string]any)
			if _, ok := object["ERROR"]; ok && !r.strict {
				return unknown(v)
			}
			return settings(v)
		}, true)
	case "startjail":
		return named(anyText, r.transcript("Starting", "is already up", `|.* is a template jail, ignoring start request\.`), true)
	case "stopjail":
		return named(anyText, r.transcript("Stopping", "is already down", ""), true)
	case "activatepool":
		active := record(members{"pool": r.either(text(" "+pool), text("(?s) ?[^ ].*"))}, nil, extra)
		return r.oneOf(members{"success": r.success("activated"), "currently active": active})
	case "deactivatepool":
		return r.oneOf(members{"success": r.success("deactivated")})
	case "capjail":
		return r.oneOf(members{"success": text("jail .+ capped\\.")})
	}
	return r.youngerAnswer(action)
}

// youngerAnswer is answer for what edition 2016-02-22 added.
func (r reading) youngerAnswer(action string) rule {
	extra := r.either(nil, leaves)
	success := func(holds rule) rule { return record(members{"success": holds}, nil, extra) }
	echo := r.either(text(`[^\r\n]*`), anyText)
	switch action {
	case "cleanjails":
		return success(text("All jails have been cleaned\\."))
	case "cleanreleases":
		return success(text("All RELEASEs have been cleaned\\."))
	case "cleantemplates":
		return success(text("All templates have been cleaned\\."))
	case "cleanall":
		return success(text("All iocage datasets have been cleaned\\."))
	case "destroyjail":
		return success(record(members{"Destroying": r.either(text(" "+uuid), text(" ?"+uuid+" *"))}, nil, extra))
	case "clonejail":
		return record(members{"jail": echo, "props": echo, "success": r.created()}, nil, extra)
	case "createjail":
		return r.createdAnswer(echo)
	case "df":
		return named(text(uuid), r.usage(), false)
	case "execjail":
		return success(named(r.either(text(`[^\r\n:]*`), anyText), echo, false))
	}
	panic("the contract says nothing about " + action)
}

func (r reading) success(done string) rule {
	return r.either(text("pool "+pool+" "+done+`\.`), text("pool .+ "+done+`\.`))
}

// oneOf holds for an object with exactly one of the members; leniently for one
// with some, and for the original server's {}.
func (r reading) oneOf(may members) rule {
	shape := record(nil, may, r.either(nil, leaves))
	return func(v any) bool {
		object, ok := v.(map[string]any)
		count := 0
		for name := range may {
			if _, has := object[name]; has {
				count++
			}
		}
		if r.strict {
			return shape(v) && count == 1
		}
		return ok && shape(v) && (count > 0 || len(object) == 0)
	}
}

// named holds for an object of like values under names, of which one stands
// for the jail that was asked for.
func named(name rule, value rule, one bool) rule {
	return func(v any) bool {
		object, ok := v.(map[string]any)
		return ok && (!one || len(object) == 1) &&
			each(object, func(n string, v any) bool { return name(n) && value(v) })
	}
}

func (r reading) jail() rule {
	is := members{
		"boot":  text("on|off"),
		"jid":   text(`-|[1-9]\d*`),
		"state": text("up|down"),
		"tag":   r.either(text(`[^\r\n]*\S[^\r\n]*`), anyText),
		"type":  r.either(text("basejail|thickjail|clonejail|gitjail|emptyjail|template|jail"), anyText),
	}
	if r.edition.ListsIP4 {
		is["ip4"] = r.either(text("-|"+ip4+"(,"+ip4+")*"), anyText)
	}
	shape := record(is, nil, r.either(nil, leaves))
	return func(v any) bool {
		m, _ := v.(map[string]any)
		return shape(v) && (m["jid"] == "-") == (m["state"] == "down")
	}
}

func (r reading) settings(has func(prop.Property) bool, whole bool) rule {
	is := members{}
	for _, p := range prop.Table {
		if has(p) {
			is[p.Name] = r.either(property(p, whole), anyText)
		}
	}
	return record(is, nil, r.either(nil, leaves))
}

// property is the strict rule of one property; a value of a jail may be cut.
func property(p prop.Property, whole bool) rule {
	optional := "?"
	if whole {
		optional = ""
	}
	switch p.Name {
	case "priority":
		return text(`\d|[1-9]\d`)
	case "securelevel":
		return text(`-1|[0-3]`)
	case "enforce_statfs":
		return text(`[0-2]`)
	}
	size := `\d+(\.\d+)?[BKMGTPEZ]?`
	return text(map[prop.Kind]string{
		prop.Text:       `[^\r\n]*`,
		prop.Flag:       "[01]",
		prop.OnOff:      "on|off",
		prop.YesNo:      "yes|no",
		prop.Number:     `-?\d+`,
		prop.Limit:      `off|\d+[KMGTPkmgtp]?(:(deny|log|devctl|throttle|sig[a-z0-9]+))` + optional,
		prop.CPUSet:     `off|\d+(-\d+)?(,\d+(-\d+)?)*`,
		prop.IPMode:     "new|disable|inherit",
		prop.UUID:       uuid,
		prop.Size:       size,
		prop.SizeOrNone: "none|" + size,
		prop.Ratio:      `\d+\.\d\dx`,
		prop.TimeOrNone: `none|\d{4}-\d\d-\d\d_\d\d(:\d\d:\d\d)` + optional,
	}[p.Kind])
}

// transcript holds for what iocage printed about a jail, line by line.
func (r reading) transcript(verb, already, orElse string) rule {
	first := regexp.MustCompile(`^\* ` + verb + ` `)
	telling := regexp.MustCompile(verb + `|INFO|ERROR|FAILED`)
	info := r.either(text(" ("+uuid+` \(.*\) `+already+orElse+")"), text(`(?s).*(`+strings.TrimPrefix(already, "is ")+orElse+`).*`))
	line := text(`\* ` + verb + ` ` + uuid + ` \([^:]*|[^\s:*][^\s:]*( [^\s:]+)*`)
	oneLine := text(`[^\r\n]*`)
	return func(v any) bool {
		object, ok := v.(map[string]any)
		_, informed := object["INFO"]
		begun, told := false, false
		right := ok && each(object, func(name string, v any) bool {
			begun = begun || first.MatchString(name)
			told = told || telling.MatchString(name)
			if name == "INFO" {
				return info(v)
			}
			if r.strict {
				return line(name) && name != "ERROR" && oneLine(v)
			}
			return anyText(v)
		})
		if r.strict {
			return right && begun != informed
		}
		return right && told
	}
}

// rpc is what the classes for everybody take and answer.
func (r reading) rpc(action, side, transport string) rule {
	open := r.either(nil, anything)
	switch action + "." + side {
	case "auth.request":
		return record(members{"username": anyText, "password": anyText}, nil, open)
	case "auth_token.request":
		return record(members{"token": anyText}, nil, open)
	case "auth.reply", "auth_token.reply":
		return r.token
	case "identify.request":
		if transport == "websocket" {
			return r.either(record(nil, nil, nil), anything)
		}
		return record(nil, nil, open)
	case "identify.reply":
		return record(members{"type": text("server|bridge|client")}, members{"hostname": anyText}, open)
	case "query.request", "auth_clear.request":
		if transport == "rest" {
			return func(v any) bool { _, ok := v.(map[string]any); return ok }
		}
		return anything
	case "query.reply":
		class := r.either(text("[a-z]+/[a-z_-]+"), text(`(?s)[^/]+/[^/]+`))
		return func(v any) bool {
			object, ok := v.(map[string]any)
			return ok && len(object) > 0 && named(class, text("read|read/write"), false)(v)
		}
	case "error.reply":
		return r.reason(transport)
	}
	return r.common(action, side)
}

// token is the answer to a login: the token and the seconds it lives.
func (r reading) token(v any) bool {
	list, _ := v.([]any)
	if len(list) < 2 || r.strict && len(list) > 2 {
		return false
	}
	seconds, ok := list[1].(float64)
	if r.strict {
		return text(`\S+`)(list[0]) && ok && seconds > 0 && seconds == math.Trunc(seconds)
	}
	return text(`(?s).+`)(list[0]) && ok && seconds >= 0
}

// reason is what an error says; leniently, REST may leave it to the status.
func (r reading) reason(transport string) rule {
	code := func(v any) bool {
		n, ok := v.(float64)
		return ok && n >= 400 && n <= 599 && n == math.Trunc(n) || !r.strict && text(`[45]\d\d`)(v)
	}
	full := record(members{"code": code, "message": r.either(text(`.*\S.*`), text(`(?s).+`))}, nil, r.either(nil, anything))
	return func(v any) bool {
		object, ok := v.(map[string]any)
		return full(v) || !r.strict && transport == "rest" && ok && len(object) == 0
	}
}

// props holds for the words of the argument props.
func (r reading) props() rule {
	word := `[A-Za-z_][A-Za-z0-9_]*=[^ ]+`
	return r.either(text(`(?s) *(`+word+`( +`+word+`)*)? *`), anyText)
}

// settingsRequest holds for the four documented requests: one jail, with or
// without a property, or a property with the switch for every jail.
func (r reading) settingsRequest(named rule) rule {
	shape := record(members{"action": text("getjailsettings")}, members{
		"jail": named, "prop": r.either(text("[A-Za-z_][A-Za-z0-9_]*"), anyText), "switches": r.either(text("-r"), anyText),
	}, r.either(nil, anything))
	return func(v any) bool {
		object, _ := v.(map[string]any)
		_, jail := object["jail"]
		_, property := object["prop"]
		_, switches := object["switches"]
		one, every := jail, property && switches
		if r.strict {
			one, every = jail && !switches, every && !jail
		}
		return shape(v) && (one || every)
	}
}

// settingsAnswer holds for settings of one jail and for one property of every
// jail, which TAG tells apart.
func (r reading) settingsAnswer(v any) bool {
	object, ok := v.(map[string]any)
	for _, one := range object {
		m, _ := one.(map[string]any)
		if _, tagged := m["TAG"]; tagged {
			return named(text(uuid), r.tagged, false)(v)
		}
	}
	return ok && named(anyText, r.someSettings, true)(v)
}

func (r reading) tagged(v any) bool {
	m, _ := v.(map[string]any)
	if !r.strict {
		return record(members{"TAG": anyText}, nil, leaves)(v) && len(m) > 1
	}
	return record(members{"TAG": text(`[^\r\n]*\S[^\r\n]*`)}, nil, text(`[^\r\n]*`))(v) && len(m) == 2 &&
		each(m, func(name string, _ any) bool { return text("TAG|[a-z_][a-z0-9_]*")(name) })
}

// someSettings holds for one setting and for all.
func (r reading) someSettings(v any) bool {
	object, ok := v.(map[string]any)
	if _, refused := object["ERROR"]; refused && !r.strict {
		return record(members{"ERROR": text(`(?s).+`)}, nil, leaves)(v)
	}
	if len(object) != 1 {
		return r.settings(func(prop.Property) bool { return true }, false)(v)
	}
	for name := range object {
		if p, known := prop.Find(name); known {
			return r.settings(func(q prop.Property) bool { return q == p }, false)(v)
		}
	}
	return ok && !r.strict && leaves(v)
}

// created is what iocage says of a new jail: its uuid and its tag, which may be
// cut at its first colon.
func (r reading) created() rule {
	strict := text(` ` + uuid + ` \(([^\r\n]*\)|[^\r\n:]*)`)
	return record(members{"Successfully created": r.either(strict, text(`(?s) ?`+uuid+` \(.*`))}, nil, r.either(nil, leaves))
}

func (r reading) createdAnswer(echo rule) rule {
	extra := r.either(nil, leaves)
	empty := record(members{"uuid": text(uuid)}, nil, extra)
	shape := record(members{"props": echo, "success": anything, "switches": r.either(text("|-e"), anyText)}, nil, extra)
	return func(v any) bool {
		object, _ := v.(map[string]any)
		success := r.created()
		switch {
		case object["switches"] == "-e":
			success = empty
		case !r.strict:
			success = eitherCreated
		}
		return shape(v) && success(object["success"])
	}
}

// eitherCreated is lenient with switches that are there and empty: the original
// server takes them for -e.
func eitherCreated(v any) bool {
	m, _ := v.(map[string]any)
	return (m["Successfully created"] != nil || m["uuid"] != nil) && record(nil, members{
		"Successfully created": text(`(?s) ?` + uuid + ` \(.*`), "uuid": text(`(?s).+`),
	}, leaves)(v)
}

func (r reading) usage() rule {
	size := `\d+(\.\d+)?[BKMGTPEZ]?`
	return record(members{
		"ava": r.either(text(size), anyText),
		"crt": r.either(text(`\d+\.\d\dx`), anyText),
		"qta": r.either(text("none|"+size), anyText),
		"res": r.either(text("none|"+size), anyText),
		"tag": r.either(text(`[^\r\n]*\S[^\r\n]*`), anyText),
		"use": r.either(text(size), anyText),
	}, nil, r.either(nil, leaves))
}
