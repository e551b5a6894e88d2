package schemas_test

import "strings"

// paths are namespace and name of what is common to all editions; | stands
// between two that will do.
var paths = map[string]string{
	"subscribe":                "events/subscribe",
	"unsubscribe":              "events/unsubscribe",
	"dispatcher":               "events/dispatcher",
	"system-state":             "events/system-state",
	"life-preserver":           "events/life-preserver",
	"dispatcher-run":           "rpc/dispatcher",
	"dispatcher-list":          "rpc/dispatcher",
	"dispatcher-kill":          "rpc/dispatcher",
	"read_logs":                "rpc/logs",
	"list_ssl_certificates":    "rpc|sysadm/settings",
	"register_ssl_certificate": "rpc|sysadm/settings",
	"revoke_ssl_certificate":   "rpc|sysadm/settings",
	"list_ssl_checksums":       "rpc|sysadm/settings",
	"auth_ssl":                 "rpc/auth_ssl",
	"identify":                 "rpc/identify",
}

// isObject holds for any object.
func isObject(v any) bool { _, ok := v.(map[string]any); return ok }

// isNull holds for null alone.
func isNull(v any) bool { return v == nil }

// list holds for an array of at least so many like values.
func list(of rule, least int) rule {
	return func(v any) bool {
		array, ok := v.([]any)
		for _, one := range array {
			ok = ok && of(one)
		}
		return ok && len(array) >= least
	}
}

// orElse holds where one of two rules does.
func orElse(one, other rule) rule { return func(v any) bool { return one(v) || other(v) } }

// both holds where two rules do.
func both(one, other rule) rule { return func(v any) bool { return one(v) && other(v) } }

const (
	iso  = `\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?`
	zfs  = `-|\d+(\.\d+)?[BKMGTPEZ]?`
	some = `(?s).+`
)

// common is what the classes that every client uses take and answer.
func (r reading) common(action, side string) rule {
	open, line := r.either(nil, anything), r.either(text(`.*\S.*`), text(some))
	switch action + "." + side {
	case "subscribe.request", "unsubscribe.request":
		name := text("dispatcher|life-preserver|system-state")
		return r.either(orElse(name, list(name, 1)), orElse(orElse(anyText, isObject), list(anything, 0)))
	case "subscribe.reply", "unsubscribe.reply":
		name := r.either(text("dispatcher|life-preserver|system-state"), text(some))
		return record(nil, members{action: name}, open)
	case "dispatcher.event":
		return r.either(r.jobState, orElse(isNull, r.jobState))
	case "system-state.event":
		state := record(members{"hostname": line}, members{
			"hostnamechanged": r.either(text("true"), anyText), "priority": r.priority(),
			"zpools": named(anyText, r.pool(), false),
		}, open)
		return r.either(state, orElse(isNull, state))
	case "life-preserver.event":
		news := record(members{
			"class": r.either(text("snapshot|replication"), anyText), "message": line, "priority": r.priority(),
		}, nil, open)
		return r.either(news, orElse(isNull, news))
	}
	if strings.HasPrefix(action, "dispatcher-") {
		return r.dispatcher(action, side)
	}
	return r.settingsAndLogs(action, side)
}

// priority is a number and its word.
func (r reading) priority() rule {
	return r.either(text("[0-2] - Information|[3-5] - Warning|[6-8] - Critical|(9|10) - Urgent"), anyText)
}

// pool is a pool as zpool list has it.
func (r reading) pool() rule {
	or := func(pattern string) rule { return r.either(text(pattern), anyText) }
	return record(members{
		"size": or(zfs), "alloc": or(zfs), "free": or(zfs), "expandsz": or(zfs), "frag": or(`-|\d+%`), "capacity": or(`-|\d+%`),
		"dedup": or(`-|\d+\.\d\dx`), "altroot": or(`-|/[^\r\n]*`),
		"health": or("ONLINE|DEGRADED|FAULTED|OFFLINE|REMOVED|UNAVAIL|SUSPENDED"),
	}, members{"priority": r.priority()}, r.either(nil, anything))
}

