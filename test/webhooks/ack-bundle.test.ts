// What a receiver's bundle contains, since its size determines the cold start.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../infra/routes.ts";
import { manifests, withWebhook } from "../../lib/providers/manifests.ts";
import { type BuiltBundles, useBuiltBundles } from "../support/built.ts";

const receivers = routes.filter(({ caller }) => caller === "signature" || caller === "pubsub").map(({ run }) => run);

let bundles: BuiltBundles;
beforeAll(async () => {
  bundles = await useBuiltBundles();
}, 180_000);
afterAll(() => bundles.dispose());

const findOutput = (run: string) => bundles.metafile.outputs[join(bundles.folder, run, "index.mjs")];

/** Packages whose code is really in the bundle. */
function listPackages(run: string): string[] {
  const inputs = Object.entries(findOutput(run)?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const names = inputs.map(([path]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

const allowed =
  /^(@aws-sdk\/(client-sqs|client-secrets-manager|core|credential-provider-env|middleware-sdk-sqs)|@smithy\/[\w-]+|@aws\/lambda-invoke-store)$/;

/** Those that a provider tells a webhook's secret: they seal it and keep it, in place of a worker, and do so at no other request. */
const secretKeepers = withWebhook(manifests)
  .filter(({ webhook }) => webhook.takesSecrets)
  .flatMap(({ webhook }) => webhook.receivers.map(({ run }) => run));

test("there are receivers", () => {
  expect(receivers.length).toBeGreaterThanOrEqual(8);
  expect(secretKeepers).toEqual(["clio/webhook"]);
});

test.each(receivers)("%s is at most 350 kB", (run) => {
  expect(findOutput(run)?.bytes).toBeLessThanOrEqual(350_000);
});

describe.each(receivers.filter((run) => !secretKeepers.includes(run)))("%s", (run) => {
  test("brings the clients of SQS and Secrets Manager, and nothing else", () => {
    const others = listPackages(run).filter((name) => !allowed.test(name));
    expect(others).toEqual(run.endsWith("calendar-push") ? ["jose"] : []);
    expect(listPackages(run)).toContain("@aws-sdk/client-sqs");
  });

  test("contains none of the code that seals, stores or routes", () => {
    const own = Object.entries(findOutput(run)?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    const paths = own.map(([path]) => path).filter((path) => !path.includes("node_modules"));
    expect(
      paths.filter((path) => /lib\/(config|http\/endpoint|store\/dynamo|oauth|vault\/(?!length-prefix))/.test(path)),
    ).toEqual([]);
  });
});
