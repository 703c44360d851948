// What holds for all commands that work on a stage in an AWS account: one sentence for each mistake, and nothing done before the stage,
// the account and the region are known to be the right ones.
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { throughProxy } from "../mcp/support/database-stage.ts";
import { emptyAccount, startAccountStandIn } from "../support/account-stand-in.ts";
import { copyRepository } from "../support/repository-copy.ts";
import { runCommand } from "../support/run-command.ts";
import { exampleInput } from "../support/synthesized.ts";

/** What each command is told beside the stage, to do its work. */
const words: Readonly<Record<string, readonly string[]>> = {
  bootstrap: [],
  database: [],
  deploy: [],
  diff: [],
  "ehr-keys": ["create"],
  keys: ["rotate", "--all"],
  remove: [],
  secrets: ["--remove", "slack"],
  status: [],
};
const commands = Object.keys(words);
/** These work on files alone. */
const withoutAccount = ["aliases", "app-manifest", "init", "synth"];
/** This one may be rehearsed on the local stage, and has tests of its own. */
const rehearsed = ["import"];
/** These ask before they begin; the CDK asks for deploy. */
const asking = ["database", "keys", "remove"];

const aws = await startAccountStandIn();
const { folder, remove } = await copyRepository();
afterAll(async () => {
  await aws.close();
  await remove();
});
beforeEach(() => {
  aws.content = emptyAccount;
  aws.requests.length = 0;
});

const users = { columns: { id: "integer" }, visibleTo: "everyone", source: "app.users", about: "People" };
const stage = {
  ...exampleInput,
  ehr: {},
  mcp: { database: { connection: throughProxy, tables: { users } } },
};
const define = 'import { defineStage } from "../config.ts";\nexport const stage = defineStage';
await writeFile(join(folder, "infra/stages/prod.ts"), `${define}(${JSON.stringify(stage)});\n`);

const run = (command: string, more: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCommand(command, [...(words[command] ?? []), ...more], {
    cwd: folder,
    env: {
      ...{ AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: "fake", AWS_SECRET_ACCESS_KEY: "fake" },
      ...{ AWS_REGION: "eu-central-1", ...env },
    },
  });

const listOperations = () =>
  aws.requests.map(({ body, headers }) => headers["x-amz-target"] ?? new URLSearchParams(body).get("Action"));

test("every command is among them", async () => {
  const all = (await readdir("infra/commands")).flatMap((file) => /^(.+)\.ts$/.exec(file)?.[1] ?? []);
  expect([...commands, ...withoutAccount, ...rehearsed].sort()).toEqual(all.sort());
});

test.each(commands)(
  "%s asks for the stage, knows which there are, and refuses those of the local cloud",
  async (command) => {
    const mistakes = [
      [[], /^Which stage\? npm run [a-z-]+ -- .*--stage dev.*\n$/],
      [["--stage", "nosuch"], /^There is no stage "nosuch": [^\n]*\n$/],
      [["--stage", "test"], /^The stage "test" is reserved for [^\n]*\n$/],
    ] as const;
    for (const [more, sentence] of mistakes) {
      const { code, stdout, stderr } = await run(command, more);
      expect.soft({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(sentence) });
    }
    expect(aws.requests).toEqual([]);
  },
);

test.each(commands)("%s does nothing in another account or region, or without credentials", async (command) => {
  aws.content = { ...emptyAccount, account: "999988887777" };
  const other = await run(command, ["--stage", "prod", "--yes"]);
  expect.soft(other.stderr).toMatch(/^infra\/stages\/prod\.ts belongs to the AWS account 111122223333[^\n]*\n$/);
  aws.content = emptyAccount;
  const elsewhere = await run(command, ["--stage", "prod", "--yes"], { AWS_REGION: "us-east-1" });
  expect.soft(elsewhere.stderr).toMatch(/^infra\/stages\/prod\.ts belongs to the region eu-central-1[^\n]*\n$/);
  const signedOut = await run(command, ["--stage", "prod", "--yes"], {
    AWS_ACCESS_KEY_ID: "",
    AWS_SECRET_ACCESS_KEY: "",
  });
  expect.soft(signedOut.stderr).toMatch(/^There are no AWS credentials: [^\n]*\n$/);
  expect([other, elsewhere, signedOut].map(({ code, stdout }) => [code, stdout])).toEqual(Array(3).fill([1, ""]));
  expect(new Set(listOperations())).toEqual(new Set(["GetCallerIdentity"]));
});

test.each(asking)("%s shows account and region, and does nothing where nobody can be asked", async (command) => {
  const pg = { PGHOST: "127.0.0.1", PGPORT: "1", PGUSER: "x", PGPASSWORD: "fake" };
  const { code, stdout, stderr } = await run(command, ["--stage", "prod"], command === "database" ? pg : {});
  expect(stdout).toMatch(/^Stage prod: account 111122223333, region eu-central-1\n/);
  if (command !== "database") expect(stderr).toBe("Nobody can be asked here: add --yes. Nothing was changed.\n");
  expect(code).toBe(1);
  expect(listOperations()).toEqual(["GetCallerIdentity"]);
});

test.each(commands)("%s takes --yes, and says so", async (command) => {
  const { stdout } = await runCommand(command, ["--help"]);
  expect(stdout).toContain("\n  --yes ");
});

test("remove deletes data only when the stage's name is typed once more", async () => {
  const { code, stderr } = await run("remove", ["--stage", "prod", "--data", "dev", "--yes"]);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: '--data is "dev", and the stage is "prod": nothing was deleted.\n',
  });
  expect(aws.requests).toEqual([]);
});

test.each([
  [["sweep"], /^status, rotate, reseal or retire\? /],
  [["rotate"], /^Whose keys\? Add --all or --tenant <tenant>\.\n$/],
  [["rotate", "--all", "--tenant", "acme"], /^Whose keys\? /],
  [["retire", "--all"], /^retire is for the whole stage\.\n$/],
])("keys refuses %j in one sentence", async (more, sentence) => {
  const { code, stdout, stderr } = await runCommand("keys", [...more, "--stage", "prod"], { cwd: folder });
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(sentence) });
});
