// Writes scripts into every field that comes back as HTML, and shows what comes back in a real browser
// without any policy: nothing runs, nothing is fetched, and no link leads to a script.
//
//   node markup.mjs http://127.0.0.1:8080 ACCESS_TOKEN
import { createRequire } from "node:module";
const { chromium } = createRequire(import.meta.url)("playwright-core");

const [base, token] = process.argv.slice(2);
const run = "top.ran(1)";

/** Each of them runs `top.ran` where it is shown as it is. */
function payloads() {
  const events = ["onload", "onerror", "onclick", "onfocus", "onmouseover", "ontoggle", "onanimationstart", "onbegin", "onpageshow", "onscroll", "onpointerenter", "onbeforetoggle"];
  const tags = [
    (on) => `<img src=x ${on}=${run}>`,
    (on) => `<svg ${on}=${run}></svg>`,
    (on) => `<details open ${on}=${run}><summary>x</summary></details>`,
    (on) => `<input autofocus ${on}=${run}>`,
    (on) => `<video ${on}=${run}><source ${on}=${run}></video>`,
    (on) => `<body ${on}=${run}>`,
    (on) => `<marquee ${on}=${run}>x</marquee>`,
    (on) => `<a href="#" ${on}="${run}">x</a>`,
    (on) => `<math><mtext><img src=x ${on}=${run}></mtext></math>`,
    (on) => `<svg><animate attributeName=x dur=1s ${on}=${run}></svg>`,
    (on) => `<p style="animation-name:x" ${on}=${run}>x</p>`,
    (on) => `<iframe src="about:blank" ${on}=${run}></iframe>`,
    (on) => `<x contenteditable tabindex=1 ${on}=${run}>x</x>`,
  ];
  const schemes = [
    `javascript:${run}`, `JaVaScRiPt:${run}`, `java\tscript:${run}`, `java\nscript:${run}`, `\u0001javascript:${run}`, ` javascript:${run}`,
    `javascript&colon;${run}`, `&#106;avascript:${run}`, `&#x6A;avascript:${run}`, `javascript&#58;${run}`, `java&Tab;script:${run}`,
    `java&NewLine;script:${run}`, `javascript://%0a${run}`, `javascript:/*http://example.org*/${run}`, `vbscript:${run}`,
    `data:text/html,<script>${run}</script>`, `data:text/html;base64,PHNjcmlwdD50b3AucmFuKDEpPC9zY3JpcHQ+`, `data:image/svg+xml,<svg onload=${run}>`,
    `feed:javascript:${run}`, `jar:javascript:${run}`, `//javascript:${run}`, `\\javascript:${run}`, `javascript\\:${run}`, `blob:${run}`,
  ];
  const places = [
    (url) => `[x](${url})`, (url) => `[x](<${url}>)`, (url) => `![x](${url})`, (url) => `<${url}>`, (url) => `[x]\n\n[x]: ${url}`, (url) => `[x]: <${url}> "t"\n\n[x]`,
    (url) => `<a href="${url}">x</a>`, (url) => `<a href='${url}'>x</a>`, (url) => `<iframe src="${url}"></iframe>`, (url) => `<form action="${url}"><button>x</button></form>`,
    (url) => `<object data="${url}"></object>`, (url) => `<svg><a xlink:href="${url}"><text>x</text></a></svg>`, (url) => `| a |\n|---|\n| [x](${url}) |`,
  ];
  const raw = `<script>${run}</script>`;
  const alone = [
    raw, `<ScRiPt>${run}</sCrIpT>`, `<script/x>${run}</script>`, `<script\n>${run}</script\n>`, `<<script>${run}//<</script>`, `<scr<script>ipt>${run}</scr</script>ipt>`,
    `<style>@import 'javascript:${run}';</style>`, `<link rel=stylesheet href="javascript:${run}">`, `<base href="javascript:${run}//">`, `<meta http-equiv=refresh content="0;javascript:${run}">`,
    `<iframe srcdoc="${raw.replaceAll("<", "&lt;")}"></iframe>`, `<template><script>${run}</script></template>`, `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
    `<svg></p><style><a id="</style><img src=1 onerror=${run}>">`, `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">`,
    `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${run}>`, `<svg><title><style><img src="</style><img src=x onerror=${run}>"></title></svg>`,
    `<!--><img src=x onerror=${run}>-->`, `<!--[if IE]>${raw}<![endif]-->`, `<![CDATA[${raw}]]>`, `<?xml version="1.0"?>${raw}`, `<xmp><img src=x onerror=${run}></xmp>`, `<textarea></textarea>${raw}`,
    `<plaintext>${raw}`, `"><img src=x onerror=${run}>`, `'-${run}-'`, `\`\`\`"><img src=x onerror=${run}>\nx\n\`\`\``, `\`\`\`html" onload="${run}\nx\n\`\`\``, `~~~<img src=x onerror=${run}>\nx\n~~~`,
    `[^1]\n\n[^1]: ${raw}`, `[^"><img src=x onerror=${run}>]\n\n[^"><img src=x onerror=${run}>]: x`, `[x](https://example.org "\\"onmouseover=${run} x=\\"")`, `[x](https://example.org" onmouseover="${run})`,
    `![" onerror="${run}](x)`, `![x](https://example.org/x.png)`, `# ${raw}`, `- [ ] ${raw}`, `> ${raw}`, `~~${raw}~~`, `**${raw}**`, `|${raw}|\n|---|\n|${raw}|`, `\\<script>${run}\\</script>`,
    `&lt;script&gt;${run}&lt;/script&gt;`, `&#60;script&#62;${run}&#60;/script&#62;`, `&amp;lt;img src=x onerror=${run}&amp;gt;`, `\u003cscript\u003e${run}\u003c/script\u003e`, `＜script＞${run}＜/script＞`,
    `<img\u000bsrc=x\u000bonerror=${run}>`, `<img/src=x/onerror=${run}>`, `<img src=x onerror\n=\n${run}>`, `<img src="x\`><script>${run}</script>"\`>`, `<a href="https://example.org" style="background:url(javascript:${run})">x</a>`,
    `<div id=x style="width:expression(${run})">x</div>`, `<embed src="javascript:${run}">`, `<applet code="javascript:${run}">`, `<isindex action="javascript:${run}" type=submit>`, `<button formaction="javascript:${run}">x</button>`,
  ];
  return [...alone, ...tags.flatMap((tag) => events.map(tag)), ...places.flatMap((place) => schemes.map(place))];
}

