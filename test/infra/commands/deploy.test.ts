// deploy and diff, with a CDK and a bundler in their place that do nothing but say how they were called.
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { emptyAccount, startAccountStandIn } from "../support/account-stand-in.ts";
import { copyRepository } from "../support/repository-copy.ts";
import { runCommand } from "../support/run-command.ts";
import { exampleInput, exampleJwt } from "../support/synthesized.ts";

const aws = await startAccountStandIn();
const { folder, remove } = await copyRepository();
afterAll(async () => {
  await aws.close();
  await remove();
});

const bin = join(folder, "bin");
await mkdir(bin);
await writeFile(
  join(bin, "cdk"),
  '#!/bin/sh\necho "cdk $* | $PATCHBAY_STAGE $AWS_REGION $PATCHBAY_ACCOUNT_CONCURRENCY"\n',
);
await chmod(join(bin, "cdk"), 0o755);
await writeFile(join(folder, "infra/bundle.ts"), 'export const bundleLambdas = async () => console.log("bundled");\n');

/** HS256: there is no identity provider here whose discovery document could be read. */
const text = await readFile("infra/stages/studio.ts", "utf8");
await writeFile(
  join(folder, "infra/stages/prod.ts"),
  text.replace('"studio",', '"prod", account: "111122223333", region: "eu-central-1",'),
);

const run = (command: string, ...words: string[]) =>
  runCommand(command, ["--stage", "prod", ...words], {
    cwd: folder,
    env: {
      ...{ AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: "fake", AWS_SECRET_ACCESS_KEY: "fake" },
      ...{ AWS_REGION: "eu-central-1", PATH: [bin, process.env.PATH].join(delimiter) },
    },
  });

beforeEach(() => {
  aws.content = emptyAccount;
  aws.requests.length = 0;
});

const readLines = (stdout: string) => stdout.trimEnd().split("\n");

test("diff shows what a deployment would change, with deploy's environment and without a change set", async () => {
  const { code, stdout, stderr } = await run("diff");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(readLines(stdout)).toEqual([
    "Stage prod: account 111122223333, region eu-central-1",
    "bundled",
    "cdk diff --all --method template --no-notices | prod eu-central-1 1000",
  ]);
  expect(aws.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "POST /",
    "GET /2016-08-19/account-settings",
  ]);
});

test.each(["diff", "deploy", "status"])("%s goes no further in another account", async (command) => {
  aws.content = { ...emptyAccount, account: "999988887777" };
  const { code, stdout, stderr } = await run(command);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^infra\/stages\/prod\.ts belongs to the AWS account 111122223333[^\n]*\n$/);
});

test("deploy ends with the addresses to register, and with what is missing", async () => {
  aws.content = {
    ...emptyAccount,
    clientIds: JSON.stringify({ slack: "1.2" }),
    secrets: Object.fromEntries(
      ["channel-signing", "customers", "jwt"].map((name) => [`patchbay/prod/${name}`, "prod"]),
    ),
  };
  const { code, stdout, stderr } = await run("deploy", "--yes");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = readLines(stdout);
  expect(lines.slice(0, 4)).toEqual([
    "Stage prod: account 111122223333, region eu-central-1",
    "Not there yet, so that what needs them answers 503: patchbay/prod/slack/client, patchbay/prod/slack/webhook, patchbay/prod/github/client. The deployment goes on without them.",
    "bundled",
    "cdk deploy --all --require-approval never --no-notices | prod eu-central-1 1000",
  ]);
  expect(lines[4]).toBe("Addresses to register");
  // Slack has a client id; the stage's file names GitHub.
  expect(lines.filter((line) => /^ {2}\w/.test(line))).toEqual([
    "  Your identity provider",
    "  Slack (https://api.slack.com/apps)",
    "  GitHub (https://github.com/settings/developers)",
  ]);
  expect(stdout).toContain("https://studio.example.com/api/integrations/slack/webhook\n");
  const missing = lines.slice(lines.indexOf("Missing, and what to do") + 1);
  expect(missing.map((line) => line.split(": ")[0])).toEqual([
    "  - patchbay/prod/slack/client",
    "  - patchbay/prod/slack/webhook",
    "  - patchbay/prod/github/client",
    "  - The client id of GitHub (https://github.com/settings/developers)",
    "  - Nobody gets the alarms",
  ]);
});

test("a deployment is no failure where what is missing cannot be read afterwards", async () => {
  aws.content = { ...emptyAccount, refused: ["ListSecrets"] };
  const { code, stdout } = await run("deploy", "--yes");
  expect(code).toBe(0);
  expect(stdout).toMatch(/What is still missing could not be read: npm run status -- --stage prod says why\.\n$/);
});

test("deploy builds nothing in an account that is not prepared for the CDK", async () => {
  aws.content = { ...emptyAccount, bootstrapVersion: undefined };
  const { code, stdout, stderr } = await run("deploy", "--yes");
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr:
      "Account 111122223333 is not prepared for the CDK in the region eu-central-1: run npm run bootstrap -- --stage prod first.\n",
  });
  expect(stdout).not.toContain("bundled");
});

test("deploy builds nothing where the issuer is not what its discovery document says", async () => {
  const jwt = { ...exampleJwt, issuer: "https://127.0.0.1:1/" };
  const stage = JSON.stringify({ ...exampleInput, stage: "wrong", jwt });
  const define = 'import { defineStage } from "../config.ts";\nexport const stage = defineStage';
  await writeFile(join(folder, "infra/stages/wrong.ts"), `${define}(${stage});\n`);
  const { code, stdout, stderr } = await run("deploy", "--stage", "wrong", "--yes");
  expect(code).toBe(1);
  expect(stderr).toMatch(/^jwt\.issuer: https:\/\/127\.0\.0\.1:1\/[^\n]* cannot be reached[^\n]*\n$/);
  expect(stdout).not.toContain("bundled");
});

test("remove says what goes and what stays, and leaves the data to a second word", async () => {
  const { code, stdout, stderr } = await run("remove", "--yes");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const lines = readLines(stdout);
  const called = lines.filter((line) => line.startsWith("cdk "));
  expect(called).toHaveLength(1);
  expect(called[0]).toMatch(/^cdk destroy patchbay-prod-observability .* --exclusively --force --no-notices \| prod/);
  expect(called[0]).not.toContain("patchbay-prod-data");
  expect(lines.indexOf("  patchbay-prod-api")).toBeLessThan(lines.indexOf(called[0] ?? ""));
  expect(lines.at(-1)).toBe("To delete the data too, for good: npm run remove -- --stage prod --data prod");
});
