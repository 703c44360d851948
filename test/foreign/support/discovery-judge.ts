// Judges requests by a Google discovery document (developers.google.com/discovery/v1/reference/apis).
import * as z from "zod";
import type { SentRequest } from "./recorded-requests.ts";

const parameter = z.object({
  location: z.enum(["path", "query"]),
  type: z.string(),
  required: z.boolean().default(false),
  repeated: z.boolean().default(false),
  enum: z.array(z.string()).optional(),
});
type Parameter = z.output<typeof parameter>;

const method = z.object({
  id: z.string(),
  path: z.string(),
  httpMethod: z.string(),
  parameters: z.record(z.string(), parameter).default({}),
  request: z.object({ $ref: z.string() }).optional(),
});
type Method = z.output<typeof method>;

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
}
const schema: z.ZodType<Schema> = z.looseObject({}) as z.ZodType<Schema>;

const resource = z.object({
  methods: z.record(z.string(), method).default({}),
  resources: z.record(z.string(), z.unknown()).default({}),
});

const document = z.object({
  servicePath: z.string(),
  parameters: z.record(z.string(), parameter),
  schemas: z.record(z.string(), schema),
  resources: z.record(z.string(), resource),
});

const listMethods = (found: z.output<typeof resource>): Method[] => [
  ...Object.values(found.methods),
  ...Object.values(found.resources).flatMap((inner) => listMethods(resource.parse(inner))),
];

/** @returns what is wrong; nothing where all is right */
export function createDiscoveryJudge(text: string): (sent: SentRequest) => string[] {
  const { servicePath, parameters: common, schemas, resources } = document.parse(JSON.parse(text));
  const methods = Object.values(resources).flatMap(listMethods);
  return (sent) => {
    const found = methods.find(
      (one) => one.httpMethod === sent.method && matches(`/${servicePath}${one.path}`, sent.path),
    );
    if (found === undefined) return [`${sent.method} ${sent.path}: is not in the document`];
    const wrong = [
      ...judgeQuery({ ...common, ...found.parameters }, sent.query),
      ...(found.request === undefined || sent.body === ""
        ? []
        : judgeValue({ $ref: found.request.$ref }, JSON.parse(sent.body), { schemas, at: "body" })),
    ];
    return wrong.map((what) => `${found.id}: ${what}`);
  };
}

function matches(template: string, path: string): boolean {
  const pattern = template.replace(/[.*^$()|[\]\\]/g, "\\$&").replace(/\{\+?[^}]+\}/g, "[^/]+");
  return new RegExp(`^${pattern}$`).test(path);
}

function judgeQuery(known: Readonly<Record<string, Parameter>>, query: SentRequest["query"]): string[] {
  const missing = Object.entries(known).filter(([name, p]) => p.required && p.location === "query" && !(name in query));
  const wrong = Object.entries(query).filter(([name, value]) => !fits(known[name], value));
  return [
    ...missing.map(([name]) => `${name} is missing`),
    ...wrong.map(([name, value]) => `${name}=${value} does not fit`),
  ];
}

function fits(found: Parameter | undefined, value: string): boolean {
  if (found?.location !== "query") return false;
  if (found.enum !== undefined) return found.enum.includes(value);
  if (found.type === "integer") return /^-?\d+$/.test(value);
  return found.type !== "boolean" || value === "true" || value === "false";
}

interface Place {
  readonly schemas: Readonly<Record<string, Schema>>;
  readonly at: string;
}

function judgeValue({ $ref, ...own }: Schema, value: unknown, { schemas, at }: Place): string[] {
  const {
    type,
    enum: allowed,
    properties = {},
    additionalProperties,
    items,
  }: Schema = $ref ? (schemas[$ref] ?? {}) : own;
  if (type === "array") {
    if (!Array.isArray(value)) return [`${at} must be a list`];
    return value.flatMap((one, index) => judgeValue(items ?? {}, one, { schemas, at: `${at}[${index}]` }));
  }
  if (type === "object") {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${at} must be an object`];
    return Object.entries(value).flatMap(([name, one]) => {
      const inner = properties[name] ?? additionalProperties;
      return inner ? judgeValue(inner, one, { schemas, at: `${at}.${name}` }) : [`${at}.${name} is not known`];
    });
  }
  if (type === "integer" || type === "number") return typeof value === "number" ? [] : [`${at} must be a number`];
  if (type === "boolean") return typeof value === "boolean" ? [] : [`${at} must be true or false`];
  if (type === "string" && typeof value !== "string") return [`${at} must be text`];
  return allowed && !allowed.includes(String(value)) ? [`${at} is not one of the allowed`] : [];
}
