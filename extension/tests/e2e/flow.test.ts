// What a person sees and does, on a page with a plain field and a button that posts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { askBackground, askUntil } from "./browser";
import { DRAFT, type Desk, FIRST, FIRST_FIXED, SECOND } from "./desk";
import { faulty } from "./fault-server";
import { rig } from "./rig";

const here = rig();
const SECRET = "Het wachtwoord is: Zonnebloem!2024";
const MISSING = "nl.missing-empathy.no-acknowledgement";
const BODY = `<article>Al acht weken wachten op mijn paspoort en niemand belt terug!</article><form><div id="composer"></div><button type="submit">Plaatsen</button></form>`;
const POSTS = `document.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); post(); });
  document.querySelector("button").addEventListener("pointerdown", () => (window.downs = (window.downs ?? 0) + 1));`;

const open = (editor: "contenteditable" | "textarea" = "contenteditable") => here.lab(editor, BODY, POSTS);
const post = (desk: Desk) => desk.page.click("form button");

test("a clean draft is posted at once and nothing asks", async () => {
  const desk = await open();
  await desk.write("Wat vervelend dat u al acht weken wacht. Ik bel u vandaag nog.");
  await desk.state("ok", "hint");
  await post(desk);
  await desk.until("it was posted", () => (window as unknown as { posted: string[] }).posted.length === 1);
  assert.equal(await desk.has(".panel"), false);
  await desk.page.close();
});

test("a draft to review is asked about once; pressing again posts", async () => {
  const desk = await open();
  await desk.write(DRAFT);
  await desk.state("advice");
  await post(desk);
  await desk.ui("[data-act='post']");
  assert.deepEqual(await desk.posted(), []);
  assert.equal(await desk.page.evaluate(() => (window as { downs?: number }).downs ?? 0), 0, "the page saw nothing of the press");
  await new Promise((done) => setTimeout(done, 700)); // before that it would be taken for a double click
  await post(desk);
  await desk.until("it was posted", (text) => (window as unknown as { posted: string[] }).posted[0] === text, DRAFT);
  await desk.page.close();
});

test("the question leads to the first point, here something missing, and back", async () => {
  const desk = await open();
  await desk.write(DRAFT);
  await desk.state("advice");
  await post(desk);
  await desk.press("[data-act='look']");
  await desk.ui(`.card[data-rule="${MISSING}"]`);
  await desk.page.keyboard.press("Escape");
  await desk.gone(".card");
  assert.equal(await desk.page.evaluate(() => document.activeElement === (window as unknown as { lab: { element: Element } }).lab.element), true);
  await desk.page.close();
});

test("a stop holds each press until its words are gone", async () => {
  const desk = await open();
  await desk.write(SECRET);
  await desk.state("stop");
  for (let i = 0; i < 2; i++) {
    await post(desk);
    await desk.ui("[data-act='override-open']");
  }
  assert.deepEqual(await desk.posted(), []);
  await (await desk.field()).click({ count: 3 });
  await desk.write("Dank voor uw bericht, wij bellen u.");
  await desk.state("ok", "hint", "advice");
  await desk.page.close();
});

test("a stop goes out by override, with a reason", async () => {
  const desk = await open();
  await desk.write(SECRET);
  await desk.state("stop");
  await post(desk);
  await desk.press("[data-act='override-open']");
  await desk.press("[data-act='override']");
  assert.deepEqual(await desk.posted(), [], "without a reason it stays");
  await desk.press(".panel input[type='text']");
  await desk.write("dit is de voorbeeldtekst van de cursus");
  await desk.press("[data-act='override']");
  await desk.until("it was posted", (text) => (window as unknown as { posted: string[] }).posted[0] === text, SECRET);
  await desk.page.close();
});

test("a press before the answer waits for it", async () => {
  const desk = await open();
  await desk.write("Wat vervelend dat u al acht weken wacht. Ik bel u vandaag nog.");
  await post(desk);
  await desk.until("it was posted", () => (window as unknown as { posted: string[] }).posted.length === 1);
  assert.equal(await desk.has(".panel"), false);
  await desk.page.close();
});

test("resting on underlined words opens their card, and a click takes the fix", async () => {
  const desk = await open();
  await desk.write(DRAFT);
  await desk.underlines(FIRST);
  const { x, y } = await desk.point(FIRST);
  await desk.page.mouse.move(x, y);
  await desk.page.mouse.move(x + 1, y);
  await desk.press(".card .fix");
  await desk.holds(FIRST_FIXED);
  await desk.page.close();
});

test("what is missing stands in the mark's list, with openers to insert", async () => {
  const desk = await open();
  await desk.write(DRAFT);
  await desk.state("advice");
  await desk.press(".mark");
  await desk.ui(`.point[data-rule="${MISSING}"]`);
  const opener = await desk.text(`li:has(> .point[data-rule="${MISSING}"]) .fix`);
  await desk.press(`li:has(> .point[data-rule="${MISSING}"]) .fix`);
  await desk.holds(`${opener} ${DRAFT}`);
  await desk.page.close();
});

