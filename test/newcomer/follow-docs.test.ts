// Follows docs/deploy.md from a clone to the removed stage, command by command, in an AWS account on this machine: `npm test -- newcomer`.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repository } from "../../infra/local/directories.ts";
import { readPortBase } from "../../infra/local/ports.ts";
import { type LocalAccount, startLocalAccount } from "./account.ts";
import { readCommands } from "./read-commands.ts";

const execute = promisify(execFile);
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
let clone: string;
beforeAll(async () => {
  account = await startLocalAccount(readPortBase(4600));
  clone = await mkdtemp(join(tmpdir(), "patchbay-newcomer-"));
  await execute("git", ["clone", "--quiet", repository, clone]);
}, 600_000);
afterAll(async () => {
  await account.stop();
  await rm(clone, { recursive: true, force: true });
});

/** Variables of this test run that a newcomer's shell does not have. */
const ownVariables = /^(?:PATCHBAY_|VITEST|NODE_ENV|AWS_|npm_(?!config_))/;

/** Runs a command in the clone, in a shell that is signed in to the account. @returns all that it printed */
async function type(command: string): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !ownVariables.test(name));
  const env = { ...Object.fromEntries(inherited), ...account.environment };
  const answered = Object.entries(answers(account)).find(([begins]) => command.startsWith(begins))?.[1] ?? "";
  const { stdout, stderr } = await execute("bash", ["-c", `${command} ${answered}`], {
    ...{ cwd: clone, env, maxBuffer: 100_000_000 },
  });
  return stdout + stderr;
}

/** Fills in the lines of the file that `init` wrote, as a person does after registering the apps. */
async function fillIn(file: string): Promise<void> {
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replaceAll(/^(\w+)=$/gm, "$1=not-a-real-value-$1"));
}

describe("docs/deploy.md", () => {
  it("has ten commands", () => expect(commands).toHaveLength(10));

  it.each(commands)("%s", { timeout: 1_800_000 }, async (command) => {
    if (command.startsWith("npm run secrets")) await fillIn(join(clone, ".env.prod"));
    if (command.endsWith("--verify")) await account.openOrigin();
    const [, prints = /^$/] = outcomes.find(([begins]) => command.startsWith(begins)) ?? [];
    expect(await type(command)).toMatch(prints);
    if (command.endsWith("--verify")) await expectPage();
  });
});

async function expectPage(): Promise<void> {
  const page = await fetch(`${account.origin}/settings/integrations`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("<script")]);
}
