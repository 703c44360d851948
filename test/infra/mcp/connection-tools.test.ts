import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { buildConnectionTools, describeTool } from "../../../infra/mcp/connection-tools.ts";
import { type DescribedContract, loadContract } from "../../../infra/openapi/contracts.ts";
import type { Route } from "../../../infra/route.ts";
import { routes } from "../../../infra/routes.ts";
import { checkArguments } from "../../../lib/mcp/connections/check-arguments.ts";
import type { ConnectionTool } from "../../../lib/mcp/connections/tool-file.ts";
import { manifests } from "../../../lib/providers/manifests.ts";

let tools: readonly ConnectionTool[] = [];
beforeAll(async () => {
  tools = await buildConnectionTools(routes, manifests);
});

const findRow = ({ method, path }: ConnectionTool): Route | undefined =>
  routes.find(({ on }) => on === `${method} ${path}`);

describe("the tools on connections", () => {
  it("are those that the manifests name, in their order, after ours", () => {
    const named = manifests.flatMap(({ id, tools: own = {} }) => Object.keys(own).map((name) => `${id}_${name}`));
    expect(tools.map(({ name }) => name)).toEqual(["integrations_list", "activity_list", ...named]);
    expect(tools.length).toBeGreaterThan(20);
  });

  it("are the same list in every build", async () => {
    expect(JSON.stringify(await buildConnectionTools(routes, manifests))).toBe(JSON.stringify(tools));
  });

  it("have names that every client takes", () => {
    for (const { name } of tools) expect(name).toMatch(/^[a-z][a-z0-9_]{2,63}$/);
    expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
  });

  it("are endpoints of users, and none of administrators, of settings or of connecting", () => {
    for (const tool of tools) {
      expect(findRow(tool)?.caller).toBe("user");
      expect(tool.path).not.toMatch(/\/(admin|settings|mcp|auth|confirm|callback|refresh|connect)(\/|$)/);
      expect(tool.method).toMatch(/^(GET|POST)$/);
    }
  });

  it("say what changes something, and only that takes an idempotencyKey, which it must have", () => {
    for (const { isWrite, method, inputSchema, provider } of tools) {
      expect(isWrite).toBe(method !== "GET");
      expect(inputSchema.required?.includes("idempotencyKey")).toBe(isWrite);
      expect(Object.hasOwn(inputSchema.properties ?? {}, "idempotencyKey")).toBe(isWrite);
      if (isWrite) expect(provider).toBeDefined();
    }
    expect(tools.filter(({ isWrite }) => isWrite).length).toBeGreaterThan(3);
  });

  it("take nothing but what they name, and each argument has its place", () => {
    for (const { inputSchema, places } of tools) {
      expect(inputSchema.additionalProperties).toBe(false);
      const names = Object.keys(inputSchema.properties ?? {}).filter((name) => name !== "idempotencyKey");
      expect(Object.keys(places)).toEqual(names);
    }
  });

  it("name an account wherever a provider is asked", () => {
    for (const { provider, places } of tools) if (provider) expect(places.account?.in).toBe("query");
  });

  it("fill every variable of their path with an argument that must be there", () => {
    for (const { path, places, inputSchema } of tools) {
      const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.values(places).flatMap((one) => (one.in === "path" ? [one.name] : []))).toEqual(variables);
      for (const name of variables) expect(inputSchema.required).toContain(name);
    }
  });

  it("have schemas that every model reads: without references, and with short patterns that do not look around", () => {
    const text = JSON.stringify(tools.map(({ inputSchema }) => inputSchema));
    expect(text).not.toContain("$ref");
    const patterns = [...text.matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(([, json = '""']): string =>
      JSON.parse(json),
    );
    expect(patterns.length).toBeGreaterThan(20);
    expect(patterns.filter((pattern) => pattern.length > 100 || /\(\?[=!<]/.test(pattern))).toEqual([]);
  });

  it("cost an assistant's context at most 26 kB", () => {
    const listed = tools.map(({ name, title, description, inputSchema }) => ({
      name,
      title,
      description,
      inputSchema,
    }));
    const bytes = Buffer.byteLength(JSON.stringify(listed));
    expect(bytes).toBeLessThan(26_000);
  });
});

describe("a tool's arguments", () => {
  const row = {
    name: "acme_save",
    title: "Save",
    provider: "acme",
    source: "Acme",
    on: "POST /api/things/{id}",
  } as const;
  const once = () => undefined;
  const describeContract = (contract: DescribedContract) => describeTool(row, { once, ...contract });
  const path = z.object({ id: z.string() });

  it("are one where query and body mean the same", () => {
    const team = z.string().max(9).optional();
    const { places } = describeContract({ path, query: z.object({ team }), body: z.object({ team }) });
    expect(places).toEqual({ id: { in: "path", name: "id" }, team: { in: "query", name: "team" } });
  });

  it("are called after their place where they mean something else", () => {
    const { places, inputSchema } = describeContract({ path, body: z.object({ id: z.number() }) });
    expect(places).toEqual({ id: { in: "path", name: "id" }, body_id: { in: "body", name: "id" } });
    expect(inputSchema.required).toEqual(["id", "body_id", "idempotencyKey"]);
  });

  it("are two where one of the places needs it", () => {
    const team = z.string();
    const { places } = describeContract({ path, query: z.object({ team: team.optional() }), body: z.object({ team }) });
    expect(Object.keys(places)).toEqual(["id", "team", "body_team"]);
  });

  it("never share a name", () => {
    const body = z.object({ body_id: z.string(), id: z.string() });
    expect(() => describeContract({ path, body })).toThrow("would be called body_id");
  });

  it("are true and false where a query has words for it, and numbers where it has digits", () => {
    const flag = z.enum(["true", "false", "1", "0"]).default("false");
    const limit = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(1).max(9)).default(5);
    const { inputSchema } = describeContract({ path, query: z.object({ flag, limit, per_page: limit }) });
    expect(inputSchema.properties?.flag).toEqual({ type: "boolean", default: false });
    expect(inputSchema.properties?.limit).toMatchObject({ type: "integer", minimum: 1, maximum: 9 });
    expect(inputSchema.properties).not.toHaveProperty("per_page");
  });

  it("say themselves what several endpoints share", () => {
    const time = z.object({ at: z.string() }).meta({ id: "ToolTestTime" });
    const { inputSchema } = describeContract({ path, body: z.object({ start: time, end: time }) });
    expect(inputSchema.properties?.end).toMatchObject({ type: "object", properties: { at: { type: "string" } } });
    expect(() =>
      checkArguments(inputSchema, { id: "a", start: { at: "1" }, end: { at: 1 }, idempotencyKey: "k" }),
    ).toThrow("end.at");
  });

  it("cannot contain themselves", () => {
    const node: z.ZodType = z
      .object({
        get next() {
          return node.optional();
        },
      })
      .meta({ id: "ToolTestNode" });
    expect(() => describeContract({ path, body: z.object({ node }) })).toThrow("contains itself");
  });

  it("cannot be made of a body that is no object", () => {
    expect(() => describeContract({ path, body: z.array(z.string()) })).toThrow("acme_save is no object");
  });

  it("cannot have the key's name", () => {
    expect(() => describeContract({ path, body: z.object({ idempotencyKey: z.string() }) })).toThrow("of its own");
  });
});

describe("the build refuses a tool", () => {
  const on = "POST /api/integrations/acme/things";
  const own = { ...manifests[0], tools: { make: on } } as (typeof manifests)[number];

  it("that changes something and could be done twice", async () => {
    const row = { name: "acme_make", title: "Make", provider: "acme", source: "Acme", on } as const;
    expect(() => describeTool(row, {})).toThrow("takes no Idempotency-Key");
  });

  it("that changes something where no settings allow it", () => {
    const row = { name: "make", title: "Make", source: "Acme", on } as const;
    expect(() => describeTool(row, { once: () => undefined })).toThrow("has no provider");
  });

  it("without an endpoint", async () => {
    await expect(buildConnectionTools(routes, [own])).rejects.toThrow("is no endpoint for users");
  });

  it.each(["admin", "service", "nobody", "state"] as const)("whose endpoint is for the caller %s", async (caller) => {
    const row: Route = { on, run: "health", caller, perSecond: 1, permissions: [] };
    await expect(buildConnectionTools([...routes, row], [own])).rejects.toThrow("is no endpoint for users");
  });
});

it("has contracts to compare with", async () => {
  for (const tool of tools) {
    const row = findRow(tool);
    expect(row && (await loadContract(row)).about).toBe(tool.description);
  }
});
