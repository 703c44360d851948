import { findRowColumns, isAllowedFunction } from "./allowed-functions.ts";
import { isBoundedCall } from "./bounded-functions.ts";
import { isBoundedSeries } from "./bounded-series.ts";
import { GuardRefusal } from "./refusal.ts";
import { asList, type Fields, openAs, readCatalogName, readNames } from "./tree.ts";

/** The fields of a call that answers rows: it is no aggregate. */
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

/** Functions whose rows may stand in the list of a SELECT too: each row is one value. */
const targetCalls = new Set(["generate_series", "unnest"]);

export const isTargetCall = ({ funcname }: Fields): boolean => targetCalls.has(readCatalogName(funcname) ?? "");

/**
 * Checks the call of a function that answers rows.
 * @returns its arguments
 * @throws GuardRefusal
 */
export function checkRowCall(call: Fields): readonly unknown[] {
  const name = readCatalogName(call.funcname) ?? "";
  const args = asList(call.args);
  const isKnown = findRowColumns(name) !== undefined && Object.keys(call).every((field) => rowCallFields.has(field));
  const isBounded = name === "generate_series" ? isBoundedSeries(args) : args.length === 1;
  if (!isKnown || !isBounded) refuseCall(call.funcname);
  return args;
}

/** The one call of a RangeFunction, without a list of columns; no fields for anything else. */
export function openRowCall(functions: unknown): { readonly call: Fields; readonly name: string } {
  const [only, second] = asList(functions);
  const [node, columns] = asList(openAs("List", only)?.items);
  const isOne = !second && Object.keys(columns ?? {}).length === 0;
  const call = (isOne && openAs("FuncCall", node)) || {};
  return { call, name: readCatalogName(call.funcname) ?? "" };
}

function refuseCall(funcname: unknown): never {
  throw new GuardRefusal("function", readNames(funcname)?.join("."));
}
