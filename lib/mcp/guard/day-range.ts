// Between which days an expression lies, as far as its form tells.
import { readCount, readText, readTypeName } from "./constants.ts";
import { readStep } from "./step.ts";
import { asList, type Fields, openAs, openNode, readCatalogName } from "./tree.ts";

/** Days since 1970. */
export interface DayRange {
  readonly earliest: number;
  readonly latest: number;
}

const millisecondsOfDay = 86_400_000;
/** A column's values are taken to lie so near today. */
const yearsOfData = { before: 80, after: 20 };
/** What `date_trunc` may move a time back by, up to a year. */
const maxTruncated = 366;

/** Functions that answer one of their arguments. */
const choosing = new Set(["min", "max", "date", "timezone"]);

/** undefined where nothing is known, as of a day before Christ or of a text that PostgreSQL alone could read. */
export function readDays(node: unknown, now = Date.now()): DayRange | undefined {
  const [kind, fields] = openNode(node);
  return Object.hasOwn(readers, kind) ? readers[kind]?.(fields, now) : undefined;
}

const readers: Readonly<Record<string, (fields: Fields, now: number) => DayRange | undefined>> = {
  ColumnRef: (_, now) => {
    const today = now / millisecondsOfDay;
    return { earliest: today - yearsOfData.before * 366, latest: today + yearsOfData.after * 366 };
  },
  SQLValueFunction: (_, now) => pointAt(now),
  A_Const: (fields) => readDate(readText({ A_Const: fields })),
  TypeCast: (cast, now) =>
    /^(date|timestamp|timestamptz)$/.test(readTypeName(cast) ?? "") ? readDays(cast.arg, now) : undefined,
  CoalesceExpr: ({ args }, now) => join(asList(args).map((arg) => readDays(arg, now))),
  MinMaxExpr: ({ args }, now) => join(asList(args).map((arg) => readDays(arg, now))),
  SubLink: ({ subLinkType, subselect }, now) => {
    const [target] = asList(openAs("SelectStmt", subselect)?.targetList);
    return subLinkType === "EXPR_SUBLINK" ? readDays(openAs("ResTarget", target)?.val, now) : undefined;
  },
  FuncCall: readCall,
  A_Expr: readShift,
};

function readCall({ funcname, args }: Fields, now: number): DayRange | undefined {
  const name = readCatalogName(funcname) ?? "";
  const list = asList(args);
  if (name === "now") return pointAt(now);
  if (choosing.has(name)) return readDays(list.at(-1), now);
  const truncated = name === "date_trunc" ? readDays(list[1], now) : undefined;
  return truncated && { ...truncated, earliest: truncated.earliest - maxTruncated };
}

/** A day and an interval or a number of days. */
function readShift({ kind, name, lexpr, rexpr }: Fields, now: number): DayRange | undefined {
  const operator = kind === "AEXPR_OP" ? readCatalogName(name) : undefined;
  const range = readDays(lexpr, now);
  const days = openAs("TypeCast", rexpr) ? readStep(rexpr) : readCount(rexpr);
  if (!range || days === undefined || (operator !== "+" && operator !== "-")) return undefined;
  // A step is at least so many days: a month has 31, a leap year 366.
  const moved = Math.abs(days) * 1.11;
  return { earliest: range.earliest - moved, latest: range.latest + moved };
}

function readDate(text: string | undefined): DayRange | undefined {
  const [written] = /^\d{4}-\d\d-\d\d(?=$|[ T]\d\d:\d\d)/.exec(text ?? "") ?? [];
  const time = Date.parse(written ?? "");
  return Number.isNaN(time) ? undefined : pointAt(time);
}

const pointAt = (time: number): DayRange => ({
  earliest: time / millisecondsOfDay,
  latest: time / millisecondsOfDay + 1,
});

function join(ranges: readonly (DayRange | undefined)[]): DayRange | undefined {
  const known = ranges.filter((range) => range !== undefined);
  if (known.length === 0 || known.length < ranges.length) return undefined;
  return {
    earliest: Math.min(...known.map(({ earliest }) => earliest)),
    latest: Math.max(...known.map(({ latest }) => latest)),
  };
}
