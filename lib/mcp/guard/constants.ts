// What an expression says by its form alone.
import { asFields, asList, openAs, readCatalogName } from "./tree.ts";

/** A number that is written out, with its sign and casts. */
export function readCount(node: unknown): number | undefined {
  const cast = openAs("TypeCast", node);
  if (cast) return /^(int[248]|numeric|float[48])$/.test(readTypeName(cast) ?? "") ? readCount(cast.arg) : undefined;
  const negated = openAs("A_Expr", node);
  if (negated) return isMinus(negated) ? negate(readCount(negated.rexpr)) : undefined;
  const constant = openAs("A_Const", node);
  if (constant?.ival) return Number(asFields(constant.ival).ival ?? 0);
  return constant?.fval ? Number(asFields(constant.fval).fval) : undefined;
}

/** A text that is written out. */
export function readText(node: unknown): string | undefined {
  const constant = openAs("A_Const", node);
  return constant?.sval ? String(asFields(constant.sval).sval ?? "") : undefined;
}

/** The type of a cast, such as `int4`. */
export const readTypeName = (cast: Readonly<Record<string, unknown>>): string | undefined =>
  asList(asFields(cast.typeName).arrayBounds).length > 0 ? undefined : readCatalogName(asFields(cast.typeName).names);

const isMinus = ({ name, lexpr }: Readonly<Record<string, unknown>>) => !lexpr && readCatalogName(name) === "-";

const negate = (count: number | undefined) => (count === undefined ? undefined : -count);
