// Follows docs/deploy.md from a clone to the removed stage, command by command, in an AWS account on this machine: `npm test -- newcomer`.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPortBase } from "../../infra/local/ports.ts";
import { type LocalAccount, startLocalAccount } from "./account.ts";
import { readCommands } from "./read-commands.ts";
import { expectPage, fillIn, openShell, type Shell } from "./shell.ts";

const commands = await readCommands("docs/deploy.md");

/** What a person types at the questions, as options. */
const answers = ({ origin, issuer }: LocalAccount): Readonly<Record<string, string>> => ({
  "npm run init": [
    "-- --yes --stage prod --account 000000000000 --region us-east-1 --providers slack,github",
    `--public-base-url ${origin} --issuer ${issuer} --audience patchbay --alarm-email operator@example.com`,
  ].join(" "),
  "npm run deploy": "--yes",
  "npm run remove": "--yes",
});

/** What each command must have printed, or the guide led to something else. */
const outcomes: readonly (readonly [begins: string, prints: RegExp])[] = [
  ["npm ci", /added \d+ packages/],
  ["npm run init", /Written: infra\/stages\/prod\.ts and \.env\.prod/],
  ["npm run synth", /patchbay-prod-api/],
  ["npm run bootstrap", /Environment aws:\/\/000000000000\/us-east-1 bootstrapped/],
  ["npm run secrets", /slack/],
  ["npm run diff", /patchbay-prod-data/],
  ["npm run deploy", /api\/integrations\/slack\/callback/],
  ["npm run status -- --stage prod --verify", /GET \/api\/health/],
  ["npm run status", /CREATE_COMPLETE/],
  ["npm run remove", /The data of the stage prod stays/],
];

let account: LocalAccount;
let shell: Shell;
beforeAll(async () => {
  account = await startLocalAccount(readPortBase(4600));
  shell = await openShell(account);
}, 600_000);
afterAll(async () => {
  await account.stop();
  await shell.remove();
});

/** Runs a command with what a person would answer to its questions. */
function type(command: string): Promise<string> {
  const answered = Object.entries(answers(account)).find(([begins]) => command.startsWith(begins))?.[1] ?? "";
  return shell.run(`${command} ${answered}`);
}

describe("docs/deploy.md", () => {
  it("has ten commands", () => expect(commands).toHaveLength(10));

  it.each(commands)("%s", { timeout: 1_800_000 }, async (command) => {
    if (command.startsWith("npm run secrets")) await fillIn(join(shell.folder, ".env.prod"));
    if (command.endsWith("--verify")) await account.openOrigin();
    const [, prints = /^$/] = outcomes.find(([begins]) => command.startsWith(begins)) ?? [];
    expect(await type(command)).toMatch(prints);
    if (command.endsWith("--verify")) await expectPage(account);
  });
});
