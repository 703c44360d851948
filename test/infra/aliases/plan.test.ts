import { describe, expect, test } from "vitest";
import { planAliases } from "../../../infra/aliases/plan.ts";
import { rewritePath } from "../../../infra/aliases/rewrite-path.ts";
import { defineStage } from "../../../infra/config.ts";
import type { Manifest } from "../../../lib/providers/manifest.ts";
import { manifests } from "../../../lib/providers/manifests.ts";
import { exampleInput, synthesize } from "../support/synthesized.ts";
import { oldAliases } from "./vectors.ts";

const planFor = (aliases: Record<string, string>, all: readonly Manifest[] = manifests) =>
  planAliases(defineStage({ ...exampleInput, aliases }), all);

const wrong = (name: string, problem: string) =>
  `The configuration of stage "prod" is wrong: aliases["${name}"] ${problem}.`;

/** The providers, with one receiver's signature covering the address. */
const withSignedUrl = manifests.map(
  (manifest): Manifest =>
    manifest.id === "github" && manifest.webhook
      ? { ...manifest, webhook: { ...manifest.webhook, signatureCoversUrl: true } }
      : manifest,
);
const signedPath = "/api/integrations/github/webhook";

describe("aliases that synth refuses", () => {
  test.each([
    ["/old/", "/api/v2", "has a name that ends with a slash"],
    ["/", "/api", "has a name that ends with a slash"],
    ["old/x", "/api/v2", "has a name that does not begin with a slash"],
    ["/old/*", "/api/v2", "has a name that holds a wildcard"],
    ["/old?x=1", "/api/v2", "has a name that holds a query or a fragment"],
    ["/old#x", "/api/v2", "has a name that holds a query or a fragment"],
    ["/old/{id}", "/api/v2", "has a name that holds a variable"],
    ["/Old", "/api/v2", "has a name that holds upper-case letters"],
    ["/old//x", "/api/v2", "has a name that holds an empty segment, “.” or “..”"],
    ["/old/../x", "/api/v2", "has a name that holds an empty segment, “.” or “..”"],
    ["/ält", "/api/v2", "has a name that holds more than the letters a to z, digits, “-”, “.”, “_” and “~”"],
    ["/%6fld", "/api/v2", "has a name that holds more than the letters a to z, digits, “-”, “.”, “_” and “~”"],
    ["/old", "/api/v2/", "has a target that ends with a slash"],
    ["/old", "https://evil.example/api", "has a target that does not begin with a slash"],
    ["/old", "/api/{x}", "has a target that holds a variable"],
    ["/old", "/api/v2?x=1", "has a target that holds a query or a fragment"],
    ["/old", "/api/../admin", "has a target that holds an empty segment, “.” or “..”"],
    ["/old", "/API/v2", "has a target that holds upper-case letters"],

    ["/old", "/api/admin", "leads to /api/admin, whose paths have one name only"],
    ["/old", "/api/admin/webhooks", "leads to /api/admin, whose paths have one name only"],
    [
      "/old",
      "/settings/integrations",
      "leads to the settings page, whose address /settings/integrations stands in redirects",
    ],
    [
      "/admin",
      "/settings/integrations/admin",
      "leads to the settings page, whose address /settings/integrations stands in redirects",
    ],
    ["/old", "/settings", "leads to the settings page, whose address /settings/integrations stands in redirects"],
    [
      "/old",
      "/api/integrations/slack/callback",
      "leads to a callback, whose address is registered at the provider and compared exactly",
    ],
    [
      "/old",
      "/api/v1/oauth/slack/callback",
      "leads to a callback, whose address is registered at the provider and compared exactly",
    ],
    ["/old", "/api/v3", "leads to /api/v3, under which this API has no path"],
    ["/old", "/api/v2/gmai", "leads to /api/v2/gmai, under which this API has no path"],
    ["/old", "/elsewhere", "leads to /elsewhere, under which this API has no path"],

    ["/api", "/api/v2", "hides /api/integrations/figma/auth, a path of this API"],
    ["/api/v2", "/api/v1", "hides /api/v2/slack/channels, a path of this API"],
    ["/api/health", "/api/v1", "hides /api/health, a path of this API"],
    [
      "/api/v2/slack/channels/c1",
      "/api/v2/slack/users",
      "hides /api/v2/slack/channels/{id}/messages, a path of this API",
    ],
    ["/api/integrations/slack", "/api/integrations/figma", "hides /api/integrations/slack/auth, a path of this API"],
    ["/settings", "/api", "hides /settings/integrations, a path of this API"],
    ["/settings/integrations/admin", "/api/v2", "hides /settings/integrations/admin, a path of this API"],
    ["/settings/integrations", "/api/integrations", "hides /settings/integrations, a path of this API"],
  ])("%s for %s: %s", (name, target, problem) => {
    expect(() => planFor({ [name]: target })).toThrow(wrong(name, problem));
  });

  test("one for a receiver at which the signature covers the address", () => {
    expect(() => planFor({ "/hook": signedPath }, withSignedUrl)).toThrow(
      wrong("/hook", "leads to a receiver at which the signature covers the address"),
    );
    expect(() => planFor({ "/hook": signedPath })).not.toThrow();
  });

  test("one for another alias, since none is applied twice", () => {
    expect(() => planFor({ "/api/email": "/api/v2/gmail", "/mail": "/api/email" })).toThrow(
      wrong("/mail", "leads to /api/email, under which this API has no path"),
    );
  });

  test("before any template is written", () => {
    const config = defineStage({ ...exampleInput, aliases: { "/old": "/api/admin" } });
    expect(() => synthesize(config)).toThrow(wrong("/old", "leads to /api/admin, whose paths have one name only"));
  });
});

describe("aliases that it takes", () => {
  test("those of the old systems, the longest first", () => {
    const names = planFor(oldAliases).aliases.map(({ name }) => name);
    expect(names).toEqual([...names].sort((a, b) => b.length - a.length));
    expect(names.length).toBe(7);
  });

  test("another name of a provider, where a variable stands for the providers", () => {
    expect(planFor({ "/api/integrations/googlemail": "/api/integrations/gmail" }).aliases.length).toBe(1);
  });
});

describe("a wider prefix", () => {
  test("leads to no receiver at which the signature covers the address", () => {
    const rules = planFor(oldAliases, withSignedUrl);
    const path = "/integrations/github/webhook";
    expect(rewritePath(rules, "POST", path)).toBe(path);
    expect(rewritePath(planFor(oldAliases), "POST", path)).toBe(`/api${path}`);
    expect(rewritePath(rules, "POST", "/integrations/slack/webhook")).toBe("/api/integrations/slack/webhook");
  });

  test.each(manifests.map(({ id }) => id))("leads to no callback of %s, but to what a front end posts there", (id) => {
    const rules = planFor(oldAliases);
    for (const path of [`/api/integrations/${id}/callback`, `/api/v1/oauth/${id}/callback`]) {
      expect(rewritePath(rules, "GET", `/api${path}`)).toBe(`/api${path}`);
      expect(rewritePath(rules, "POST", `/api${path}`)).toBe(path);
    }
  });
});
