import "../../http/lambda-environment.ts";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { defineStage, type StageInput } from "../../../infra/config.ts";
import { listCallbacks } from "../../../infra/secrets/redirects.ts";
import { listAddresses } from "../../../infra/status/addresses.ts";
import type { AppRegistration } from "../../../lib/providers/app-manifest.ts";
import { appManifests } from "../../../lib/providers/app-manifests.ts";
import { manifests } from "../../../lib/providers/manifests.ts";
import { createSlackManifest } from "../../../lib/providers/slack/app-manifest.ts";
import { slack } from "../../../lib/providers/slack/definition.ts";
import { slackEvents } from "../../../lib/providers/slack/events.ts";
import { manifest } from "../../../lib/providers/slack/manifest.ts";
import { exampleInput } from "../../infra/support/synthesized.ts";
import { createDelivery, slackEnvelope } from "../../webhooks/support/payloads.ts";

interface Printed {
  readonly display_information: { readonly name: string; readonly description: string };
  readonly features: { readonly bot_user: { readonly display_name: string } };
  readonly oauth_config: {
    readonly redirect_urls: readonly string[];
    readonly scopes: { readonly bot: readonly string[]; readonly user: readonly string[] };
    readonly pkce_enabled?: boolean;
  };
  readonly settings: {
    readonly event_subscriptions: { readonly request_url: string; readonly bot_events: readonly string[] };
    readonly interactivity: { readonly is_enabled: boolean; readonly request_url: string };
    readonly token_rotation_enabled: boolean;
  };
}

const config = defineStage({ ...exampleInput, providers: {}, formerCallbacks: { named: ["slack"] } } as StageInput);
const registration: AppRegistration = {
  name: "Acme Studio",
  publicBaseUrl: config.publicBaseUrl,
  redirectUrls: listCallbacks("slack", config).map(({ url }) => url),
  rotatesTokens: false,
};
const create = (over: Partial<AppRegistration> = {}) =>
  createSlackManifest({ ...registration, ...over }) as unknown as Printed;

test("the scopes are those that a flow asks for", () => {
  const { bot, user } = create().oauth_config.scopes;
  expect(bot).toEqual(slack.scopes);
  expect(user).toEqual(slack.userScopes);
});

test("scopes that the stage sets take their place, with the events that they allow", () => {
  const { oauth_config, settings } = create({ scopes: ["chat:write", "im:history"], userScopes: ["search:read"] });
  expect(oauth_config.scopes).toEqual({ bot: ["chat:write", "im:history"], user: ["search:read"] });
  expect(settings.event_subscriptions.bot_events).toEqual(["message.im", "app_uninstalled", "tokens_revoked"]);
});

test("its addresses are those that status says to register", () => {
  const { oauth_config, settings } = create();
  const found = [
    ...oauth_config.redirect_urls,
    settings.event_subscriptions.request_url,
    settings.interactivity.request_url,
  ];
  const registered = listAddresses(manifest, config).filter(({ use }) => !use.endsWith(", instead"));
  expect(found).toEqual(registered.map(({ url }) => url));
  expect(found).toHaveLength(6);
});

/** The events that Slack's package knows. */
async function readEventNames(): Promise<string[]> {
  const file = "node_modules/@slack/web-api/dist/types/request/manifest.d.ts";
  const [, union = ""] = /type ManifestEvent = ([^;]+);/.exec(await readFile(file, "utf8")) ?? [];
  return [...union.matchAll(/'([^']+)'/g)].map(([, name = ""]) => name);
}

/** No subscriptions of their own: the first has a name for each kind of channel, the second is of apps before 2020. */
const unsubscribable = ["message", "message.app_home"];

const { read } = slackEvents(slack);

/** Whether the worker does something with an event, or chooses not to for what this one says. */
function isUnderstood(name: string): boolean {
  const [type, channelType] = name.split(".");
  const event = {
    ...{ type, channel: "C0GENERAL", channel_id: "C0GENERAL", old_channel_id: "C0OLD", channel_type: channelType },
    ...{ user: "U0ACMEADA", user_id: "U0ACMEADA", file_id: "F0REPORT", text: "Hello", tokens: { oauth: [], bot: [] } },
    ...{ ts: "1800000000.000100", event_ts: "1800000000.000100" },
  };
  const reading = read(createDelivery(slackEnvelope(event)));
  return !("ignored" in reading && reading.ignored === "unknown");
}

test("with every scope it subscribes to exactly what the worker understands", async () => {
  const names = await readEventNames();
  expect(names.length).toBeGreaterThan(80);
  const understood = names.filter((name) => isUnderstood(name) && !unsubscribable.includes(name));
  const scopes = [...slack.scopes, "im:history", "mpim:history", "files:read"];
  expect([...create({ scopes }).settings.event_subscriptions.bot_events].sort()).toEqual(understood.sort());
});

test("without a scope it does not subscribe to what Slack would refuse", () => {
  const all = create({ scopes: [...slack.scopes, "im:history", "mpim:history", "files:read"] });
  const { bot_events: usual } = create().settings.event_subscriptions;
  const left = all.settings.event_subscriptions.bot_events.filter((name) => !usual.includes(name));
  expect(left).toEqual(["message.im", "message.mpim", "file_shared"]);
});

test("rotation and PKCE, which cannot be switched off again, are on only where they were asked for", () => {
  expect(create().settings.token_rotation_enabled).toBe(false);
  expect(create().oauth_config.pkce_enabled).toBeUndefined();
  expect(create({ rotatesTokens: true }).settings.token_rotation_enabled).toBe(true);
  expect(create({ pkce: true }).oauth_config.pkce_enabled).toBe(true);
});

/** github.com/slackapi/manifest-schema, schemas/manifest.schema.1.0.0.json */
test("it keeps within the lengths and numbers of Slack's schema", () => {
  const { display_information, oauth_config, settings } = create({ name: "x".repeat(35) });
  expect(display_information.description.length).toBeLessThanOrEqual(140);
  for (const list of [oauth_config.scopes.bot, oauth_config.scopes.user]) {
    expect(list.length).toBeLessThanOrEqual(255);
    for (const scope of list) expect(scope.length).toBeLessThanOrEqual(50);
  }
  const { bot_events, request_url } = settings.event_subscriptions;
  expect(bot_events.length).toBeLessThanOrEqual(100);
  expect(new Set(bot_events).size).toBe(bot_events.length);
  expect(new Set(oauth_config.redirect_urls).size).toBe(oauth_config.redirect_urls.length);
  for (const url of [...oauth_config.redirect_urls, request_url]) expect(url).toMatch(/^https:\/\/\S{1,2000}$/);
});

test.each([
  ["Acme Studio", "acme-studio"],
  ["  Käse & Co. ", "k-se-co."],
  ["工作室", "patchbay"],
])("the bot of %j is called %s, in the letters that Slack takes", (name, bot) => {
  expect(create({ name }).features.bot_user.display_name).toBe(bot);
});

test.each(["", "x".repeat(36)])("refuses the name %j in one sentence", (name) => {
  expect(() => create({ name })).toThrow("The name of an app at Slack has 1 to 35 characters.");
});

test("a provider is in the registry exactly if its manifest says so", () => {
  const said = manifests.flatMap(({ id, hasAppManifest }) => (hasAppManifest ? [id] : []));
  expect(Object.keys(appManifests).sort()).toEqual([...said].sort());
});
