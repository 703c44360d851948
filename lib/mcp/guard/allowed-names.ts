// Names of operators and types.
import { splitNames } from "./split-names.ts";

/** Comparison, arithmetic, text, arrays and JSON. None with regular expressions or JSON paths: their time has no bound. */
const operators = splitNames("= <> < > <= >= + - * / % || -> ->> #> #>> @> <@ && ? ?| ?& ~~ !~~ ~~* !~~*");

const expressionKinds =
  splitNames(`AEXPR_OP AEXPR_OP_ANY AEXPR_OP_ALL AEXPR_DISTINCT AEXPR_NOT_DISTINCT AEXPR_NULLIF AEXPR_IN
  AEXPR_LIKE AEXPR_ILIKE AEXPR_BETWEEN AEXPR_NOT_BETWEEN AEXPR_BETWEEN_SYM AEXPR_NOT_BETWEEN_SYM`);

/** `BETWEEN` and its kin have words where others have operators. */
const betweens = new Set(["BETWEEN", "NOT BETWEEN", "BETWEEN SYMMETRIC", "NOT BETWEEN SYMMETRIC"]);

/** None that looks something up in the catalog (`regclass`, `regrole`, …), and none of binary data or XML. */
const types =
  splitNames(`int2 int4 int8 numeric float4 float8 bool text varchar bpchar date time timetz timestamp timestamptz
  interval uuid json jsonb`);

export const isAllowedExpression = (kind: unknown): boolean => expressionKinds.has(String(kind));
export const isAllowedOperator = (name: string): boolean => operators.has(name) || betweens.has(name);
export const isAllowedType = (name: string): boolean => types.has(name);
