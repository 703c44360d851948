// Checks a tool's arguments before anything is called.
import { type OutputUnit, type Schema, Validator } from "@cfworker/json-schema";
import { rejectField } from "../../http/json-body.ts";
import type { ObjectSchema } from "../tools/tool.ts";

/** @throws Problem invalid_request naming the argument, never its value */
export function checkArguments(schema: ObjectSchema, input: Readonly<Record<string, unknown>>): void {
  // A copy, because the validator writes into it. Without `$schema` it is draft 2020-12: modelcontextprotocol.io/specification.
  const copy: Schema = JSON.parse(JSON.stringify(schema));
  const { valid, errors } = new Validator(copy, "2020-12").validate(input);
  if (valid) return;
  const { properties = {}, required = [] } = schema;
  const missing = required.find((name) => !Object.hasOwn(input, name));
  if (missing !== undefined) throw rejectField(missing, "is missing");
  const unknown = Object.keys(input).find((name) => !Object.hasOwn(properties, name));
  if (unknown !== undefined) throw rejectField(toFieldName(unknown), "is no argument of this tool");
  throw rejectField(findField(errors), "is not as the tool's schema says");
}

/** The innermost place of the first argument that is wrong: `attendees.0.email`. */
function findField(errors: readonly OutputUnit[]): string {
  const places = errors.map(({ instanceLocation }) => instanceLocation.split("/").slice(1)).filter((place) => place[0]);
  const [name] = places[0] ?? ["arguments"];
  const inner = places.filter((place) => place[0] === name).sort((a, b) => b.length - a.length)[0];
  return toFieldName(inner?.join(".") ?? "");
}

const toFieldName = (name: string): string => (/^[\w.-]{1,80}$/.test(name) ? name : "arguments");
