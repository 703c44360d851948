// What docs/register-<provider>.md says of addresses, scopes, events, secrets and variables is so. Providers that share an application
// share a guide, which has the application's name.
import "../http/lambda-environment.ts";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { routes } from "../../infra/routes.ts";
import { listAddresses } from "../../infra/status/addresses.ts";
import { webhookPath } from "../../lib/providers/hubspot/manifest.ts";
import { providers } from "../../lib/providers/index.ts";
import { manifests } from "../../lib/providers/manifests.ts";
import { createSlackManifest } from "../../lib/providers/slack/app-manifest.ts";
import { exampleStage } from "../infra/support/synthesized.ts";

const described = manifests.map((manifest) => [manifest.id, manifest] as const);
const toPath = (application: string) => `docs/register-${application}.md`;
const read = (id: string) => readFile(toPath(manifests.find((each) => each.id === id)?.application ?? id), "utf8");

test.each(described)("%s has a guide", (_, { application }) => {
  expect(existsSync(toPath(application))).toBe(true);
});

test("there is no guide for anything else", async () => {
  const guides = (await readdir("docs")).flatMap((name) => /^register-(.+)\.md$/.exec(name)?.[1] ?? []);
  expect(guides.sort()).toEqual([...new Set(manifests.map(({ application }) => application))].sort());
});

test.each(described)("the guide for %s names every scope that is asked for", async (id) => {
  const text = await read(id);
  const provider = providers.find((each) => each.id === id);
  const all = [
    ...(provider?.scopes ?? []),
    ...(provider?.userScopes ?? []),
    ...(provider?.clientCredentials?.scopes ?? []),
  ];
  expect(all.filter((scope) => !text.includes(`\`${scope}\``))).toEqual([]);
});

/** What the rows of tables say of a scope that stands in their first column. */
const listReasons = (text: string, scope: string): string[] =>
  text.split("\n").flatMap((line) => {
    const [before, names = "", ...reasons] = line.split("|");
    return before === "" && names.includes(`\`${scope}\``) ? [reasons.join(" ").trim()] : [];
  });

test.each(described)("the guide for %s says of every scope what it is asked for", async (id) => {
  const text = await read(id);
  const { scopes = [], userScopes = [] } = providers.find((each) => each.id === id) ?? {};
  for (const scope of [...scopes, ...userScopes]) {
    const lengths = listReasons(text, scope).map(({ length }) => length);
    expect(Math.max(0, ...lengths), scope).toBeGreaterThan(15);
  }
});

test.each(described)("the guide for %s names addresses that there are, and the lines of .env", async (id, manifest) => {
  const text = await read(id);
  // An address that goes on with something to fill in ends in a slash.
  const found = [...text.matchAll(/<publicBaseUrl>(\/[\w/.-]+)/g)].map(([, path = ""]) => path);
  const paths = found.filter((path) => !path.endsWith("/"));
  const known = new Set(
    routes.flatMap(({ on }) => {
      const path = on.split(" ")[1] ?? "";
      const { application } = manifest;
      const ids = manifests.flatMap((each) => (each.application === application ? [each.id] : []));
      return ids.map((each) => path.replace("{provider}", each));
    }),
  );
  expect(paths).toContain(`/api/integrations/${id}/callback`);
  expect(paths.filter((path) => !known.has(path))).toEqual([]);
  const { environmentPrefix: prefix, webhook } = manifest;
  for (const line of [`${prefix}_CLIENT_ID=`, `${prefix}_CLIENT_SECRET=`]) expect(text).toContain(`\n${line}\n`);
  if (webhook?.secret && !webhook.secret.variable.endsWith("_CLIENT_SECRET"))
    expect(text).toContain(`\n${webhook.secret.variable}=\n`);
  expect(text).toContain("npm run secrets -- --stage dev --from .env");
});

test.each(described)("the guide for %s has every address that status says to register", async (id, manifest) => {
  const text = await read(id);
  const paths = listAddresses(manifest, exampleStage).map(({ url }) => new URL(url).pathname);
  // Not one that another begins with.
  const isNamed = (path: string) =>
    text
      .split(`<publicBaseUrl>${path}`)
      .slice(1)
      .some((rest) => !/^[\w/-]/.test(rest));
  expect(paths.filter((path) => !isNamed(path))).toEqual([]);
});

test("Slack's guide names the events of its manifest, and no others as subscribed", async () => {
  const redirectUrls: string[] = [];
  const registration = { name: "Acme", publicBaseUrl: "https://app.example.com", redirectUrls, rotatesTokens: false };
  const { settings } = createSlackManifest(registration) as {
    settings: { event_subscriptions: { bot_events: string[] } };
  };
  const [, list = ""] = /\n## Events\n(.*)\n/.exec(await read("slack")) ?? [];
  const named = [...list.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
  expect(named).toEqual(expect.arrayContaining(settings.event_subscriptions.bot_events));
  expect(named).toHaveLength(settings.event_subscriptions.bot_events.length);
});

test("HubSpot's guide names the address that its signature covers", async () => {
  expect(await read("hubspot")).toContain(`\`<publicBaseUrl>${webhookPath}\``);
});
