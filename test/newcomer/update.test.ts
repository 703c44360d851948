// Deploys 0.1.0 with its own commands, and follows docs/upgrading.md to today's release: `npm test -- newcomer`.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPortBase } from "../../infra/local/ports.ts";
import { type LocalAccount, startLocalAccount } from "./account.ts";
import { readSteps } from "./read-commands.ts";
import { expectPage, openShell, type Shell } from "./shell.ts";

/** The release carries no tag (test/update/v0.1.0/README.md). */
const firstRelease = "2f70e932";

const steps = await readSteps("docs/upgrading.md", "Updating");

let account: LocalAccount;
let shell: Shell;
let today: string;
beforeAll(async () => {
  account = await startLocalAccount(readPortBase(4600));
  shell = await openShell(account);
  today = (await shell.run("git rev-parse HEAD")).trim();
}, 600_000);
afterAll(async () => {
  await account.stop();
  await shell.remove();
});

/** A stage's file as it was written for 0.1.0, which did not ask for the account. */
const writeStage = async () =>
  writeFile(
    join(shell.folder, "infra/stages/prod.ts"),
    `import { defineStage } from "../config.ts";
export const stage = defineStage({
  stage: "prod",
  publicBaseUrl: "${account.origin}",
  appUrl: "${account.origin}",
  allowedOrigins: ["${account.origin}"],
  allowedRedirects: ["${account.origin}/"],
  jwt: {
    issuer: "${account.issuer}", audience: ["patchbay"], algorithm: "RS256",
    tenantClaim: "org", adminClaim: "role", adminValue: "admin",
  },
  services: [],
  retention: { logDays: 30, auditDays: 365 },
  providers: {},
  signIn: { clientId: "patchbay-page", scope: "openid profile" },
});
`,
  );

/** Adds what today's commands ask for. */
async function nameAccount(): Promise<void> {
  const file = join(shell.folder, "infra/stages/prod.ts");
  const text = await readFile(file, "utf8");
  await writeFile(
    file,
    text.replace('stage: "prod",', 'stage: "prod",\n  account: "000000000000",\n  region: "us-east-1",'),
  );
}

const timeout = 1_800_000;

describe("0.1.0", () => {
  it("is deployed by its own commands", { timeout }, async () => {
    await shell.run(`git checkout --quiet ${firstRelease} && npm ci`);
    await writeStage();
    await writeFile(
      join(shell.folder, ".env.prod"),
      ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET"]
        .map((name) => `${name}=not-a-real-value\n`)
        .join(""),
    );
    await shell.run(
      "cd /tmp && cdk bootstrap aws://000000000000/us-east-1".replace("cdk", `${shell.folder}/node_modules/.bin/cdk`),
    );
    await shell.run("npm run secrets -- --stage prod --from .env.prod");
    expect(await shell.run("npm run deploy -- --stage prod --yes")).toMatch(/patchbay-prod-api/);
  });
});

describe("docs/upgrading.md", () => {
  it("leads through every command of an update", () => {
    expect(steps.map((step) => step.split(" -- ")[0])).toEqual([
      ...["git checkout <release>", "npm ci", "npm run status", "npm run synth", "npm run diff", "npm run deploy"],
      ...["npm run secrets", "npm run status"],
    ]);
  });

  it.each(steps)("%s", { timeout }, async (step) => {
    const command = step.replaceAll("<release>", today).replaceAll("<stage>", "prod");
    if (command.startsWith("npm ci")) await nameAccount();
    if (command.endsWith("--verify")) await account.openOrigin();
    const printed = await shell.run(`${command}${command.startsWith("npm run deploy") ? " --yes" : ""}`);
    if (command.startsWith("npm run deploy")) expect(printed).toMatch(/patchbay-prod-broker/);
    if (command.endsWith("--verify")) {
      expect(printed).toMatch(/GET \/api\/health/);
      await expectPage(account);
    }
  });

  it("ends with a stage that can be removed", { timeout }, async () => {
    expect(await shell.run("npm run remove -- --stage prod --yes")).toMatch(/The data of the stage prod stays/);
    const removed = await shell.run("npm run remove -- --stage prod --data prod --yes");
    for (const gone of ["patchbay-prod-connections: deleted", "patchbay/prod/slack/client: will be deleted in 30 days"])
      expect(removed).toContain(gone);
  });
});
