// The examples of the README, the API guide and the guide to automations run against the local cloud, as somebody copies them.
import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { asUser, type Browser, tokenFor } from "../support/api.ts";
import { cloud } from "../support/cloud.ts";
import { connectInBrowser } from "../support/flow.ts";
import { sandbox } from "../support/sandbox.ts";
import { readDocument } from "./support/read-documents.ts";

const run = promisify(execFile);

const [readme, guide, automations] = await Promise.all(
  ["README.md", "docs/api.md", "docs/automations.md"].map(readDocument),
);
const [start, ...examples] = guide?.blocks.filter(({ language }) => language === "js") ?? [];
/** What needs a page is only parsed (code-blocks.test.ts). */
const isForPages = ({ code }: { readonly code: string }) =>
  /\b(window|location|opener)\b/.test(code.replaceAll(/\/\/.*$/gm, ""));
const findScript = (heading: string): string =>
  automations?.blocks.find((block) => block.heading === heading && block.language === "js")?.code ?? "";

let user: Browser;
let folder: string;
let environment: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "patchbay-examples-"));
  const person = { sub: `reader-${randomUUID()}`, org: "acme", role: "admin" };
  user = await asUser(person);
  for (const provider of ["slack", "github", "figma", "gmail", "calendar"] as const) {
    const { location } = await connectInBrowser(user, provider);
    expect(location?.searchParams.get("status")).toBe("success");
  }
  const { origin: PATCHBAY, issuer: ISSUER } = cloud();
  environment = { PATH: process.env.PATH ?? "", PATCHBAY, ISSUER, TOKEN: await tokenFor(person) };
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => sandbox("slack").forgetRequests());

/** Writes a file with the guide's first block and another one. @returns its path */
async function writeScript(code: string): Promise<string> {
  const file = join(folder, `${randomUUID()}.mjs`);
  await writeFile(file, `${start?.code}\n${code}`);
  return file;
}

const runScript = async (code: string) => run(process.execPath, [await writeScript(code)], { env: environment });

/** What was posted to Slack, as forms. */
async function listPosted(): Promise<Record<string, string>[]> {
  const requests = await sandbox("slack").requests("/api/chat.postMessage");
  return requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
}

test.each(examples.filter((block) => !isForPages(block)))(
  "the API guide's example under “$heading” runs",
  async ({ code }) => {
    await runScript(code);
  },
);

test("the examples for pages are those that begin a flow or take it back", () => {
  expect(examples.filter(isForPages).map(({ heading }) => heading)).toEqual(["In a popup", "In a popup"]);
});

test("the README's call posts a message", async () => {
  const [, call] = readme?.blocks.filter(({ language }) => language === "sh") ?? [];
  const lines = (call?.code ?? "").split("\n").filter((line) => !line.startsWith("TOKEN="));
  const command = lines.join("\n").replaceAll("http://localhost:4400", cloud().origin);
  const { stdout } = await run("sh", ["-c", command], { env: environment });
  expect(JSON.parse(stdout)).toMatchObject({ message: { text: "Hello" } });
});

describe("the automations", () => {
  test("blocks of one's own, and a channel for notifications", async () => {
    await runScript(findScript("Your own blocks"));
    expect((await listPosted())[0]?.blocks).toContain("Released by Ada");
    await runScript(findScript("A notification of an activity"));
    const { json } = await user.get("/api/integrations/figma/settings");
    expect(json).toMatchObject({ notificationPreferences: { slackChannel: "#design-reviews" } });
  });

  test("event to card: what Ada is asked for becomes a task's card", async () => {
    const script = spawn(process.execPath, [await writeScript(findScript("Event to card"))], { env: environment });
    onTestFinished(() => void script.kill());
    // Nothing tells from outside when the script's socket is open: say it again until it is.
    const askAgain = async () => {
      const text = "Ada, could you review the pricing page by Friday?";
      await sandbox("slack").push({
        event: "message",
        text,
        channel: "design-reviews",
        from: "ben",
        workspace: "acme",
      });
      return (await listPosted()).map((posted) => posted.text ?? "").join();
    };
    await expect
      .poll(askAgain, { interval: 3000 })
      .toMatch(/^Task: Ada, could you review the pricing page by Friday\?, due /);
  });

  test("daily digest of unread mail: one direct message, however often it runs", async () => {
    for (let time = 0; time < 2; time += 1) await runScript(findScript("Daily digest of unread mail"));
    const posted = await listPosted();
    expect(posted).toEqual([
      expect.objectContaining({ channel: "U0ACMEADA", text: expect.stringMatching(/^1 unread/) }),
    ]);
    expect(posted[0]?.blocks).toContain("*Review before Friday*");
  });

  test("pull request to Slack: each is posted once", async () => {
    for (let time = 0; time < 2; time += 1) await runScript(findScript("Pull request to Slack"));
    const posted = await listPosted();
    expect(posted.length).toBeGreaterThan(0);
    expect(new Set(posted.map(({ text }) => text)).size).toBe(posted.length);
    for (const { text } of posted) expect(text).toMatch(/^👀 Project In Review: Atlas: in review: #\d+ /);
  });

  test("Figma comment to issue: a comment becomes one issue", async () => {
    const comment = `Is this blue? ${randomUUID()}`;
    await user.post("/api/integrations/figma/comments/FigHome000000000000001", { message: comment });
    for (let time = 0; time < 2; time += 1) await runScript(findScript("Figma comment to issue"));
    const requests = await sandbox("github").requests("/repos/octo/hello-world/issues");
    const opened = requests.filter(({ method, body }) => method === "POST" && body.includes(comment));
    expect(opened.map(({ body }) => JSON.parse(body).title)).toEqual([`Figma: ${comment}`]);
  });

  test("calendar event to message: what begins within the hour is said once, in Slack's markup", async () => {
    const at = (minutes: number) => ({ dateTime: new Date(Date.now() + minutes * 60_000).toISOString() });
    const summary = `Planning <${randomUUID()}>`;
    await user.post("/api/v2/calendar/events", { summary, start: at(30), end: at(60) });
    for (let time = 0; time < 2; time += 1) await runScript(findScript("Calendar event to message"));
    const texts = (await listPosted()).map(({ text }) => text).filter((text) => text?.includes("Planning"));
    expect(texts).toEqual([expect.stringMatching(/^\*Planning &lt;\S+&gt;\* begins at <!date\^\d+\^\{time\}\|/)]);
  });
});