// jobState is what a dispatcher event says of a job.
func (r reading) jobState(v any) bool {
	event, ok := v.(map[string]any)
	state, id := r.either(text("pending|running|finished"), text(some)), text(some)
	if !r.strict {
		times := members{"cmd_list": list(anyText, 0), "time_started": anyText, "time_finished": anyText}
		if _, original := event["proc_id"]; original {
			times["proc_id"] = id
			return record(members{"cmd_list": times["cmd_list"], "log": anyText, "success": text("true|false")}, times, anything)(v)
		}
		times["process_details"] = isObject
		return record(members{"state": state, "process_id": id}, times, anything)(v)
	}
	shape := record(members{"state": state, "process_id": id}, members{
		"event_system": text("[a-z]+/[a-z_-]+"), "process_details": r.jobDetails,
	}, nil)
	if event["state"] == "pending" {
		return ok && shape(v)
	}
	details, told := event["process_details"].(map[string]any)
	if event["state"] == "finished" {
		told = told && details["time_finished"] != nil && details["cmd_list"] != nil
	}
	return ok && told && shape(v)
}

// jobDetails holds for a job with its commands, what they printed and how they
// ended.
func (r reading) jobDetails(v any) bool {
	details, _ := v.(map[string]any)
	known := members{
		"time_started": text(iso), "time_finished": text(iso), "cmd_list": list(anyText, 0), "current_cmd": anyText,
	}
	for name := range details {
		if strings.HasPrefix(name, "return_codes/") {
			known[name] = text(`-?\d+`)
		}
	}
	return record(members{"state": text("pending|running|finished"), "process_id": text(some)}, known, anyText)(v)
}

// dispatcher is what rpc/dispatcher takes and answers.
func (r reading) dispatcher(action, side string) rule {
	open, ids := r.either(nil, anything), list(anyText, 0)
	verb := strings.TrimPrefix(action, "dispatcher-")
	is := members{"action": r.either(text(verb), text("(?i)"+verb))}
	switch verb + "." + side {
	case "run.request":
		job := r.either(orElse(anyText, list(anyText, 0)), anything)
		return record(is, nil, job)
	case "run.reply":
		return record(members{"started": ids}, nil, open)
	case "list.request":
		return record(is, nil, open)
	case "list.reply":
		job := record(members{"commands": ids, "state": r.either(text("pending|running|finished"), anyText)},
			members{"queue_position": r.either(text(`\d+`), anyText)}, open)
		queues := named(r.either(text("no_queue|pkg_queue|iocage_queue"), anyText), named(anyText, job, false), false)
		return record(members{"jobs": queues}, nil, open)
	case "kill.request":
		is["job_id"] = orElse(anyText, ids)
		return record(is, nil, open)
	}
	return record(members{"killed": record(members{"jobs": ids}, nil, open)}, nil, open)
}

// settingsAndLogs is what the two settings classes, rpc/logs and auth_ssl take
// and answer.
func (r reading) settingsAndLogs(action, side string) rule {
	open := r.either(nil, anything)
	base64 := r.either(text(`[A-Za-z0-9+/]+={0,2}`), anyText)
	verb := members{"action": text(action + "|" + strings.Replace(action, "certificate", "cert", 1))}
	switch action + "." + side {
	case "list_ssl_certificates.request", "list_ssl_checksums.request":
		return record(verb, nil, open)
	case "list_ssl_certificates.reply":
		return named(anyText, named(anyText, anyText, false), false)
	case "list_ssl_checksums.reply":
		return record(members{"md5_keys": list(text(some), 0)}, nil, open)
	case "register_ssl_certificate.request":
		verb["pub_key"] = base64
		return record(verb, members{"nickname": anyText, "email": anyText}, open)
	case "revoke_ssl_certificate.request":
		verb["pub_key"] = base64
		return record(verb, members{"user": anyText}, open)
	case "register_ssl_certificate.reply", "revoke_ssl_certificate.reply":
		return record(nil, nil, open)
	case "read_logs.request":
		return record(verb, members{
			"logs": orElse(anyText, list(anyText, 0)), "time_format": anyText, "start_time": anyText, "end_time": anyText,
		}, open)
	case "read_logs.reply":
		log := r.either(text("hostinfo|dispatcher|events-(dispatcher|state|lifepreserver)"), anyText)
		return named(log, named(r.either(text(iso), anyText), orElse(anyText, isObject), false), false)
	case "auth_ssl.request":
		second := record(nil, members{"action": text("auth_ssl"), "encrypted_string": base64, "md5_key": text(some)}, nil)
		return r.either(orElse(text(""), second), orElse(anyText, isObject))
	case "auth_ssl.reply":
		first := record(members{"test_string": r.either(text("[!-~]{1,245}"), text(some))}, members{
			"new_ssl_key": r.either(list(anyText, 0), orElse(anyText, list(anything, 0))),
		}, open)
		return orElse(r.token, both(first, isObject))
	}
	panic("the contract says nothing about " + action + "." + side)
}
