// Writes the SQL of a question over the stage's tables. Undefined where the stage's file does not say what it takes.
import type { McpSettings } from "../settings.ts";
import type { CountFilter, Intent, Related } from "./intent.ts";
import { quoteName } from "./quote-name.ts";
import { writeTimeCondition } from "./time-condition.ts";

type Mapping = Pick<McpSettings, "tables" | "questions">;

/** The table of a subject, as `s`. */
interface SubjectTable {
  readonly table: string;
  readonly id: string;
  readonly name: string;
  readonly since: string;
}

/** The table of what is counted, as `r`. */
interface RelatedTable {
  readonly table: string;
  /** Its column that holds the subject's id. */
  readonly subject: string;
  readonly counted: string;
  /** Its time, where it has one. */
  readonly at?: string | undefined;
  readonly label: string;
}

/** One statement that answers the question; undefined where the stage's file has no tables for it. */
export function writeSql(intent: Intent, mapping: Mapping): string | undefined {
  const subject = findSubject(intent, mapping);
  const by = intent.filter?.of ?? (intent.ranking?.by === "time" ? undefined : intent.ranking?.by);
  if (subject === undefined) return undefined;
  if (by === undefined) return writeWithoutCounts(intent, subject, mapping);
  const related = findRelated(intent, by, mapping);
  const isClear = intent.ranking === undefined || intent.filter === undefined || intent.ranking.by === "time";
  return related && isClear ? writeWithCounts(intent, { subject, related }, mapping) : undefined;
}

function findSubject({ subject }: Intent, { questions }: Mapping): SubjectTable | undefined {
  if (subject === "users") return questions.users && { ...questions.users, since: questions.users.joinedAt };
  return questions.projects && { ...questions.projects, since: questions.projects.createdAt };
}

function findRelated({ subject }: Intent, by: Related, { questions }: Mapping): RelatedTable | undefined {
  const { members, activity } = questions;
  if (by === "activity") {
    const column = subject === "users" ? activity?.user : activity?.project;
    if (!activity || column === undefined) return undefined;
    return { table: activity.table, subject: column, counted: column, at: activity.at, label: "activities" };
  }
  if (!members || (by === "members") !== (subject === "projects")) return undefined;
  const { table, project, user } = members;
  return by === "members"
    ? { table, subject: project, counted: user, label: "members" }
    : { table, subject: user, counted: project, label: "projects" };
}

const join = (...lines: readonly string[]): string => lines.filter((line) => line !== "").join("\n");

/** @returns an empty text without a range, undefined where the column holds no such time */
function writeWhere({ range }: Intent, { table, since }: SubjectTable, { tables }: Mapping, alias = "") {
  if (range === undefined) return "";
  const condition = writeTimeCondition(`${alias}${quoteName(since)}`, tables[table]?.columns[since]?.type, range);
  return condition && `WHERE ${condition}`;
}

function writeWithoutCounts(intent: Intent, subject: SubjectTable, mapping: Mapping): string | undefined {
  const where = writeWhere(intent, subject, mapping);
  if (where === undefined) return undefined;
  const { table, id, name, since } = subject;
  const from = `FROM ${quoteName(table)}`;
  if (intent.answer === "count") return join("SELECT count(*) AS count", from, where);
  const time = writeTimeOrder(quoteName(since), intent);
  const isByTime = intent.ranking !== undefined || intent.range !== undefined;
  const order = isByTime ? [time, quoteName(id)] : [quoteName(name), quoteName(id)];
  const columns = [id, name, since].map(quoteName).join(", ");
  return join(`SELECT ${columns}`, from, where, `ORDER BY ${order.join(", ")}`, writeLimit(intent));
}

const writeLimit = ({ limit }: Intent): string => (limit === undefined ? "" : `LIMIT ${limit}`);

interface Tables {
  readonly subject: SubjectTable;
  readonly related: RelatedTable;
}

function writeWithCounts(intent: Intent, { subject, related }: Tables, mapping: Mapping): string | undefined {
  const where = writeWhere(intent, subject, mapping, "s.");
  const on = writeJoin(intent, related, subject, mapping);
  if (where === undefined || on === undefined) return undefined;
  const columns = [subject.id, subject.name, subject.since].map((column) => `s.${quoteName(column)}`);
  const counted = writeCount(related);
  const having = intent.filter ? `HAVING ${writeComparison(counted, intent.filter)}` : "";
  const from = `FROM ${quoteName(subject.table)} AS s`;
  const group = `GROUP BY ${columns.join(", ")}`;
  if (intent.answer === "count") {
    const inner = join(`SELECT ${columns[0]}`, from, on, where, group, having).replaceAll("\n", "\n  ");
    return `SELECT count(*) AS count\nFROM (\n  ${inner}\n) AS matching`;
  }
  const order = [...writeOrder(intent, related, columns[2]), columns[1], columns[0]].join(", ");
  const selected = `SELECT ${columns.join(", ")}, ${counted} AS ${related.label}`;
  return join(selected, from, on, where, group, having, `ORDER BY ${order}`, writeLimit(intent));
}

/** People and projects are counted once, whatever rows join them; activities one by one. */
const writeCount = ({ counted, at }: RelatedTable): string =>
  `count(${at === undefined ? "DISTINCT " : ""}r.${quoteName(counted)})`;

/** Rows without a time come last, in both directions; in a range there are none. */
const writeTimeOrder = (column: string, { ranking, range }: Intent): string =>
  ranking?.direction === "asc" ? `${column} ASC` : `${column} DESC${range ? "" : " NULLS LAST"}`;

function writeOrder(intent: Intent, { label }: RelatedTable, since = ""): string[] {
  if (intent.ranking?.by === "time") return [writeTimeOrder(since, intent)];
  return [`${label} ${intent.ranking?.direction === "asc" ? "ASC" : "DESC"}`];
}

/** Those with nothing are left out only where the question cannot mean them. */
function writeJoin(
  { filter, ranking, limit }: Intent,
  { table, subject: column, at }: RelatedTable,
  subject: SubjectTable,
  { tables }: Mapping,
): string | undefined {
  const isOfSome = filter ? !allowsNone(filter) : ranking?.direction === "desc" && limit !== undefined;
  const range = ranking?.range;
  const condition =
    range && at ? writeTimeCondition(`r.${quoteName(at)}`, tables[table]?.columns[at]?.type, range) : "";
  if (condition === undefined || (range && !at)) return undefined;
  const on = [`r.${quoteName(column)} = s.${quoteName(subject.id)}`, condition]
    .filter((part) => part !== "")
    .join(" AND ");
  return `${isOfSome ? "JOIN" : "LEFT JOIN"} ${quoteName(table)} AS r ON ${on}`;
}

function allowsNone({ comparison, number }: CountFilter): boolean {
  if (comparison === ">") return false;
  if (comparison === "<") return number > 0;
  return comparison === "<=" || number === 0;
}

const writeComparison = (counted: string, { comparison, number, upTo }: CountFilter): string =>
  comparison === "between" ? `${counted} BETWEEN ${number} AND ${upTo}` : `${counted} ${comparison} ${number}`;
