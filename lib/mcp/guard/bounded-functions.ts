// Functions whose answer grows with an argument: they pass only where the statement itself shows a bound.
import { readCount, readText } from "./constants.ts";
import { openNode, readCatalogName, readNames } from "./tree.ts";

/** Of characters that `lpad` and `rpad` fill up to. */
const maxPad = 200;
/** Of exponents: a numeric with an exponent of 10⁵ has as many digits. */
const maxExponent = 100;

type Check = (args: readonly unknown[]) => boolean;

const isSmall =
  (max: number): Check =>
  ([, count]) =>
    Math.abs(readCount(count) ?? Number.POSITIVE_INFINITY) <= max;

/** With texts as bounds it would be a regular expression. */
const hasCountedBounds: Check = ([, ...bounds]) => bounds.length > 0 && bounds.every(isCounted);

/** `replace` within `replace` must not double a text each time. */
const doesNotGrow: Check = ([, searched, replacement]) => {
  const [from, to] = [readText(searched), readText(replacement)];
  return from !== undefined && to !== undefined && from.length > 0 && to.length <= from.length;
};

const checks: Readonly<Record<string, Check>> = {
  power: isSmall(maxExponent),
  pow: isSmall(maxExponent),
  exp: ([exponent]) => Math.abs(readCount(exponent) ?? Number.POSITIVE_INFINITY) <= maxExponent,
  lpad: isSmall(maxPad),
  rpad: isSmall(maxPad),
  substring: hasCountedBounds,
  replace: doesNotGrow,
};

/** Whether it is one of these functions and its arguments show its bound. */
export const isBoundedCall = (name: string, args: readonly unknown[]): boolean =>
  Object.hasOwn(checks, name) && checks[name]?.(args) === true;

/** `x ^ 2`, whose exponent is bounded as that of `power`. */
export const isBoundedPower = (operator: unknown, exponent: unknown): boolean =>
  readNames(operator)?.join() === "^" && isSmall(maxExponent)([undefined, exponent]);

/** Functions whose answer is a whole number. */
const counting = new Set(["length", "char_length", "character_length", "position", "strpos"]);

/** Whether an expression is a whole number by its form alone. */
function isCounted(node: unknown): boolean {
  if (readCount(node) !== undefined) return true;
  const [kind, fields] = openNode(node);
  if (kind === "FuncCall") return counting.has(readCatalogName(fields.funcname) ?? "");
  return kind === "A_Expr" && fields.kind === "AEXPR_OP" && isCounted(fields.lexpr) && isCounted(fields.rexpr);
}
