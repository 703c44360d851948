// What the reader is: its attributes, memberships, possessions and settings.
import { type DatabaseStage, isThroughProxy } from "../../config/mcp.ts";
import { type Execute, listNames, type Row } from "../connection.ts";
import { readerRole } from "../names.ts";
import { quoteText } from "../quote.ts";
import { type Finding, findNone } from "./finding.ts";

const reader = quoteText(readerRole);

const attributes = `select rolsuper as "superuser", rolcreatedb as "createdb", rolcreaterole as "createrole",
  rolreplication as "replication", rolbypassrls as "bypassrls", rolinherit as "inherit", not rolcanlogin as "nologin"
from pg_catalog.pg_roles where rolname = ${reader}`;

const memberships = `select r.rolname as name from pg_catalog.pg_auth_members m join pg_catalog.pg_roles r on r.oid = m.roleid
where m.member = ${reader}::regrole and r.rolname <> 'rds_iam'`;

const iamMembership = `select 1 from pg_catalog.pg_auth_members m
where m.member = ${reader}::regrole and m.roleid = (select oid from pg_catalog.pg_roles where rolname = 'rds_iam')`;

const possessions = `select d.classid::regclass::text as name from pg_catalog.pg_shdepend d
where d.refclassid = 'pg_authid'::regclass and d.refobjid = ${reader}::regrole and d.deptype = 'o'`;

const settings = `select unnest(setconfig) as setting from pg_catalog.pg_db_role_setting
where setrole = ${reader}::regrole and setdatabase = 0`;

const database = `select pg_catalog.has_database_privilege(${reader}, pg_catalog.current_database(), 'connect') as "connect",
  pg_catalog.has_database_privilege(${reader}, pg_catalog.current_database(), 'create') as "create",
  pg_catalog.has_database_privilege(${reader}, pg_catalog.current_database(), 'temporary') as "temporary"`;

const otherDatabases = `select datname as name from pg_catalog.pg_database
where datallowconn and datname <> pg_catalog.current_database() and pg_catalog.has_database_privilege(${reader}, oid, 'connect')`;

const exists = `select 1 from pg_catalog.pg_roles where rolname = ${reader}`;

/** Everything else that is checked needs the role. */
export const hasReader = async (execute: Execute): Promise<boolean> => (await execute(exists)).length > 0;

export async function checkRole(execute: Execute): Promise<Finding[]> {
  const list = (sql: string) => listNames(execute, sql);
  const [found = {}] = await execute(attributes);
  return [
    findNone(
      Object.keys(found).filter((name) => found[name] === true),
      {
        holds: `${readerRole} is an ordinary login without special rights.`,
        otherwise: `${readerRole} has attributes that it must not have (alter role ${readerRole} …)`,
      },
    ),
    findNone(await list(memberships), {
      holds: `${readerRole} is a member of no role.`,
      otherwise: `${readerRole} is a member of roles whose rights it can take (revoke … from ${readerRole})`,
    }),
    findNone([...new Set(await list(possessions))], {
      holds: `${readerRole} owns nothing.`,
      otherwise: `${readerRole} owns objects, listed in`,
    }),
    ...checkDatabase((await execute(database))[0] ?? {}),
    findNone(await list(otherDatabases), {
      holds: "No other database of this server can be connected to.",
      otherwise: `Who has ${readerRole}'s login can also connect to other databases, as PUBLIC may`,
      state: "to know",
    }),
    ...checkSettings((await execute(settings)).map(({ setting }) => String(setting))),
  ];
}

/** Whether the role's login is what the stage's Lambdas have: an IAM token, or for the Data API a password. A proxy may have either. */
export async function checkLogin(execute: Execute, connection: DatabaseStage["connection"]): Promise<Finding[]> {
  if (connection.adapter === "local" || isThroughProxy(connection)) return [];
  const isByIam = (await execute(iamMembership)).length > 0;
  if (isByIam === (connection.adapter === "pg"))
    return [{ state: "holds", text: `${readerRole} logs in as the stage's Lambdas do.` }];
  const text = isByIam
    ? `${readerRole} has rds_iam, so no password logs it in: run this command without --check.`
    : `${readerRole} lacks rds_iam, so no IAM token logs it in: switch IAM authentication on, and run this command again.`;
  return [{ state: "missing", text }];
}

const checkDatabase = (rights: Row): Finding[] => [
  rights.connect
    ? { state: "holds", text: "The database can be connected to." }
    : { state: "missing", text: `${readerRole} may not connect to this database: grant connect on it.` },
  rights.create
    ? { state: "missing", text: "The reader may create schemas: revoke create on the database." }
    : { state: "holds", text: "No schema can be created." },
  rights.temporary
    ? {
        state: "open",
        text: "Outside of a read-only transaction temporary tables can be made, since PUBLIC may (--revoke-public).",
      }
    : { state: "holds", text: "No temporary table can be made." },
];

const required = ["default_transaction_read_only=on", "track_activities=off"];
const present = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "search_path"];

function checkSettings(found: readonly string[]): Finding[] {
  const missing = [
    ...required.filter((setting) => !found.includes(setting)),
    ...present.filter((name) => !found.some((setting) => setting.startsWith(`${name}=`))),
  ];
  return [
    findNone(
      missing.filter((name) => !name.startsWith("track")),
      {
        holds: "Its sessions are read-only and short of time by default.",
        otherwise: "Settings of the role are missing; run this command again",
      },
    ),
    missing.includes("track_activities=off")
      ? {
          state: "open",
          text: `Only a superuser may set track_activities = off for ${readerRole}: until then one caller's running SQL is in pg_stat_activity, which the guard keeps closed.`,
        }
      : { state: "holds", text: "The running SQL of one caller is not shown to another." },
  ];
}