async function call(method, path, body, headers = {}) {
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const all = { Authorization: `Bearer ${token}`, "Content-Type": type, ...headers };
  const answer = await fetch(`${base}/api/v1${path}`, { method, headers: all, body: JSON.stringify(body) });
  return { status: answer.status, tag: answer.headers.get("etag"), body: await answer.json() };
}

/** Every HTML that comes back of a payload; one that holds what no text may hold is refused. */
async function shown(payload, post) {
  const html = [];
  const posted = await call("POST", `/discussions/${post}/posts`, { body: payload });
  if (posted.status === 201) html.push(posted.body.bodyHtml);
  const opened = await call("POST", "/discussions", { title: payload.slice(0, 150).padEnd(3), body: payload });
  if (opened.status === 201) html.push(opened.body.bodyHtml);
  const about = await call("PATCH", "/members/me", { about: payload });
  if (about.status === 200) html.push(about.body.aboutHtml);
  for (const answer of [posted, opened, about]) {
    if (![200, 201, 422].includes(answer.status)) throw new Error(`${JSON.stringify(payload)} answered ${answer.status}`);
  }
  return html;
}

const all = [...new Set(payloads())];
const place = await call("POST", "/discussions", { title: "Prov", body: "Prov." });
const pages = [];
for (const payload of all) for (const html of await shown(payload, place.body.id)) pages.push({ payload, html });
if (all.length < 500 || pages.length < 2 * all.length) throw new Error(`${all.length} payloads gave ${pages.length} pages`);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await browser.newPage();
  const fetched = [];
  page.on("request", (request) => fetched.push(request.url()));
  page.on("dialog", (dialog) => dialog.dismiss());
  const show = async (pages) => {
    await page.goto("about:blank");
    fetched.length = 0;
    await page.evaluate(() => { window.count = 0; window.ran = () => { window.count += 1; }; });
    return page.evaluate(async (pages) => {
      const found = [];
      for (const { payload, html } of pages) {
        const before = window.count;
        const frame = document.createElement("iframe");
        frame.srcdoc = `<!doctype html><body>${html}`;
        document.body.append(frame);
        await new Promise((done) => { frame.onload = done; });
        const shown = frame.contentDocument;
        for (const element of shown.querySelectorAll("*")) {
          const target = element.getAttribute("href");
          if (target && !/^(https?:\/\/|mailto:|#)/i.test(target)) found.push(`${payload}: a link to ${target}`);
          for (const event of ["mouseover", "click", "focus", "toggle", "animationstart"]) if (element.localName !== "a") element.dispatchEvent(new Event(event));
        }
        await new Promise((done) => setTimeout(done, 2));
        frame.remove();
        if (window.count !== before) found.push(`${payload}: ran`);
      }
      return found;
    }, pages);
  };
  // The check finds what it looks for.
  const planted = await show([{ payload: "planted", html: `<img src="${base}/x" onerror=${run}>` }, { payload: "planted too", html: `<a href="javascript:${run}">x</a>` }]);
  if (planted.length !== 2 || fetched.length === 0) throw new Error(`the check is blind: ${planted}, ${fetched}`);
  const found = await show(pages);
  const outside = fetched.filter((url) => !url.startsWith("about:"));
  if (found.length > 0 || outside.length > 0) throw new Error(`${found.join("\n")}\nfetched: ${outside.join(", ") || "nothing"}`);
  console.log(`${all.length} payloads, shown ${pages.length} times: nothing ran, nothing was fetched`);
} finally {
  await browser.close();
}
