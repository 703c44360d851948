// Prepares the OpenAPI document for the fuzzer: stricter than the published one, and with values that exist.
import * as z from "zod";

const json = z.record(z.string(), z.unknown());
type Json = z.output<typeof json>;

/** A path variable, query parameter or body member with known values, and where it occurs. */
export interface KnownValue {
  readonly path: RegExp;
  readonly name: string;
  readonly values: readonly unknown[];
}

/** Left out: a random value is always refused, before the rest of the request is read. Other tests cover these. */
const leftOut = new Set<unknown>(["account", "pageToken", "#/components/parameters/TenantId"]);

/**
 * Answers may have no undocumented members, so that a new member must be documented.
 * Where values are known, well-formed requests use no others, since a random id would never exist.
 */
export function prepareForFuzzer(document: unknown, known: readonly KnownValue[]): Json {
  const { paths, components, ...rest } = json.parse(document);
  const { schemas, ...others } = json.parse(components);
  const { Problem, ...ours } = json.parse(schemas);
  return {
    ...rest,
    paths: mapMembers(paths, (item, path) =>
      mapMembers(item, (operation) => prepareOperation(json.parse(operation), path, known)),
    ),
    components: { ...others, schemas: { ...json.parse(makeStrict(ours)), Problem } },
  };
}

function prepareOperation(operation: Json, path: string, known: readonly KnownValue[]): Json {
  const names = known.filter((one) => one.path.test(path));
  return {
    ...operation,
    ...("parameters" in operation ? { parameters: prepareParameters(operation.parameters, names) } : {}),
    ...("requestBody" in operation ? { requestBody: insertKnownValues(operation.requestBody, names) } : {}),
    responses: makeStrict(operation.responses),
  };
}

const prepareParameters = (parameters: unknown, names: readonly KnownValue[]) =>
  z
    .array(json)
    .parse(parameters)
    .filter(({ name, $ref }) => !leftOut.has(name) && !leftOut.has($ref))
    .map(withKnown(names));

const withKnown =
  (names: readonly KnownValue[]) =>
  (parameter: Json): Json => {
    const found = names.find(({ name }) => name === parameter.name);
    const schema = found ? { enum: found.values } : limitLength(parameter.schema);
    return "schema" in parameter ? { ...parameter, schema } : parameter;
  };

/** API Gateway accepts 10,240 bytes of URL and headers together: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const maxTextLength = 200;

function limitLength(schema: unknown): unknown {
  const { type, maxLength = Infinity, ...rest } = json.safeParse(schema).data ?? {};
  return type === "string" && Number(maxLength) > maxTextLength ? { type, maxLength: maxTextLength, ...rest } : schema;
}

function insertKnownValues(value: unknown, names: readonly KnownValue[]): unknown {
  if (Array.isArray(value)) return value.map((one) => insertKnownValues(one, names));
  if (typeof value !== "object" || value === null) return value;
  return mapMembers(value, (inner, key) => {
    const found = names.find(({ name }) => name === key);
    return found && isSchema(inner) ? { enum: found.values } : insertKnownValues(inner, names);
  });
}

const isSchema = (value: unknown) =>
  typeof value === "object" && value !== null && ["type", "anyOf", "$ref"].some((word) => word in value);

/** Does not change compositions of schemas (allOf and the like), in which each schema sees the others' members. */
function makeStrict(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(makeStrict);
  if (typeof value !== "object" || value === null || "allOf" in value) return value;
  const inner = mapMembers(value, makeStrict);
  const isClosed = inner.type === "object" && "properties" in inner && !("additionalProperties" in inner);
  return isClosed ? { ...inner, additionalProperties: false } : inner;
}

const mapMembers = (value: unknown, change: (inner: unknown, key: string) => unknown): Json =>
  Object.fromEntries(Object.entries(json.parse(value)).map(([key, inner]) => [key, change(inner, key)]));
