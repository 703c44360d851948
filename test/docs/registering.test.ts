// What docs/register-<provider>.md says of addresses, scopes and variables is so.
import "../http/lambda-environment.ts";
import { readdir, readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { routes } from "../../infra/routes.ts";
import { webhookPath } from "../../lib/providers/hubspot/manifest.ts";
import { providers } from "../../lib/providers/index.ts";
import { manifests } from "../../lib/providers/manifests.ts";

const guides = (await readdir("docs")).flatMap((name) => /^register-(.+)\.md$/.exec(name)?.[1] ?? []);
const described = manifests.filter(({ id }) => guides.includes(id)).map((manifest) => [manifest.id, manifest] as const);

test("there are guides, each for a provider", () => {
  expect(described.map(([id]) => id)).toEqual(expect.arrayContaining(["salesforce", "hubspot"]));
});

test.each(described)("the guide for %s names every scope that is asked for", async (id) => {
  const text = await readFile(`docs/register-${id}.md`, "utf8");
  const scopes = providers.find((provider) => provider.id === id)?.scopes ?? [];
  expect(scopes.filter((scope) => !text.includes(`\`${scope}\``))).toEqual([]);
});

test.each(described)("the guide for %s names addresses that there are, and the lines of .env", async (id, manifest) => {
  const text = await readFile(`docs/register-${id}.md`, "utf8");
  // An address that goes on with something to fill in ends in a slash.
  const found = [...text.matchAll(/<publicBaseUrl>(\/[\w/.-]+)/g)].map(([, path = ""]) => path);
  const paths = found.filter((path) => !path.endsWith("/"));
  const known = new Set(routes.map(({ on }) => on.split(" ")[1]?.replace("{provider}", id)));
  expect(paths).toContain(`/api/integrations/${id}/callback`);
  expect(paths.filter((path) => !known.has(path))).toEqual([]);
  expect(text).toContain(`${manifest.environmentPrefix}_CLIENT_ID`);
});

test("HubSpot's guide names the address that its signature covers", async () => {
  expect(await readFile("docs/register-hubspot.md", "utf8")).toContain(`\`<publicBaseUrl>${webhookPath}\``);
});
