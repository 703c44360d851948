import type { Collection, Variable } from "./local-variables.ts";

/**
 * Where each variable stands among the groups: its collection, then the parts of its name, "color/brand" being two. Names of
 * the Design Tokens format have no dots and braces and do not begin with a dollar sign; who is both a token and a group becomes
 * the group's `$root` (designtokens.org/TR/2025.10/format, "Root tokens").
 */
export function tokenPaths(collections: readonly Collection[], variables: readonly Variable[]): Map<string, string[]> {
  const groups = distinct(collections.map(({ id, name }) => [id, [nameOf(name)]]));
  const asNamed = distinct(
    variables.map(({ id, name, variableCollectionId }) => [
      id,
      [...(groups.get(variableCollectionId) ?? []), ...name.split("/", deepest).map(nameOf)],
    ]),
  );
  const inner = new Set(
    [...asNamed.values()].flatMap((path) => path.slice(1).map((_, at) => keyOf(path.slice(0, at + 1)))),
  );
  return new Map([...asNamed].map(([id, path]) => [id, inner.has(keyOf(path)) ? [...path, "$root"] : path]));
}

/** Groups within groups; a name is what a stranger wrote. */
const deepest = 20;

const nameOf = (text: string): string => text.trim().replace(/[.{}]/g, "-").replace(/^\$+/, "") || "unnamed";

const keyOf = (path: readonly string[]): string => JSON.stringify(path);

/** Two of one name get numbers: "Brand", "Brand 2". */
function distinct(named: readonly (readonly [id: string, path: string[]])[]): Map<string, string[]> {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return new Map(
    named.map(([id, path]) => {
      let free = path;
      while (taken.has(keyOf(free))) {
        const at = (counts.get(keyOf(path)) ?? 1) + 1;
        counts.set(keyOf(path), at);
        free = [...path.slice(0, -1), `${path.at(-1)} ${at}`];
      }
      taken.add(keyOf(free));
      return [id, free];
    }),
  );
}
