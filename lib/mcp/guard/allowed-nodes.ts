// The nodes of the parser's tree that may stand in a statement, and their fields. What is not here is refused: a field too,
// so that a newer grammar opens nothing.

/**
 * A text, number or flag that is free · a node, or a list of nodes · the fields of a node of one kind · a closed set of texts ·
 * what the check of that node looks at itself.
 */
type Field = "value" | "nodes" | "checked" | { readonly of: string } | readonly string[];
export type Shape = Readonly<Record<string, Field>>;

const value = "value";
const nodes = "nodes";
const checked = "checked";

const queryNodes = {
  SelectStmt: {
    distinctClause: nodes,
    targetList: nodes,
    fromClause: nodes,
    whereClause: nodes,
    groupClause: nodes,
    groupDistinct: value,
    havingClause: nodes,
    windowClause: nodes,
    valuesLists: nodes,
    sortClause: nodes,
    limitOffset: nodes,
    limitCount: nodes,
    limitOption: value,
    withClause: { of: "WithClause" },
    op: value,
    all: value,
    larg: { of: "SelectStmt" },
    rarg: { of: "SelectStmt" },
  },
  /** Recursion has no bound. */
  WithClause: { ctes: nodes },
  CommonTableExpr: { ctename: checked, aliascolnames: nodes, ctematerialized: value, ctequery: nodes },
  ResTarget: { name: value, val: checked },
  RangeVar: { schemaname: checked, relname: value, inh: value, relpersistence: value, alias: { of: "Alias" } },
  RangeSubselect: { lateral: value, subquery: nodes, alias: { of: "Alias" } },
  RangeFunction: { lateral: value, ordinality: value, functions: checked, alias: { of: "Alias" } },
  JoinExpr: { jointype: value, isNatural: value, larg: nodes, rarg: nodes, usingClause: nodes, quals: nodes },
  Alias: { aliasname: value, colnames: nodes },
  SortBy: { node: nodes, sortby_dir: ["SORTBY_DEFAULT", "SORTBY_ASC", "SORTBY_DESC"], sortby_nulls: value },
  WindowDef: {
    name: value,
    refname: value,
    partitionClause: nodes,
    orderClause: nodes,
    frameOptions: value,
    startOffset: nodes,
    endOffset: nodes,
  },
  GroupingSet: { kind: value, content: nodes },
} as const;

const expressionNodes = {
  List: { items: nodes },
  String: { sval: value },
  Integer: { ival: value },
  A_Const: { ival: value, fval: value, boolval: value, sval: value, isnull: value },
  ColumnRef: { fields: checked },
  A_Expr: { kind: checked, name: checked, lexpr: nodes, rexpr: nodes, rexpr_list_start: value, rexpr_list_end: value },
  BoolExpr: { boolop: value, args: nodes },
  NullTest: { arg: nodes, nulltesttype: value },
  BooleanTest: { arg: nodes, booltesttype: value },
  CaseExpr: { arg: nodes, args: nodes, defresult: nodes },
  CaseWhen: { expr: nodes, result: nodes },
  CoalesceExpr: { args: nodes },
  MinMaxExpr: { op: value, args: nodes },
  GroupingFunc: { args: nodes },
  RowExpr: { args: nodes, row_format: value },
  A_ArrayExpr: { elements: nodes, list_start: value, list_end: value },
  /** Elements of an array; a field of a row would be a way to call a function. */
  A_Indirection: { arg: nodes, indirection: checked },
  CollateClause: { arg: nodes, collname: checked },
  A_Indices: { is_slice: value, lidx: nodes, uidx: nodes },
  TypeCast: { arg: nodes, typeName: { of: "TypeName" } },
  TypeName: { names: checked, typmods: nodes, typemod: value, arrayBounds: nodes },
  SubLink: {
    subLinkType: ["EXISTS_SUBLINK", "ALL_SUBLINK", "ANY_SUBLINK", "EXPR_SUBLINK", "ARRAY_SUBLINK"],
    testexpr: nodes,
    operName: checked,
    subselect: nodes,
  },
  FuncCall: {
    funcname: checked,
    args: checked,
    agg_order: nodes,
    agg_filter: nodes,
    over: { of: "WindowDef" },
    agg_within_group: value,
    agg_star: value,
    agg_distinct: value,
    funcformat: value,
  },
  /** Of time, and none that tells of the role or the database. */
  SQLValueFunction: {
    op: [
      "SVFOP_CURRENT_DATE",
      "SVFOP_CURRENT_TIME",
      "SVFOP_CURRENT_TIMESTAMP",
      "SVFOP_CURRENT_TIMESTAMP_N",
      "SVFOP_LOCALTIME",
      "SVFOP_LOCALTIMESTAMP",
      "SVFOP_LOCALTIMESTAMP_N",
    ],
    typmod: value,
  },
} as const;

const allowedNodes: Readonly<Record<string, Shape>> = { ...queryNodes, ...expressionNodes };

/** What a node of this kind may hold; undefined for a kind that is not allowed. */
export const findShape = (kind: string): Shape | undefined =>
  Object.hasOwn(allowedNodes, kind) ? allowedNodes[kind] : undefined;
