package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/sysadm-go/sysadm/conformance"
	"github.com/sysadm-go/sysadm/schemas/edition"
)

// failedRun has 40 failures of the action listjails, and 40 checks that pass.
func failedRun() conformance.Result {
	var checks []conformance.Outcome
	for i := range 40 {
		o := outcome(conformance.Levels[i%3], conformance.Fail, "a value is wrong")
		o.Pointer, o.Expected, o.Got = "/args/listjails/x/jid", "the text 1", `"2"`
		o.Trace[0].Text = `{"args":{"listjails":{"x":{"jid":"2"}}}}`
		o.Reproduce = "sysadm-conformance run --run a.b"
		checks = append(checks, o, outcome(conformance.Must, conformance.Pass, ""))
	}
	r := resultOf(checks...)
	for i := range r.Checks {
		r.Checks[i].Check.ID = fmt.Sprintf("listjails.c%d.%s", i, []string{"websocket", "rest"}[i/2%2])
	}
	return r
}

// visible counts the elements that a person can see.
func visible(selector string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(%q)].filter((e) => e.checkVisibility()).length`, selector)
}

const (
	seenFindings = ".finding"
	seenRows     = ".checks tbody tr"
)

// The page in a real browser: alone, in the network's absence.
func TestPageInABrowser(t *testing.T) {
	address := startChromium(t)
	for _, c := range []struct {
		name string
		test func(t *testing.T, b *tab)
	}{
		{"tells the verdict first", testPageTellsTheVerdictFirst},
		{"filters", testPageFilters},
		{"opens deep links", testPageOpensDeepLinks},
		{"is light or dark", testPageIsLightOrDark},
		{"can be read by everybody", testPageCanBeReadByEverybody},
		{"fits a phone", testPageFitsAPhone},
		{"runs nothing that a server sent", testPageRunsNothingThatAServerSent},
		{"is read without JavaScript", testPageIsReadWithoutJavaScript},
		{"is printed", testPageIsPrinted},
		{"stays usable when it is large", testLargePageStaysUsable},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, openTab(t, address)) })
	}
}

func testPageTellsTheVerdictFirst(t *testing.T, b *tab) {
	for want, r := range map[string]conformance.Result{
		"The server fails":               failedRun(),
		"The server passes":              resultOf(outcome(conformance.Must, conformance.Pass, "")),
		"The server could not be judged": resultOf(outcome(conformance.Must, conformance.Error, "no answer")),
	} {
		b.show(r, "")
		require.Equal(t, want, b.eval(`document.querySelector("h1").innerText`))
		require.Equal(t, true, b.eval(`document.querySelector("h1").getBoundingClientRect().bottom < 200`))
		require.Contains(t, b.eval(`document.title`), want)
	}
	b.isQuiet()
}

func testPageFilters(t *testing.T, b *tab) {
	b.show(failedRun(), "")
	require.EqualValues(t, 40, b.eval(visible(seenFindings)))
	require.EqualValues(t, 80, b.eval(visible(seenRows)))

	choose := func(field, value string) {
		b.eval(fmt.Sprintf(`(() => { const f = document.forms[0].elements[%q]; f.value = %q; f.dispatchEvent(new Event("input", {bubbles: true})); })()`, field, value))
	}
	choose("level", "SHOULD")
	require.EqualValues(t, 13, b.eval(visible(seenFindings)))
	require.EqualValues(t, 13, b.eval(visible(seenRows)))
	require.Equal(t, "13 of 80 checks", b.eval(`document.getElementById("shown").value`))
	choose("q", "LISTJAILS.C2.")
	require.EqualValues(t, 1, b.eval(visible(seenFindings)))
	require.Equal(t, "#?q=LISTJAILS.C2.&level=SHOULD", b.eval(`location.hash`))

	address := b.eval(`location.href`).(string)
	b.visit("about:blank")
	b.visit(address)
	require.EqualValues(t, 1, b.eval(visible(seenFindings)), "an address that was handed on shows the same")
	b.eval(`document.getElementById("all").click()`)
	require.EqualValues(t, 80, b.eval(visible(seenRows)))
	require.Equal(t, "", b.eval(`location.hash`))

	b.eval(`document.querySelector(".matrix td.failed a").click()`)
	b.settled()
	require.EqualValues(t, 20, b.eval(visible(seenFindings)), "those of one transport")
	require.EqualValues(t, 40, b.eval(visible(seenRows)))
	b.isQuiet()
}

func testPageOpensDeepLinks(t *testing.T, b *tab) {
	const id = "2016-02-22/listjails.c78.rest"
	const at = `document.getElementById("` + id + `")`
	b.show(failedRun(), "#"+id)
	b.settled()
	require.Equal(t, true, b.eval(at+`.querySelector("details").open`))
	require.Equal(t, true, b.eval(`document.activeElement === `+at))
	require.Equal(t, true, b.eval(`(() => { const r = `+at+`.getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight; })()`))
	require.Equal(t, `"2"`, b.eval(at+`.querySelector("mark").innerText`), "the first difference is marked")

	// What a filter hides is shown again, and the list leads to it.
	b.eval(`location.hash = "?status=passed"`)
	b.settled()
	require.EqualValues(t, 0, b.eval(visible(seenFindings)))
	b.eval(`location.hash = "` + id + `"`)
	b.settled()
	require.Equal(t, true, b.eval(at+`.checkVisibility()`))
	require.Equal(t, "#"+id, b.eval(`location.hash`))
	b.isQuiet()
}

// brightness is that of the colour behind the page, from 0 to 255.
const brightness = `Math.max(...getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).slice(0, 3).map(Number))`

func testPageIsLightOrDark(t *testing.T, b *tab) {
	b.media("screen", "light")
	b.show(everyKind(), "")
	require.Greater(t, b.eval(brightness), 200.0)
	b.eval(`told = new Promise((done) => matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => done())); 0`)
	b.media("screen", "dark")
	b.eval(`told`) // the page, which listens longer, has been told before
	require.Less(t, b.eval(brightness), 60.0)
	require.Equal(t, "Light", b.eval(`document.getElementById("theme").innerText`))
	b.eval(`document.getElementById("theme").click()`)
	require.Greater(t, b.eval(brightness), 200.0, "the reader's choice goes first")
	b.isQuiet()
}

// contrasts are the ratios of WCAG 2 between each text and what is behind it, the
// least first.
const contrasts = `(() => {
	const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
	const rgb = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return canvas.getImageData(0, 0, 1, 1).data; };
	const part = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
	const light = (c) => 0.2126 * part(c[0]) + 0.7152 * part(c[1]) + 0.0722 * part(c[2]);
	const behind = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] === 255) return c; } };
	const list = [];
	for (const e of document.querySelectorAll("body *")) {
		if (!e.checkVisibility() || ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
		const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
		list.push([(a + 0.05) / (b + 0.05), e.outerHTML.slice(0, 100)]);
	}
	return list.sort((x, y) => x[0] - y[0]);
})()`

func testPageCanBeReadByEverybody(t *testing.T, b *tab) {
	for _, scheme := range []string{"light", "dark"} {
		b.media("screen", scheme)
		b.show(everyKind(), "")
		least := b.eval(contrasts).([]any)[0].([]any)
		require.GreaterOrEqual(t, least[0], 4.5, "%s: %v", scheme, least[1])
	}
	require.Equal(t, []any{"HEADER", "NAV", "MAIN"}, b.eval(`[...document.querySelectorAll("body > header, body > nav, body > main")].map((e) => e.tagName)`))
	require.Equal(t, "", b.eval(`(() => {
		let last = 0;
		for (const h of document.querySelectorAll("h1, h2, h3, h4")) {
			const level = Number(h.tagName[1]);
			if (level > last + 1 || level === 1 && last > 0) return h.outerHTML;
			last = level;
		}
		return "";
	})()`), "headings leave no level out")
	for name, selector := range map[string]string{
		"a table without a caption":     `table:not(:has(> caption))`,
		"a column without a scope":      `th:not([scope])`,
		"a field without a label":       `input:not(label *), select:not(label *)`,
		"a part without a name":         `[role]:not([aria-label], [aria-labelledby]), section:not([aria-labelledby])`,
		"text that the keyboard misses": `pre:not([tabindex]), .wide:not([tabindex])`,
	} {
		require.EqualValues(t, 0, b.eval(fmt.Sprintf(`document.querySelectorAll(%q).length`, selector)), name)
	}
	require.Equal(t, true, b.eval(`(() => {
		const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
		return new Set(ids).size === ids.length;
	})()`), "ids are unique")

	b.call("Input.dispatchKeyEvent", map[string]any{"type": "keyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}, nil)
	require.Equal(t, "Skip to the failures", b.eval(`document.activeElement.innerText`))
	require.Equal(t, true, b.eval(`document.activeElement.getBoundingClientRect().left >= 0`))
	require.NotEqual(t, "none", b.eval(`getComputedStyle(document.activeElement).outlineStyle`))
	b.isQuiet()
}

// tooWide names the elements that are wider than the window.
const tooWide = `[...document.querySelectorAll("body *:not(.wide *)")].filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.outerHTML.slice(0, 100)).join("\n")`

func testPageFitsAPhone(t *testing.T, b *tab) {
	r := everyKind()
	r.Checks[1].Check.ID = strings.Repeat("long", 60)
	r.Checks[1].Message = strings.Repeat("a", 4000)
	r.Checks[1].Trace[0].Text = `{"` + strings.Repeat("b", 4000) + `": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}`
	r.Checks[1].Reproduce = strings.Repeat("--run", 300)
	for i := range r.Checks {
		r.Checks[i].Check.Edition = edition.Editions[i/5]
	}
	for _, pixels := range []int{320, 360, 400} {
		b.width(pixels)
		b.show(r, "")
		b.eval(`for (const d of document.querySelectorAll("details")) d.open = true`)
		require.LessOrEqual(t, b.eval(`document.documentElement.scrollWidth`), float64(pixels), b.eval(tooWide))
		require.EqualValues(t, pixels, b.eval(`innerWidth`))
		require.Greater(t, b.eval(`parseFloat(getComputedStyle(document.querySelector("pre")).fontSize)`), 11.0)
	}
	b.isQuiet()
}

// harms are texts that would run, fetch, or break out, if they were no text.
var harms = []string{
	`<script>window.hit = 1</script>`, `</script><script>window.hit = 1</script>`, `<img src=x onerror="window.hit = 1">`,
	`"><svg onload=window.hit=1>`, `' autofocus onfocus=window.hit=1 x='`, `</pre></style><style>@import url(http://127.0.0.1:9/x.css);</style>`,
	`javascript:window.hit=1`, `<iframe srcdoc="<script>parent.hit=1</script>">`, `<!--`, `<base href="http://127.0.0.1:9/">`,
	`<meta http-equiv=refresh content="0;url=http://127.0.0.1:9/">`, `{{.Verdict}}`, `${window.hit=1}`, anyBytes,
}

