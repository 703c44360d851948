// The command as a process of its own, with its own clients.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { cloud } from "../../../support/cloud.ts";
import { copyRepository } from "../../support/repository-copy.ts";
import { runCommand } from "../../support/run-command.ts";
import { exampleInput } from "../../support/synthesized.ts";
import { createKeyWorld } from "./support/key-world.ts";

const { folder, remove } = await copyRepository();
afterAll(remove);

const run = (stage: string, ...words: string[]) =>
  runCommand("keys", [...words, "--stage", stage], {
    cwd: folder,
    env: {
      ...{ AWS_ENDPOINT_URL: cloud().awsEndpoint, AWS_REGION: "us-east-1" },
      ...{ AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
    },
  });

async function defineStageFile(stage: string, buckets: number): Promise<void> {
  const place = { account: "000000000000", region: "us-east-1", keys: { buckets, maxAgeDays: 365 } };
  const config = JSON.stringify({ ...exampleInput, ...place, stage });
  const define = 'import { defineStage } from "../config.ts";\nexport const stage = defineStage';
  await writeFile(join(folder, `infra/stages/${stage}.ts`), `${define}(${config});\n`);
}

test("rotates, seals anew, tells what is there, and prints no token", async () => {
  const world = await createKeyWorld(2);
  const { stage } = world;
  await defineStageFile(stage, 2);
  const ada = await world.connect("ada");
  const ended = [
    await run(stage, "rotate", "--all", "--yes"),
    await run(stage, "reseal", "--yes"),
    await run(stage, "retire", "--yes"),
    await run(stage, "status"),
  ];
  expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(4).fill({ code: 0, stderr: "" }));
  const [rotated, resealed, retired, status] = ended.map(({ stdout }) => stdout.trimEnd().split("\n"));
  expect(rotated).toEqual([
    `Stage ${stage}: account 000000000000, region us-east-1`,
    "1 bucket with a new key.",
    "2 values sealed anew.",
    `In 15 minutes: npm run keys -- reseal --stage ${stage}`,
  ]);
  expect(resealed?.at(-1)).toBe("0 values sealed anew.");
  expect(retired).toContain("1 replaced key not in use: run retire again two hours after it first said so.");
  expect(status?.[1]).toMatch(/^connection acme: 1 bucket, .*; 1 old, 0 of them with 0 sealed values$/);
  expect(await world.readVersions(ada)).toEqual([2, 2]);
  expect(await world.openTokens(ada)).toEqual(["access-token-of-ada", "refresh-token-of-ada"]);
  expect(ended.map(({ stdout }) => stdout).join()).not.toContain("token-of");
});

test("a stage that is not deployed is one sentence", async () => {
  await defineStageFile("nowhere", 2);
  const { code, stderr } = await run("nowhere", "status");
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'The tables of the stage "nowhere" are not there: deploy it first.\n',
  });
});
