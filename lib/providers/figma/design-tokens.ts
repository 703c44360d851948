// Figma's variables as groups and tokens of the Design Tokens format, 2025.10: designtokens.org/TR/2025.10/format
import type { Collection, Color, LocalVariables, Variable, VariableValue } from "./api/variable-schemas.ts";
import { buildTokenPaths } from "./token-paths.ts";

/** The format has no type for texts and booleans; `string` and `boolean` are the types in Figma's own export. */
const tokenTypes = { COLOR: "color", FLOAT: "number", STRING: "string", BOOLEAN: "boolean" } as const;

interface Unresolved {
  readonly variableId: string;
  readonly name: string;
  readonly modeId: string;
}

/** An alias of a variable that is not in the file cannot be resolved: its token, or that mode's value, is left out. */
export function toDesignTokens({ variables, variableCollections }: LocalVariables) {
  const collections = Object.values(variableCollections);
  const collectionById = new Map(collections.map((one) => [one.id, one]));
  const all = Object.values(variables).filter((one) => collectionById.has(one.variableCollectionId));
  const paths = buildTokenPaths(collections, all);
  const unresolved: Unresolved[] = [];
  const tree: Tree = new Map();
  for (const one of all) {
    const collection = collectionById.get(one.variableCollectionId);
    const token = collection && toToken(one, collection, paths, unresolved);
    if (token !== undefined) insertToken(tree, paths.get(one.id) ?? [], token);
  }
  return {
    collections: collections.map(toCollection),
    tokens: toPlainObject(tree),
    ...(unresolved.length > 0 ? { unresolved } : {}),
  };
}

const toCollection = ({ id, name, modes, defaultModeId: defaultMode, remote }: Collection) => ({
  id,
  name,
  modes: modes.map((mode) => ({ id: mode.modeId, name: mode.name })),
  defaultMode,
  remote,
});

type Paths = ReadonlyMap<string, readonly string[]>;

function toToken(variable: Variable, collection: Collection, paths: Paths, unresolved: Unresolved[]) {
  const { id: variableId, name, resolvedType, description, scopes, codeSyntax, hiddenFromPublishing } = variable;
  const values = new Map<string, unknown>();
  for (const [modeId, value] of Object.entries(variable.valuesByMode)) {
    const tokenValue = toTokenValue(value, paths);
    if (tokenValue === undefined) unresolved.push({ variableId, name, modeId });
    else values.set(modeId, tokenValue);
  }
  const { defaultModeId } = collection;
  if (!values.has(defaultModeId)) return undefined;
  const others = [...values].filter(([modeId]) => modeId !== defaultModeId);
  return {
    $type: tokenTypes[resolvedType],
    $value: values.get(defaultModeId),
    ...(description ? { $description: description } : {}),
    $extensions: {
      "com.figma": { variableId, scopes, codeSyntax, hiddenFromPublishing, modes: Object.fromEntries(others) },
    },
  };
}

/** @returns undefined for an alias of a variable that is not in the file */
function toTokenValue(value: VariableValue, paths: Paths): unknown {
  if (typeof value !== "object") return value;
  if ("r" in value) return toTokenColor(value);
  const path = paths.get(value.id);
  return path && `{${path.join(".")}}`;
}

/** designtokens.org/TR/2025.10/color; `hex` is the fallback for tools without color spaces. */
function toTokenColor({ r, g, b, a: alpha }: Color) {
  const components = [r, g, b];
  const bytes = components.map((part) => Math.round(Math.min(Math.max(part, 0), 1) * 255));
  const hex = `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  return { colorSpace: "srgb", components, alpha, hex };
}

type Tree = Map<string, Tree | object>;

function insertToken(tree: Tree, [first = "", ...rest]: readonly string[], token: object): void {
  if (rest.length === 0) {
    tree.set(first, token);
    return;
  }
  const inner = tree.get(first);
  const group: Tree = inner instanceof Map ? inner : new Map();
  tree.set(first, group);
  insertToken(group, rest, token);
}

/** The tree is a map until here, because people may name a variable anything, even `__proto__`. */
function toPlainObject(tree: Tree): Record<string, unknown> {
  return Object.fromEntries(
    [...tree].map(([name, inner]) => [name, inner instanceof Map ? toPlainObject(inner) : inner]),
  );
}
