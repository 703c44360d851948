// Walks the whole tree and lets pass only what is listed. Names of relations and columns are resolved afterwards.
import { viewSchema } from "../database/reader.ts";
import { isAllowedExpression, isAllowedOperator, isAllowedType } from "./allowed-names.ts";
import { findShape } from "./allowed-nodes.ts";
import { isBoundedPower } from "./bounded-functions.ts";
import { checkCall, checkRowCall, isTargetCall, openRowCall } from "./check-calls.ts";
import { GuardRefusal } from "./refusal.ts";
import { asFields, asList, type Fields, openAs, openNode, readCatalogName, readNames } from "./tree.ts";

/** Of nodes within each other. */
const maxDepth = 300;

/**
 * Checks a node, or a list of nodes, and all that is in it.
 * @throws GuardRefusal
 */
export function checkNodes(value: unknown, depth = 0): void {
  if (depth > maxDepth) throw new GuardRefusal("depth");
  if (Array.isArray(value)) {
    for (const item of value) checkNodes(item, depth);
    return;
  }
  const [kind, fields] = openNode(value);
  // A place that is left empty, as in DISTINCT without ON.
  const isEmpty = kind === "" && Object.keys(asFields(value)).length === 0;
  if (!isEmpty) checkFields(kind, fields, depth);
}

function checkFields(kind: string, fields: Fields, depth: number): void {
  const shape = findShape(kind);
  if (!shape) throw new GuardRefusal(kind.endsWith("Stmt") ? "statement" : "node", kind);
  for (const [name, value] of Object.entries(fields)) {
    const field = name === "location" ? "value" : Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (field === "nodes") checkNodes(value, depth + 1);
    else if (typeof field === "object" && "of" in field) checkFields(field.of, asFields(value), depth + 1);
    else if (!field || (Array.isArray(field) && !field.includes(value))) refuseField(kind, name);
  }
  checks[kind]?.(fields, depth + 1);
}

function refuseField(kind: string, name: string): never {
  // INTO and FOR UPDATE make another statement of a SELECT.
  const isStatement = name === "intoClause" || name === "lockingClause";
  throw new GuardRefusal(isStatement ? "statement" : "node", `${kind}.${name}`);
}

type Check = (fields: Fields, depth: number) => void;

const checks: Readonly<Record<string, Check>> = {
  CommonTableExpr: ({ ctename }) => {
    // The catalog's tables are on the search path, and their names begin so: no name of the statement may stand for one.
    if (String(ctename).startsWith("pg_")) throw new GuardRefusal("relation", String(ctename));
  },
  RangeVar: ({ schemaname, relname }) => {
    if (schemaname !== undefined && schemaname !== viewSchema) throw new GuardRefusal("relation", String(relname));
  },
  RangeFunction: ({ functions }, depth) => {
    for (const args of checkRowCall(openRowCall(functions).call)) checkNodes(args, depth);
  },
  ResTarget: ({ val }, depth) => {
    if (!isStar(val)) checkTarget(val, depth);
  },
  ColumnRef: ({ fields }) => {
    const names = readNames(fields);
    if (!names || names.length > 2) throw new GuardRefusal("column", names?.join("."));
  },
  CollateClause: ({ collname }) => {
    if (readCatalogName(collname) !== "C") throw new GuardRefusal("node", "CollateClause");
  },
  A_Expr: ({ kind, name, rexpr }) => {
    if (!isBoundedPower(name, rexpr)) checkOperator(name);
    if (!isAllowedExpression(kind)) throw new GuardRefusal("operator", String(kind));
  },
  SubLink: ({ operName }) => {
    if (operName) checkOperator(operName);
  },
  A_Indirection: ({ indirection }, depth) => {
    if (asList(indirection).some((part) => !openAs("A_Indices", part))) throw new GuardRefusal("node", "A_Indirection");
    checkNodes(indirection, depth);
  },
  TypeName: ({ names }) => {
    const name = readCatalogName(names);
    if (!name || !isAllowedType(name)) throw new GuardRefusal("type", readNames(names)?.join("."));
  },
  FuncCall: (call, depth) => {
    for (const args of checkCall(call)) checkNodes(args, depth);
  },
};

/** `OPERATOR(schema.+)` could name another one. */
function checkOperator(name: unknown): void {
  const names = readNames(name) ?? [];
  if (names.length !== 1 || !isAllowedOperator(names[0] ?? "")) throw new GuardRefusal("operator", names.join("."));
}

/** What a query answers may be the rows of a function, or a cast of them; anywhere else they would multiply unseen. */
function checkTarget(value: unknown, depth: number): void {
  const cast = openAs("TypeCast", value);
  const call = openAs("FuncCall", value);
  if (cast) {
    checkFields("TypeCast", { ...cast, arg: {} }, depth);
    checkTarget(cast.arg, depth + 1);
  } else if (call && isTargetCall(call)) {
    for (const args of checkRowCall(call)) checkNodes(args, depth + 1);
  } else checkNodes(value, depth);
}

/** `*` or `name.*`, which stand for columns in the list of a SELECT, and for a whole row elsewhere. */
function isStar(value: unknown): boolean {
  const parts = asList(openAs("ColumnRef", value)?.fields);
  return (
    parts.length <= 2 && openAs("A_Star", parts.at(-1)) !== undefined && readNames(parts.slice(0, -1)) !== undefined
  );
}
