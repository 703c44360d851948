import type { Collection, Variable } from "./api/variable-schemas.ts";

/**
 * The path of each variable among the groups: its collection, then the parts of its name ("color/brand" has two). Names in the
 * Design Tokens format have no dots or braces and no leading dollar sign. A token with the name of a group becomes the group's
 * `$root` (designtokens.org/TR/2025.10/format, "Root tokens").
 */
export function buildTokenPaths(
  collections: readonly Collection[],
  variables: readonly Variable[],
): Map<string, string[]> {
  const groups = numberDuplicates(collections.map(({ id, name }) => [id, [toGroupName(name)]]));
  const asNamed = numberDuplicates(
    variables.map(({ id, name, variableCollectionId }) => [
      id,
      [...(groups.get(variableCollectionId) ?? []), ...name.split("/", maxDepth).map(toGroupName)],
    ]),
  );
  const inner = new Set(
    [...asNamed.values()].flatMap((path) => path.slice(1).map((_, at) => serializePath(path.slice(0, at + 1)))),
  );
  return new Map([...asNamed].map(([id, path]) => [id, inner.has(serializePath(path)) ? [...path, "$root"] : path]));
}

/** Levels of groups; names are untrusted. */
const maxDepth = 20;

const toGroupName = (text: string): string => text.trim().replace(/[.{}]/g, "-").replace(/^\$+/, "") || "unnamed";

const serializePath = (path: readonly string[]): string => JSON.stringify(path);

/** Numbers duplicate paths: "Brand", "Brand 2". */
function numberDuplicates(named: readonly (readonly [id: string, path: string[]])[]): Map<string, string[]> {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return new Map(
    named.map(([id, path]) => {
      let free = path;
      while (taken.has(serializePath(free))) {
        const at = (counts.get(serializePath(path)) ?? 1) + 1;
        counts.set(serializePath(path), at);
        free = [...path.slice(0, -1), `${path.at(-1)} ${at}`];
      }
      taken.add(serializePath(free));
      return [id, free];
    }),
  );
}
