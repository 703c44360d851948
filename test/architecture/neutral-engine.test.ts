// Rule: only a provider's own folders and the registries name it; all other code works for every provider.
import { expect, test } from "vitest";
import { manifests } from "../../lib/providers/manifests.ts";
import { sourceFiles } from "./source-files.ts";

const words = [...new Set(manifests.flatMap(({ id, application }) => [id, application]))];
const names = new RegExp(`(?<![a-z])(${words.join("|")})(?![a-z])`, "i");

/** A provider's folder (`figma/`, `slack-v2/`) or file (`slack-data.ts`). */
const ownRoom = new RegExp(`/(${words.join("|")})(-v\\d+)?(/|[-.][^/]*$)`);

/** Files that may name providers, each with the reason. */
const registries: Readonly<Record<string, string>> = {
  "lib/provider-ids.ts": "the registry",
  "lib/providers/index.ts": "the registry of definitions",
  "lib/providers/app-manifests.ts": "the registry of those that register an app from a file",
  "lib/providers/ehr.ts": "the registry of electronic health records",
  "lib/providers/subscriptions.ts": "the registry of those with push channels",
  "lib/providers/crm-examples.ts": "examples for the document",
  "lib/providers/crm.ts": "the registry of those with customers",
  "lib/providers/cache-refills.ts": "the registry of those whose lists are kept",
  "lib/providers/chosen-calendars.ts": "the registry of whose calendars settings may name",
  "lib/providers/imports.ts": "the registry of what is read from rows of other systems",
  "lib/providers/notifications.ts": "the registry of where notifications are posted",
  "infra/routes.ts": "the table of data endpoints that need more than a manifest says",
  "infra/routes/v2-data.ts": "a surface of three providers",
  "infra/stages/studio.ts": "an example of a stage, which configures providers",
  "infra/stages/assistant.ts": "an example of a stage, which takes tokens of Google's Firebase",
  "infra/verify/challenges.ts": "the registry of those that try an address with a challenge",
  "infra/local/sandbox/registry.ts": "the registry of sandboxes with a folder of their own",
  "lib/web/panels/panels.ts": "the registry of panels",
  "lib/web/panels/looks.ts": "the registry of looks",
  "lib/web/settings/settings-form.tsx": "notes of any provider may be posted to a Slack channel",
  "functions/jobs/post-notification.ts": "an entry whose path is the name of a deployed Lambda",
  "functions/webhooks-v1/gmail-push.ts": "an entry whose path is the name of a deployed Lambda",
  "functions/webhooks-v1/calendar-push.ts": "an entry whose path is the name of a deployed Lambda",
};

const files = (await sourceFiles(/^(functions|lib|infra)\/.*\.tsx?$/)).filter(
  ({ path }) => !ownRoom.test(path) && !Object.hasOwn(registries, path),
);

/**
 * The text without comments, which may name a provider where its behaviour is the reason, and without two names that are no
 * provider: a kind of product, and Google's Pub/Sub, which is a transport that the stage configures.
 */
const code = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|[^:"'`])\/\/.*$/gm, "$1")
    .replace(/\bcategory:[^;]*;/g, "")
    .replace(/GOOGLE_PUBSUB_\w+|https:\/\/(accounts|www)\.google(apis)?\.com\S*/g, "");

test("finds the files of the engine", () => {
  expect(files.length).toBeGreaterThan(200);
});

test.each(files.map(({ path, text }) => [path, text]))("%s names no provider", (_, text) => {
  expect(code(text ?? "").match(names)?.[0]).toBeUndefined();
});