test("the situation that Kalm assumed is shown, and a person corrects it", async () => {
  const desk = await open();
  await desk.write(DRAFT);
  await desk.state("advice");
  await desk.press(".mark");
  const select = await desk.ui(".situation select");
  assert.match(await desk.text(".situation option"), /klacht/);
  await select.focus();
  await select.evaluate((node) => {
    (node as HTMLSelectElement).value = "compliment";
    node.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
  });
  await desk.until("nothing is missing for a compliment", (rule) => !document.querySelector("kalm-layer")?.shadowRoot?.querySelector(`[data-rule="${rule}"]`), MISSING);
  const { sent } = await askBackground(desk.page, { kind: "status", tab: 0 });
  assert.equal(sent?.request.context?.situation, "compliment");
  await desk.page.close();
});

test("the meter shows which parts the answer has", async () => {
  const desk = await open();
  await desk.write(DRAFT);
  await desk.state("advice");
  await desk.press(".mark");
  await desk.ui(".meter [data-part='facts'].seen");
  assert.equal(await desk.has(".meter [data-part='empathy'].seen"), false);
  await desk.page.close();
});

test("not right here takes a finding away, for this draft or for good", async () => {
  const desk = await open();
  await desk.write(DRAFT);
  await desk.underlines(FIRST);
  const { x, y } = await desk.point(FIRST);
  await desk.page.mouse.click(x, y);
  await desk.press(".card .foot .link");
  await desk.press(".card .more .main");
  await desk.until("its line is gone", (words) => ![...(CSS.highlights.get("kalm-warning") ?? [])].some((range) => String(range) === words), FIRST);
  await desk.write("!");
  await desk.state("advice");
  assert.ok(!(await desk.underlined()).includes(FIRST));
  await desk.page.close();
});

