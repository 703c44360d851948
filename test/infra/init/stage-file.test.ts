import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { Answers } from "../../../infra/init/settings.ts";
import { buildStageFile } from "../../../infra/init/stage-file.ts";

const few: Answers = {
  ...{ "public-base-url": "https://app.example.com", "app-url": "https://app.example.com", providers: "slack" },
  ...{ issuer: "https://id.example.com/", audience: "patchbay", algorithm: "RS256", "client-id": "page" },
};

const host = `${"a-rather-long-name".repeat(3)}.example.com`;
const many: Answers = {
  ...few,
  ...{ account: "111122223333", region: "eu-central-1", "alarm-email": "oncall@example.com", providers: "all" },
  ...{ "app-url": `https://${host}/app`, "public-base-url": `https://api.${host}`, audience: `${host}, ${host}/2` },
};

test.each([
  ["few", few],
  ["many", many],
])("a file with %s settings is formatted as the check demands", (_, answers) => {
  const text = buildStageFile("prod", answers);
  const words = ["format", "--stdin-file-path=infra/stages/prod.ts"];
  const { stdout, status } = spawnSync("node_modules/.bin/biome", words, { input: text, encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: text });
});

test("every setting has a comment above it", () => {
  const lines = buildStageFile("prod", many).split("\n");
  const uncommented = lines.filter(
    (line, index) => /^ {2}\w+: /.test(line) && !/^ {2}(\/\/|account)/.test(lines[index - 1] ?? ""),
  );
  expect(uncommented).toEqual([]);
});

test("an answer cannot end the text that it stands in", () => {
  const text = buildStageFile("prod", { ...few, "client-id": 'page", scope: "x\n' });
  expect(text).toContain(String.raw`clientId: "page\", scope: \"x\n"`);
});
