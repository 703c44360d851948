// Parses what others send without failing as a whole for one odd part of it.
import * as z from "zod";

interface LenientResult<T> {
  readonly data: T;
  /** Number of odd values that were left out; a removed one may have made what surrounds it unreadable too. */
  readonly omitted: number;
}

/** More than the levels of any schema of ours: each round leaves out at least one level. */
const maxRounds = 20;
/** Odd values; a text with more of them is not what it should be. Each takes about a kilobyte of memory while it is left out. */
const maxOmitted = 100_000;

/**
 * Parses a value. An optional member that does not match the schema counts as missing, and a member of a list or record that does not
 * match is left out. So what a schema requires is the essence of a value, and all else may be odd.
 * @returns undefined if the essence is missing or odd, or too much else
 */
export function parseLenient<S extends z.ZodType>(schema: S, value: unknown): LenientResult<z.output<S>> | undefined {
  let current = value;
  let omitted = 0;
  for (let round = 0; round < maxRounds; round++) {
    const read = parseOnce(schema, current);
    if (read?.success) return { data: read.data, omitted };
    if (!read) return undefined;
    const { issues } = read.error;
    omitted ||= issues.length;
    if (issues.length > maxOmitted) return undefined;
    const paths = issues.map((issue) => (isEssential(issue) ? [] : findPresentPath(current, issue.path)));
    if (paths.some((path) => path.length === 0)) return undefined;
    current = withoutPaths(current, buildTree(paths));
  }
  return undefined;
}

/** @returns undefined if so much is odd that listing it takes more than the stack: zod passes the issues of a list on as arguments */
function parseOnce<S extends z.ZodType>(schema: S, value: unknown) {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** An optional value that must not be ignored when it is odd, such as the token of a next page: its end would be taken for the list's. */
export const essential = <S extends z.ZodType>(schema: S) =>
  z
    .unknown()
    .optional()
    .transform((value, context): z.output<S> => {
      const read = schema.safeParse(value);
      if (read.success) return read.data;
      context.addIssue({ code: "custom", params: { isEssential: true } });
      return z.NEVER;
    });

/** A list that may be missing where it is empty. Its members may be odd, but it must be a list. */
export const optionalList = <S extends z.ZodType>(item: S) =>
  essential(z.array(z.unknown()).default([])).pipe(z.array(item));

const isEssential = (issue: z.core.$ZodIssue): boolean => issue.code === "custom" && issue.params?.isEssential === true;

type Path = readonly PropertyKey[];

/** The beginning of a path up to the innermost value that is there: a missing required member makes what surrounds it unreadable. */
function findPresentPath(value: unknown, path: Path): Path {
  let inner = value;
  for (const [depth, name] of path.entries()) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, name)) return path.slice(0, depth);
    inner = (inner as Record<PropertyKey, unknown>)[name];
  }
  return path;
}

/** Names on the way to the values to leave out; such a value has no names below it. */
type Tree = Map<string, Tree>;

function buildTree(paths: readonly Path[]): Tree {
  const root: Tree = new Map();
  const leaves = new Set<Tree>();
  for (const path of paths) {
    let at = root;
    for (const name of path) {
      if (leaves.has(at)) break;
      const next: Tree = at.get(String(name)) ?? new Map();
      at.set(String(name), next);
      at = next;
    }
    at.clear();
    leaves.add(at);
  }
  return root;
}

/** A copy without the values of the tree. What the tree does not reach is not copied, however deep it is. */
function withoutPaths(value: unknown, tree: Tree): unknown {
  if (typeof value !== "object" || value === null) return value;
  const remaining = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    const below = tree.get(name);
    if (below === undefined) return [[name, inner]];
    return below.size === 0 ? [] : [[name, withoutPaths(inner, below)]];
  });
  return Array.isArray(value) ? remaining.map(([, inner]) => inner) : Object.fromEntries(remaining);
}