test("what came of findings goes to the server as counts of rules, gathered, and nothing of the draft", async () => {
  const server = await faulty(here.server.url, { routes: { "/v1/events": () => ({ status: 202 }) } });
  await here.kalm.settings({ server: server.url });
  const desk = await open();
  await desk.write(DRAFT);
  await desk.underlines(FIRST);
  const { x, y } = await desk.point(FIRST);
  await desk.page.mouse.click(x, y);
  await desk.press(".card .fix");
  type Body = { events: { rule: string; event: string; policy_version: number; count: number }[] };
  const events = () => server.received.flatMap(({ body }) => (body as Body).events);
  for (let i = 0; i < 600 && !events().some(({ event }) => event === "applied"); i++) await new Promise((done) => setTimeout(done, 20));
  assert.ok(events().some(({ rule, event }) => event === "shown" && rule === "nl.condescension.already-explained"));
  assert.ok(events().some(({ rule, event }) => event === "applied" && rule === "nl.condescension.already-explained"));
  for (const { body } of server.received) {
    assert.ok(!JSON.stringify(body).includes("uitlegden"));
    const answer = await fetch(`${here.server.url}/v1/events`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    assert.equal(answer.status, 202, "the real server takes just that");
  }
  await desk.page.close();
  await server.stop();
  await here.kalm.settings({ server: here.server.url });
});

test("why something is not right here goes to the server, and the sentence only where that is ticked", async () => {
  const server = await faulty(here.server.url, { routes: { "/v1/feedback": () => ({ status: 503 }) } });
  await here.kalm.settings({ server: server.url });
  const desk = await open();
  await desk.write(DRAFT);
  await desk.underlines(FIRST);
  const refuse = async (words: string, fill: () => Promise<void>) => {
    const { x, y } = await desk.point(words);
    await desk.page.mouse.click(x, y);
    await desk.ui(".card");
    await desk.press(".card .foot .link");
    await fill();
    const before = server.received.length;
    await desk.press(".card .more .main");
    await desk.gone(".card");
    for (let i = 0; i < 100 && server.received.length === before; i++) await new Promise((done) => setTimeout(done, 20));
    return server.received.at(-1)?.body;
  };
  const chosen = await refuse(FIRST, async () => {
    const select = await desk.ui(".card .more select");
    await select.evaluate((node) => ((node as HTMLSelectElement).value = "quoted"));
  });
  assert.deepEqual(chosen, { rule: "nl.condescension.already-explained", policy_version: 0, reason: "quoted" });
  const told = await refuse(SECOND, async () => {
    await desk.press(".card .more input[type='text']");
    await desk.write("zo heet de folder");
    await desk.press(".card .more .check");
  });
  const sentence = "U had de brief beter moeten lezen.";
  assert.deepEqual(told, { rule: "nl.condescension.should-have", policy_version: 0, reason: "zo heet de folder", text: sentence });
  for (const body of [chosen, told]) {
    const answer = await fetch(`${here.server.url}/v1/feedback`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    assert.equal(answer.status, 202, "the real server takes just that");
  }
  await desk.state("advice");
  assert.equal(await desk.text(".toast"), "", "a server that does not want to know is no trouble");
  await desk.page.close();
  await server.stop();
  await here.kalm.settings({ server: here.server.url });
});

test("what the organisation says to everybody stands above card and list, with whom to ask", async () => {
  const client = {
    line: { nl: "Brand aan de haven: antwoord alleen met het persbericht.", en: "Fire at the harbour." },
    contact: "Persdienst, tel. 1234",
    guideline: "https://voorbeeld.example/toon",
    ask: true,
    anatomy: false,
    locked: ["nl.condescension.already-explained"],
  };
  const server = await faulty(here.server.url, { client });
  await here.kalm.settings({ server: server.url });
  const desk = await open();
  await desk.write(DRAFT);
  await desk.underlines(FIRST);
  await desk.page.keyboard.press("F8");
  await desk.ui(".card");
  assert.equal(await desk.text(".card .house"), client.line.nl);
  assert.match(await desk.text(".card"), /Persdienst, tel\. 1234/);
  await desk.press(".card .foot .link");
  assert.equal((await desk.text(".card .more .row")).includes("regel"), false, "a locked rule cannot be switched off");
  await desk.press(".card .end");
  await desk.ui(".panel");
  assert.equal(await desk.text(".panel > :first-child"), client.line.nl);
  assert.match(await desk.text(".panel"), /Persdienst/);
  assert.equal(await (await desk.ui(".panel .small a")).evaluate((node) => (node as HTMLAnchorElement).href), client.guideline);
  assert.equal(await desk.has(".meter"), false);
  const opened = here.kalm.browser.waitForTarget((target) => target.url() === `${server.url}/console/questions/new`);
  await desk.press("[data-act='colleague']");
  await (await (await opened).page())?.close();
  await desk.page.close();
  await server.stop();
  await here.kalm.settings({ server: here.server.url });
});

test("an answer of a newer policy has the page learn what that says", async () => {
  const client: { line: { nl: string; en: string } | null } = { line: null };
  let version = 0;
  const server = await faulty(here.server.url, { client, answer: () => ({ policy: { name: "test", version } }) });
  await here.kalm.settings({ server: server.url });
  const desk = await open();
  await desk.write(DRAFT);
  await desk.state("advice");
  client.line = { nl: "Vandaag is het druk.", en: "Busy today." };
  version = 1;
  await desk.write("!");
  await desk.press(".mark");
  await desk.until("the line is there", () => document.querySelector("kalm-layer")?.shadowRoot?.querySelector(".panel .house")?.textContent === "Vandaag is het druk.");
  await desk.page.close();
  await server.stop();
  await here.kalm.settings({ server: here.server.url });
});

test("a heated draft is offered ten minutes, and may still be posted", async () => {
  const desk = await open();
  await desk.write("U bent een leugenaar en een idioot.");
  await desk.state("advice");
  await desk.press(".mark");
  await desk.press("[data-act='wait']");
  await desk.until("the time is told", () => /\d\d[:.]\d\d/.test(document.querySelector("kalm-layer")?.shadowRoot?.querySelector(".panel .notice")?.textContent ?? ""));
  await desk.page.close();
});

test("after moving somebody offline a private reminder is offered", async () => {
  const desk = await open();
  await desk.write("Wat vervelend dat u zo lang wacht. Stuur ons even een privébericht, dan zoeken we het vandaag nog uit.");
  await desk.state("ok", "hint", "advice");
  await post(desk);
  if (await desk.has("[data-act='post']")) await desk.press("[data-act='post']");
  await desk.press("[data-act='remind']");
  const { reminders } = await askUntil(desk.page, { kind: "status", tab: 0 }, (told) => told.reminders.length > 0);
  assert.deepEqual(reminders.map(({ url }) => url), ["https://lab.kalm.example/contenteditable"]);
  assert.ok((reminders[0]?.due ?? 0) > Date.now() + 20 * 3_600_000);
  await desk.page.close();
});

test("with a list of names open Enter chooses a name", async () => {
  const desk = await here.lab("contenteditable", BODY, `window.entered = 0; lab.element.addEventListener("keydown", (event) => { if (event.key === "Enter") window.entered++; });`);
  await desk.page.evaluate(() => (window as unknown as { lab: { element: Element } }).lab.element.setAttribute("aria-expanded", "true"));
  await desk.write(DRAFT);
  await desk.state("advice");
  await desk.page.keyboard.press("Enter");
  assert.equal(await desk.page.evaluate(() => (window as unknown as { entered: number }).entered), 1);
  await desk.page.close();
});
