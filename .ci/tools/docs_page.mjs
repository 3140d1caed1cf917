// Opens the documentation page in a real browser, signs in on it, and tries a call.
// Fails if anything is asked of another host, or if the call does not answer 200.
//
//   node docs_page.mjs http://127.0.0.1:8080 ACCESS_TOKEN
import { createRequire } from "node:module";
const { chromium } = createRequire(import.meta.url)("playwright-core");

const [base, token] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const page = await browser.newPage();
  const outside = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith("data:")) outside.push(request.url());
  });
  await page.goto(`${base}/docs/`);
  page.setDefaultTimeout(120_000);
  await page.waitForSelector(".opblock");
  await page.click("button.authorize");
  await page.fill(".auth-container input", token);
  await page.click(".auth-btn-wrapper button.authorize");
  await page.click(".btn-done");
  const call = "#operations-members-getOwnProfile";
  await page.click(call);
  await page.click(`${call} .execute`);
  const answer = page.locator(`${call} .live-responses-table .response-col_status`).last();
  const status = (await answer.innerText()).trim();
  if (status !== "200" || outside.length > 0) {
    throw new Error(`the call answered ${status}; asked of other hosts: ${outside.join(", ") || "nothing"}`);
  }
  console.log(`the page shows ${await page.locator(".opblock").count()} operations; the call answered ${status}`);
} finally {
  await browser.close();
}
