// IAM statements as plain data, so that tests can read them without synth.

export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Conditions;
}

/**
 * Merges statements that differ in one set of values only (the actions, or one condition's values). The merged statement
 * allows exactly what both allowed. A role's inline policies may have 10,240 characters; without merging, a job that serves
 * all providers would exceed them.
 */
export function mergeStatements(statements: readonly Statement[]): Statement[] {
  const merged: Statement[] = [];
  for (const statement of statements) {
    const at = merged.findIndex((other) => tryMerge(other, statement) !== undefined);
    const other = merged[at];
    const united = other && tryMerge(other, statement);
    if (!united) merged.push(statement);
    else merged.splice(at, 1, united);
  }
  return merged.length === statements.length ? merged : mergeStatements(merged);
}

/** One statement that allows exactly what both allow; undefined when there is none. */
function tryMerge(a: Statement, b: Statement): Statement | undefined {
  const [left, right] = [toDimensions(a), toDimensions(b)];
  if (left.size !== right.size) return undefined;
  if ([...left.keys()].some((name) => !right.has(name))) return undefined;
  const different = [...left].filter(([name, values]) => !isSameSet(values, right.get(name) ?? []));
  const [first, ...more] = different;
  if (first === undefined) return a;
  if (more.length > 0) return undefined;
  const [name, values] = first;
  left.set(name, [...new Set([...values, ...(right.get(name) ?? [])])]);
  return fromDimensions(left);
}

const separator = " ";

function toDimensions({ actions, resources, conditions = {} }: Statement): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>([
    ["actions", actions],
    ["resources", resources],
  ]);
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, values] of Object.entries(keys)) found.set(`${operator}${separator}${key}`, values);
  }
  return found;
}

function fromDimensions(all: ReadonlyMap<string, readonly string[]>): Statement {
  const conditions: Record<string, Record<string, readonly string[]>> = {};
  for (const [name, values] of all) {
    const [operator, key] = name.split(separator);
    if (operator && key) conditions[operator] = { ...conditions[operator], [key]: values };
  }
  return {
    actions: all.get("actions") ?? [],
    resources: all.get("resources") ?? [],
    ...(Object.keys(conditions).length > 0 ? { conditions } : {}),
  };
}

const isSameSet = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((value) => b.includes(value));
