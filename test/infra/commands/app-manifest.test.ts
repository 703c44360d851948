import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { copyRepository } from "../support/repository-copy.ts";
import { runCommand } from "../support/run-command.ts";
import { exampleInput } from "../support/synthesized.ts";

const { folder, remove } = await copyRepository();
afterAll(remove);

const stage = { ...exampleInput, providers: { slack: { frontEndRedirect: "https://www.example.com/slack" } } };
const define = 'import { defineStage } from "../config.ts";\nexport const stage = defineStage';
await writeFile(join(folder, "infra/stages/prod.ts"), `${define}(${JSON.stringify(stage)});\n`);

const print = (...words: string[]) =>
  runCommand("app-manifest", ["--stage", "prod", "--provider", "slack", ...words], { cwd: folder });

test("prints the stage's app as JSON and nothing else, without an account", async () => {
  const { code, stdout, stderr } = await print("--name", "Acme");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({
    display_information: { name: "Acme" },
    oauth_config: {
      redirect_urls: [
        "https://www.example.com/slack",
        "https://app.example.com/api/v1/oauth/slack/callback",
        "https://app.example.com/api/oauth/callback/slack",
      ],
    },
    settings: {
      event_subscriptions: { request_url: "https://app.example.com/api/integrations/slack/webhook" },
      interactivity: { request_url: "https://app.example.com/api/v1/webhooks/slack/interactive" },
      token_rotation_enabled: false,
    },
  });
});

test("the app is called Patchbay unless it is given a name, and rotates its tokens where that is asked for", async () => {
  const { stdout } = await print("--rotate-tokens");
  expect(JSON.parse(stdout)).toMatchObject({
    display_information: { name: "Patchbay" },
    settings: { token_rotation_enabled: true },
  });
});

test.each([
  [["--provider", "github"], /^No file is made for "github": --provider is slack\. [^\n]*\n$/],
  [["--provider", ""], /^No file is made for "": /],
  [["--provider", "toString"], /^No file is made for "toString": /],
  [["--stage", "nowhere"], /^There is no stage "nowhere": [^\n]*\n$/],
  [["--stage", "test"], /^The stage "test" is reserved for /],
  [["--name", "x".repeat(36)], /^The name of an app at Slack has 1 to 35 characters\.\n$/],
])("refuses %j in one sentence", async (words, sentence) => {
  expect(await print(...words)).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(sentence) });
});
