import { expect, test } from "vitest";
import { defineStage } from "../../../infra/config.ts";
import { surfacesFor } from "../../../infra/routes.ts";
import { listAddresses, listSignInAddresses } from "../../../infra/status/addresses.ts";
import { manifests } from "../../../lib/providers/manifests.ts";
import { exampleInput, exampleStage } from "../support/synthesized.ts";

const pubsub = { topic: "projects/p/topics/t", audience: "a", serviceAccount: "push@p.iam.gserviceaccount.com" };
const config = defineStage({
  ...exampleInput,
  pubsub,
  sharedCallback: "github",
  formerCallbacks: { shared: "slack", named: ["slack", "epic"] },
  ehr: {},
});

const list = (id: string, stage = exampleStage) => {
  const manifest = manifests.find((each) => each.id === id);
  return manifest ? listAddresses(manifest, stage).map(({ use, url }) => [use, url]) : [];
};

test("every address is a route of the stage", () => {
  const routes = new Set(Object.values(surfacesFor(manifests, config)).flatMap((rows) => rows.map(({ on }) => on)));
  const addresses = [
    ...manifests.flatMap((manifest) => listAddresses(manifest, config)),
    ...listSignInAddresses(config),
  ];
  expect(addresses.length).toBeGreaterThan(40);
  for (const { url } of addresses) {
    expect(url.startsWith(config.publicBaseUrl)).toBe(true);
    const path = url.slice(config.publicBaseUrl.length);
    expect(
      [...routes].filter((on) => on === `GET ${path}` || on === `POST ${path}`),
      path,
    ).not.toEqual([]);
  }
});

test("every callback that a flow may end at is listed", () => {
  const routes = Object.values(surfacesFor(manifests, config)).flat();
  const callbacks = routes.filter(({ caller, on }) => caller === "state" && on.startsWith("GET "));
  const urls = manifests.flatMap((manifest) => listAddresses(manifest, config).map(({ url }) => url));
  for (const { on } of callbacks) expect(urls).toContain(`${config.publicBaseUrl}${on.slice("GET ".length)}`);
});

test("an application with events and interactions has an address for each, and an alternative", () => {
  expect(list("slack").slice(3)).toEqual([
    ["webhook: Slack's events", "https://app.example.com/api/integrations/slack/webhook"],
    ["webhook: Slack's events, instead", "https://app.example.com/api/v1/webhooks/slack/events"],
    ["webhook: Slack's interactions", "https://app.example.com/api/v1/webhooks/slack/interactive"],
  ]);
});

test("an EHR has a launch URL and our public keys", () => {
  expect(list("epic").slice(3)).toEqual([
    ["launch URL", "https://app.example.com/api/ehr/launch"],
    ["JWK set URL", "https://app.example.com/.well-known/jwks.json"],
  ]);
});

test.each([
  ["github", ["webhook: GitHub's events, optional"]],
  ["shopify", ["webhook: Shopify's events"]],
  ["hubspot", ["webhook: HubSpot's events"]],
  ["gmail", ["push endpoint of the Pub/Sub subscription, optional"]],
  ["calendar", []],
  ["clio", []],
  ["salesforce", []],
])("what %s needs beside redirects is %j", (id, uses) => {
  expect(list(id).flatMap(([use = ""]) => (use.startsWith("redirect URL") ? [] : [use]))).toEqual(uses);
});

test("a push endpoint is needed where the stage has a topic", () => {
  expect(list("gmail", config).at(-1)?.[0]).toBe("push endpoint of the Pub/Sub subscription");
});

test("a front end that catches the redirect is registered in place of our callback", () => {
  const providers = { github: { frontEndRedirect: "https://www.example.com/callback" } };
  expect(list("github", defineStage({ ...exampleInput, providers }))[0]).toEqual([
    ...["redirect URL", "https://www.example.com/callback"],
  ]);
});
