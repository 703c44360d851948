import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sandboxPort } from "../../../../infra/local/ports.ts";
import { parsePushRequest } from "../../../../infra/local/sandbox/push/command.ts";
import { useProvider } from "./provider.ts";
import { useReceiver } from "./receiver.ts";

const slack = useProvider("slack");
const receiver = useReceiver(slack);
const command = join(import.meta.dirname, "../../../../infra/local/sandbox-command.ts");

/** Runs the command against this file's sandbox. */
function sandbox(...words: string[]): Promise<{ code: number; out: string; error: string }> {
  const base = Number(new URL(slack.url("/")).port) - sandboxPort(0, "slack");
  const all = [command, "--port-base", String(base), ...words];
  return new Promise((resolve) => {
    execFile(process.execPath, all, (failure, out, error) => resolve({ code: failure ? 1 : 0, out, error }));
  });
}

test("pushes a message and prints what the receiver answered", async () => {
  receiver.setAnswer(() => ({ status: 200, body: '{"ok":true}' }));
  const { out } = await sandbox("push", "slack", "message", "Ship it", "--channel", "releases", "--times", "2");
  expect(out.match(/message to .*\/api\/integrations\/slack\/webhook: 200 \{"ok":true\} \(\d+ ms\)/g)).toHaveLength(2);
  expect(receiver.bodies()).toMatchObject([{ event: { channel: "C0ACME4", text: "Ship it" } }, {}]);
});

test("shows each retry", async () => {
  receiver.setAnswer((count) => ({ status: count === 1 ? 503 : 200 }));
  const { out } = await sandbox("push", "slack", "message");
  expect(out).toMatch(/message to \S+: 503 .*\n {2}retry 1 to \S+: 200/);
});

test("reports a refusal in one line", async () => {
  const { code, error } = await sandbox("push", "slack", "message", "--channel", "leadership", "--from", "ben");
  expect(code).toBe(1);
  expect(error).toBe("ben cannot do that: chat.postMessage answers not_in_channel\n");
});

test("lists the events of a provider when given an unknown one", async () => {
  const { code, error } = await sandbox("push", "slack", "dance");
  expect(code).toBe(1);
  expect(error).toMatch(/^Push which event of slack\? One of message, mention, /);
});

test("lists the forgeries when given an unknown one", async () => {
  const { error } = await sandbox("push", "slack", "message", "--forge", "beard");
  expect(error).toMatch(/forge: .*"signature".*"stale"/);
});

test("turns events on", async () => {
  await sandbox("behave", "slack", '{"events":true}');
  expect((await slack.control("GET", "behaviour")).body.events).toBe(true);
});

test.each([
  [["expire", "slack"], "Every access token of slack is expired.\n"],
  [["reset", "slack"], "slack has its seed data again.\n"],
  [["behave", "slack", '{"events":false}'], "The switches of slack are changed.\n"],
  [["script", "slack", '{"path":"/api/never"}'], "The next matching request to slack gets this answer.\n"],
])("says what %o has changed", async (words, said) => {
  expect(await sandbox(...words)).toMatchObject({ code: 0, out: said });
});

test("prints its usage", async () => {
  const { out } = await sandbox("--help");
  expect(out).toMatch(/push <what> <event>/);
});

test.each([
  [["slack", "channel", "launch"], {}, "slack", { event: "channel_created", channel: "launch" }],
  [["gmail", "mail", "Hi"], { body: "There" }, "google", { event: "mail", subject: "Hi", text: "There" }],
  [
    ["calendar", "update"],
    { id: "e1", minutes: "30" },
    "google",
    { event: "event", action: "updated", id: "e1", minutes: 30 },
  ],
  [
    ["github", "issue", "Broken"],
    { repo: "octo/dotfiles" },
    "github",
    { event: "issues", text: "Broken", repository: "octo/dotfiles" },
  ],
  [["figma", "comment", "Look"], { "no-retry": true }, "figma", { event: "FILE_COMMENT", text: "Look", retry: false }],
])("reads %o", (words, options, provider, body) => {
  const { provider: at, body: fields } = parsePushRequest(words, options);
  expect([at, fields]).toEqual([provider, body]);
});
