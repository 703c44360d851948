// `npm run sandbox -- push …` says when nobody listens to what was pushed, and why.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sandboxPort } from "../../../../infra/local/ports.ts";
import { callGoogle, connectGoogle } from "./google-account.ts";
import { useProvider } from "./provider.ts";
import { useReceiver } from "./receiver.ts";

const [google, figma, slack] = [useProvider("google"), useProvider("figma"), useProvider("slack")];
const running = { google, figma, slack };
for (const provider of Object.values(running)) useReceiver(provider);
const command = join(import.meta.dirname, "../../../../infra/local/sandbox-command.ts");

/** Pushes at the sandbox of a provider. @returns the command's last line */
async function push(provider: keyof typeof running, ...words: readonly string[]): Promise<string> {
  const base = Number(new URL(running[provider].url("/")).port) - sandboxPort(0, provider);
  const all = [command, "--port-base", String(base), "push", ...words];
  const out = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, all, (failure, printed) => (failure ? reject(failure) : resolve(printed)));
  });
  return out.trim().split("\n").at(-1) ?? "";
}

test("says that nobody watches a mailbox, until somebody does", async () => {
  const why =
    "Nobody listens: no connected account watches that mailbox. Connect Gmail with that address, and switch “Receive changes live” on in its settings.";
  expect(await push("google", "gmail", "mail", "Hello")).toBe(why);
  const token = await connectGoogle(google, "gmail.modify");
  expect(await push("google", "gmail", "mail", "Hello")).toBe(why);
  const topicName = "projects/sandbox/topics/patchbay";
  await callGoogle(google, token, "POST", "/gmail/v1/users/me/watch", { topicName });
  expect(await push("google", "gmail", "mail", "Hello")).toMatch(/^mail to http/);
});

test("says so of a calendar, whose events go nowhere then", async () => {
  await connectGoogle(google, "calendar");
  expect(await push("google", "calendar", "event", "Lunch")).toMatch(
    /^Nobody listens: no connected account watches that calendar\. Connect Google Calendar /,
  );
});

test("says that Figma's event reached nobody, unless it was meant for a hook made by hand", async () => {
  expect(await push("figma", "figma", "comment", "Look")).toContain(
    "choose the team https://www.figma.com/files/team/1001",
  );
});

test("says that nobody has connected Slack", async () => {
  expect(await push("slack", "slack", "message", "Hi")).toBe(
    "Nobody listens: nobody has connected Slack. Connect it on the settings page first.",
  );
});
