// Reads JSON bodies strictly: bytes that are not UTF-8, characters that no store keeps, and structures that only an attacker
// sends are refused before anything is done with them.
import { isUtf8 } from "node:buffer";
import { Problem } from "../errors.ts";
import { truncate } from "../truncate.ts";

/** Levels; Slack's Block Kit, the deepest that clients send, has about ten. */
const maxDepth = 64;
const maxMembers = 1000;
/** Objects, lists, texts, numbers and so on, all together. */
const maxValues = 20_000;

/** Parses a body as JSON. @throws Problem invalid_request naming the field, never its value; payload_too_large for too many members or values */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) throw rejectField("body", "is not UTF-8.");
  const text = bytes.toString("utf8");
  const value = parseText(text);
  checkStructure(text);
  return value;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("invalid_request", { detail: "The body is not JSON.", members: { field: "body" } });
  }
}

/** An object or a list that is open at some place of the text. */
interface Level {
  /** The names of an object's members so far. */
  readonly names: Set<string>;
  /** The name of the member, or the number of the item, that is read. */
  at: string | number;
}

/** The texts, with the colon that makes one a name, and everything else but white space. */
const tokenPattern = /[{}[\],]|"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[^\s{}[\],":]+/g;

/** Reads the text and not the value, since `JSON.parse` hides repeated names. @param text valid JSON */
function checkStructure(text: string): void {
  const levels: Level[] = [];
  let values = 0;
  for (const { 0: token, 1: colon } of text.matchAll(tokenPattern)) {
    const level = levels.at(-1);
    if (token === "," && typeof level?.at === "number") level.at++;
    if (token === "}" || token === "]") levels.pop();
    if (token === "," || token === "}" || token === "]") continue;
    if (level && colon !== undefined) {
      enterMember(level, decodeText(token.replace(/\s*:$/, ""), levels.slice(0, -1)), levels);
      continue;
    }
    if (++values > maxValues) throw rejectLarge(`The body has more than ${maxValues} values.`);
    decodeText(token, levels);
    if (token === "{" || token === "[") levels.push({ names: new Set(), at: 0 });
    if (levels.length > maxDepth) throw rejectField(formatPath(levels.slice(0, 1)), "is nested too deep.");
  }
}

function enterMember(level: Level, name: string, levels: readonly Level[]): void {
  level.at = name;
  if (level.names.has(name)) throw rejectField(formatPath(levels), "is there more than once.");
  level.names.add(name);
  if (level.names.size > maxMembers) throw rejectLarge(`An object in the body has more than ${maxMembers} members.`);
}

/** The text that a token stands for. Only an escape makes one that cannot be stored or sent. @throws Problem for such a text */
function decodeText(token: string, levels: readonly Level[]): string {
  if (!token.includes("\\")) return token.slice(1, -1);
  const text = String(JSON.parse(token));
  const fault = findTextFault(text);
  if (fault !== undefined) throw rejectField(formatPath(levels), fault);
  return text;
}

/** What is wrong with a text, for the end of a sentence; undefined if it can be stored and sent. */
export function findTextFault(text: string): string | undefined {
  if (!text.isWellFormed()) return "has half of a character in it (a lone surrogate).";
  return text.includes("\0") ? "has a NUL character in it." : undefined;
}

const maxPathLength = 200;

const formatPath = (levels: readonly Level[]): string =>
  truncate(levels.map(({ at }) => at).join("."), maxPathLength) || "body";

export const rejectField = (field: string, what: string): Problem =>
  new Problem("invalid_request", { detail: `${field}: ${what}`, members: { field } });

const rejectLarge = (detail: string): Problem => new Problem("payload_too_large", { detail });