func testPageRunsNothingThatAServerSent(t *testing.T, b *tab) {
	var checks []conformance.Outcome
	for _, harm := range harms {
		o := outcome(conformance.Must, conformance.Fail, harm)
		o.Pointer, o.Expected, o.Got, o.Known, o.Source, o.Script = "/"+harm, harm, harm, "", harm, harm
		o.Line, o.Reproduce = 3, harm
		o.Check.Requirement, o.Check.Section = harm, harm
		o.Trace = []conformance.Message{{Session: harm, Transport: harm, Direction: harm, Verb: harm, Path: harm, Text: harm}, {Direction: "received", Text: fmt.Sprintf("{%q: [%q]}", harm, harm)}}
		checks = append(checks, o, outcome(conformance.Must, conformance.Skip, harm))
	}
	r := resultOf(checks...)
	r.Version, r.Target.WS, r.EndError = harms[0], harms[2], fmt.Errorf("%s", harms[1])
	for i := range r.Checks {
		r.Checks[i].Check.ID += harms[i/2]
		r.Checks[i].Check.Edition.Name += harms[i/2]
	}
	b.show(r, "#?q=%3Cimg%20src=x%20onerror=window.hit=1%3E&status=%22%3E%3Cscript%3E&nosuch=1&__proto__=x&reset=1")
	b.settled()
	b.eval(`for (const a of document.querySelectorAll("main a")) a.click()`)
	b.settled()
	require.Nil(t, b.eval(`window.hit`))
	require.Equal(t, "", b.eval(`[...document.querySelectorAll("script, img, iframe, svg, base, object, style, meta, link")].map((e) => e.tagName).sort().join(" ").replace("LINK META META META META SCRIPT STYLE", "")`))
	require.Contains(t, b.eval(`document.querySelector("main").innerText`), harms[0])
	b.isQuiet()
}

