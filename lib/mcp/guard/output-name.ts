// How PostgreSQL names a column of an answer that has no AS: src/backend/parser/parse_target.c, FigureColname.
import { asFields, asList, type Fields, openAs, openNode, readNames } from "./tree.ts";

/** Without a name of its own, an expression takes that of the cast or CASE around it. */
interface Naming {
  readonly name: string;
  readonly isWeak?: true;
}

/** @param target a ResTarget */
export function nameOutput({ name, val }: Fields): string {
  return typeof name === "string" ? name : (findName(val)?.name ?? "?column?");
}

function findName(node: unknown): Naming | undefined {
  const [kind, fields] = openNode(node);
  return Object.hasOwn(namings, kind) ? namings[kind]?.(fields) : undefined;
}

const nameLast = (names: unknown): Naming | undefined => {
  const name = readNames(names)?.at(-1);
  return name === undefined ? undefined : { name };
};

const always = (name: string) => (): Naming => ({ name });

/** The strong name of an inner expression, or else a weak one. */
const nameAround = (inner: unknown, name: string | undefined): Naming | undefined => {
  const found = findName(inner);
  return name === undefined || (found && !found.isWeak) ? found : { name, isWeak: true };
};

const namings: Readonly<Record<string, (fields: Fields) => Naming | undefined>> = {
  ColumnRef: ({ fields }) => nameLast(fields),
  A_Indirection: ({ arg }) => findName(arg),
  FuncCall: ({ funcname }) => nameLast(funcname),
  A_Expr: ({ kind }) => (kind === "AEXPR_NULLIF" ? { name: "nullif" } : undefined),
  TypeCast: ({ arg, typeName }) => nameAround(arg, readNames(asFields(typeName).names)?.at(-1)),
  CaseExpr: ({ defresult }) => nameAround(defresult, "case"),
  GroupingFunc: always("grouping"),
  A_ArrayExpr: always("array"),
  RowExpr: always("row"),
  CoalesceExpr: always("coalesce"),
  MinMaxExpr: ({ op }) => ({ name: op === "IS_GREATEST" ? "greatest" : "least" }),
  SQLValueFunction: ({ op }) => ({
    name: String(op)
      .replace(/^SVFOP_|_N$/g, "")
      .toLowerCase(),
  }),
  SubLink: ({ subLinkType, subselect }) => {
    if (subLinkType === "EXISTS_SUBLINK") return { name: "exists" };
    if (subLinkType === "ARRAY_SUBLINK") return { name: "array" };
    return subLinkType === "EXPR_SUBLINK" ? nameFirstTarget(openAs("SelectStmt", subselect) ?? {}) : undefined;
  },
};

/** Of the first query, where several are combined. */
function nameFirstTarget(select: Fields): Naming | undefined {
  if (select.larg) return nameFirstTarget(asFields(select.larg));
  if (select.valuesLists) return { name: "column1" };
  const target = openAs("ResTarget", asList(select.targetList)[0]) ?? {};
  return typeof target.name === "string" ? { name: target.name } : findName(target.val);
}
