// The command writes into its own repository, so it runs in a copy of it.
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, expect, test } from "vitest";
import { defineStage } from "../../../infra/config.ts";
import { planSecrets } from "../../../infra/secrets/plan.ts";
import { manifests } from "../../../lib/providers/manifests.ts";
import { startTestServer } from "../../support/test-server.ts";
import { copyRepository } from "../support/repository-copy.ts";
import { runCommand } from "../support/run-command.ts";
import { exampleInput } from "../support/synthesized.ts";

const { folder: copy, remove } = await copyRepository();
const sts = await startTestServer((response) => response.end("<Account>111122223333</Account>"));

afterAll(async () => {
  await sts.close();
  await remove();
});

const read = (path: string) => readFile(join(copy, path), "utf8");

const settings = [
  ...["--public-base-url", "https://app.example.com", "--issuer", "https://id.example.com/", "--audience", "patchbay"],
  ...["--region", "eu-central-1", "--providers"],
];

const init = (...words: string[]) =>
  runCommand("init", ["--yes", ...words], {
    cwd: copy,
    env: {
      AWS_ENDPOINT_URL: sts.url,
      AWS_ACCESS_KEY_ID: "fake",
      AWS_SECRET_ACCESS_KEY: "fake",
      AWS_REGION: "us-east-1",
    },
  });

/** What the plan of `npm run secrets` makes of a file whose empty lines are filled in. */
async function planFilled(stage: string) {
  const given = parseEnv(await read(`.env.${stage}`));
  const filled = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value || `${name}-`.padEnd(40, "x")]),
  );
  return planSecrets(filled, defineStage({ ...exampleInput, stage }));
}

test("writes the files of a stage with every provider, and prints the next commands in order", async () => {
  const { code, stdout, stderr } = await init("--stage", "prod", ...settings, "all");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.match(/npm run .*?(?= *#)/g)).toEqual([
    "npm run bootstrap -- --stage prod",
    "npm run secrets -- --stage prod --from .env.prod",
    "npm run ehr-keys -- create --stage prod",
    "npm run deploy -- --stage prod",
    "npm run status -- --stage prod --verify",
  ]);
  const text = await read("infra/stages/prod.ts");
  // The account of the shell's credentials, but the region of the option.
  expect(text).toContain('account: "111122223333",\n  region: "eu-central-1",');
  const plan = await planFilled("prod");
  expect(Object.keys(plan.clientIds)).toEqual(manifests.map(({ id }) => id));
  expect(plan.notices).toEqual([]);
});

test("the file with secrets has the lines of the chosen providers, with a comment on each, and is its owner's alone", async () => {
  await init("--stage", "few", ...settings, "slack,github");
  const text = await read(".env.few");
  expect((await stat(join(copy, ".env.few"))).mode & 0o777).toBe(0o600);
  expect(parseEnv(text)).toEqual({
    WEBHOOK_BASE_URL: "https://app.example.com",
    SLACK_CLIENT_ID: "",
    SLACK_CLIENT_SECRET: "",
    SLACK_REDIRECT_URI: "https://app.example.com/api/integrations/slack/callback",
    SLACK_SIGNING_SECRET: "",
    GITHUB_CLIENT_ID: "",
    GITHUB_CLIENT_SECRET: "",
    GITHUB_REDIRECT_URI: "https://app.example.com/api/integrations/github/callback",
    GITHUB_WEBHOOK_SECRET: "",
  });
  expect(text).not.toContain("<publicBaseUrl>");
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) if (/^[A-Z]/.test(line)) expect(lines[index - 1]).toMatch(/^# \S/);
});

test("asks for the secret of an issuer that signs with HS256", async () => {
  await init("--stage", "shared", ...settings, "slack", "--algorithm", "HS256");
  expect(parseEnv(await read(".env.shared"))).toHaveProperty("JWT_SECRET", "");
});

test.each(["infra/stages/taken.ts", ".env.taken"])("never overwrites %s", async (path) => {
  await writeFile(join(copy, path), "mine");
  const { code, stderr } = await init("--stage", "taken", ...settings, "slack");
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `${path} is there already, and is never overwritten: delete it first, or choose another name.\n`,
  });
  expect(await read(path)).toBe("mine");
  await rm(join(copy, path));
});

test.each([
  [[], "Which stage? npm run init -- --stage prod\n"],
  [["--stage", "local"], /^The stage "local" is reserved for npm run dev and npm test[^\n]*\n$/],
  [["--stage", "Prod_1"], /^"Prod_1" cannot be a stage's name[^\n]*\n$/],
  [["--stage", "bare"], "Add --public-base-url, --issuer, --audience, --providers: they have no default.\n"],
])("refuses %j in one sentence, and writes nothing", async (words, sentence) => {
  const { code, stderr } = await init(...words);
  expect(code).toBe(1);
  expect(stderr).toMatch(sentence);
  await expect(read("infra/stages/bare.ts")).rejects.toThrow("ENOENT");
});

test("a setting that the stage's schema refuses leaves no file behind", async () => {
  const wrong = [
    "--public-base-url",
    "http://localhost:3000",
    "--issuer",
    "https://id.example.com/",
    "--audience",
    "a",
  ];
  const { code, stderr } = await init("--stage", "wrong", ...wrong, "--providers", "slack", "--client-id", "");
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'The configuration of stage "wrong" is wrong: signIn.clientId must not be empty.\n',
  });
  for (const path of ["infra/stages/wrong.ts", ".env.wrong"]) await expect(read(path)).rejects.toThrow("ENOENT");
});

test("asks nobody where there is no terminal", async () => {
  const { code, stderr } = await runCommand("init", ["--stage", "quiet"], { cwd: copy });
  expect({ code, stderr }).toEqual({ code: 1, stderr: "Nobody can be asked here: add --yes. Nothing was written.\n" });
});

test("git ignores the file of every stage, but not the example", async () => {
  const ignored = (await readFile(".gitignore", "utf8")).split("\n");
  expect(ignored).toEqual(expect.arrayContaining([".env", ".env.*", "!.env.example"]));
});