func testPageIsReadWithoutJavaScript(t *testing.T, b *tab) {
	b.call("Emulation.setScriptExecutionDisabled", map[string]any{"value": true}, nil)
	b.show(failedRun(), "")
	require.Equal(t, "The server fails", b.eval(`document.querySelector("h1").innerText`))
	require.EqualValues(t, 40, b.eval(visible(seenFindings)))
	require.EqualValues(t, 0, b.eval(visible("form, #theme, .scripted")), "what would do nothing is not shown")
	b.isQuiet()
}

func testPageIsPrinted(t *testing.T, b *tab) {
	b.show(failedRun(), "")
	b.media("print", "dark")
	require.EqualValues(t, 0, b.eval(visible("form, nav, #theme, .jump")))
	require.Greater(t, b.eval(brightness), 200.0)
	b.eval(`dispatchEvent(new Event("beforeprint"))`)
	require.EqualValues(t, 40, b.eval(visible("details[open] dl")), "folded failures are printed, too")
	b.isQuiet()
}

func testLargePageStaysUsable(t *testing.T, b *tab) {
	b.show(largeRun(), "")
	require.EqualValues(t, 300, b.eval(visible(seenFindings)))
	require.EqualValues(t, 2000, b.eval(visible(seenRows)))
	b.eval(`location.hash = "?q=a.b17"`)
	b.settled()
	require.EqualValues(t, 111, b.eval(visible(seenRows)), "17, 170 to 179, 1700 to 1799")
	b.isQuiet()
}
