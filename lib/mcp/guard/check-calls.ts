import { findRowColumns, isAllowedFunction } from "./allowed-functions.ts";
import { isBoundedCall } from "./bounded-functions.ts";
import { isBoundedSeries } from "./bounded-series.ts";
import { GuardRefusal } from "./refusal.ts";
import { asList, type Fields, openAs, readCatalogName, readNames } from "./tree.ts";

/** The fields of a call that a function after FROM may have: it is no aggregate. */
const rowCallFields = new Set(["funcname", "args", "funcformat", "location"]);

/**
 * Checks the name of a function, and its arguments where they decide how much it does.
 * @returns the arguments, whose own nodes are to be checked
 * @throws GuardRefusal
 */
export function checkCall({ funcname, args }: Fields): readonly unknown[] {
  const name = readCatalogName(funcname);
  const list = asList(args);
  if (!name || !(isAllowedFunction(name) || isBoundedCall(name, list))) refuseCall(funcname);
  // Names of arguments would move those that were looked at by their place.
  return name === "make_interval" ? list.map((arg) => openAs("NamedArgExpr", arg)?.arg ?? arg) : list;
}

/**
 * Checks what stands as a function after FROM: one call of a function that answers rows, with no list of columns.
 * @returns its arguments
 * @throws GuardRefusal
 */
export function checkRowCalls(functions: unknown): readonly unknown[] {
  const { call, name, args } = openRowCall(functions);
  const isKnown = findRowColumns(name) !== undefined && Object.keys(call).every((field) => rowCallFields.has(field));
  const isBounded = name === "generate_series" ? isBoundedSeries(args) : args.length === 1;
  if (!isKnown || !isBounded) refuseCall(call.funcname);
  return args;
}

/** The one call of a RangeFunction. */
export function openRowCall(functions: unknown): {
  readonly call: Fields;
  readonly name: string;
  readonly args: readonly unknown[];
} {
  const [only, second] = asList(functions);
  const [node, columns] = asList(openAs("List", only)?.items);
  const call = openAs("FuncCall", node) ?? {};
  const isOne = !second && Object.keys(columns ?? {}).length === 0;
  return { call, name: (isOne && readCatalogName(call.funcname)) || "", args: asList(call.args) };
}

function refuseCall(funcname: unknown): never {
  throw new GuardRefusal("function", readNames(funcname)?.join("."));
}
