// What the catalog says that the reader may do, by grants of its own or of PUBLIC.
import { type Execute, listNames } from "../connection.ts";
import { farReachingFunctions, ownSchema, readerRole, viewSchema } from "../names.ts";
import { quoteText } from "../quote.ts";
import { type Finding, findNone } from "./finding.ts";

const reader = quoteText(readerRole);

/** Schemas that the reader may enter, but the system's own and that of the views. */
const reachable = `n.nspname not in ('pg_catalog', 'information_schema', ${quoteText(viewSchema)})
  and n.nspname !~ '^pg_(toast|temp)' and pg_catalog.has_schema_privilege(${reader}, n.oid, 'usage')`;

const ofExtension = (catalog: string, oid: string) =>
  `exists (select from pg_catalog.pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'e')`;

const relations = (isOfExtension: boolean) => `select n.nspname || '.' || c.relname as name
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where ${reachable} and ${isOfExtension ? "" : "not "}${ofExtension("pg_class", "c.oid")} and case
  when c.relkind in ('r', 'p', 'v', 'm', 'f') then pg_catalog.has_any_column_privilege(${reader}, c.oid, 'select, insert, update, references')
    or pg_catalog.has_table_privilege(${reader}, c.oid, 'delete, truncate, trigger')
  when c.relkind = 'S' then pg_catalog.has_sequence_privilege(${reader}, c.oid, 'usage, select, update') end`;

const writableViews = `select c.relname as name from pg_catalog.pg_class c
where c.relnamespace = ${quoteText(viewSchema)}::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
  and (pg_catalog.has_any_column_privilege(${reader}, c.oid, 'insert, update, references')
    or pg_catalog.has_table_privilege(${reader}, c.oid, 'delete, truncate, trigger'))`;

const definers = `select n.nspname || '.' || p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')' as name
from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where ${reachable} and p.prosecdef and pg_catalog.has_function_privilege(${reader}, p.oid, 'execute')`;

const farReaching = `select distinct p.proname as name from pg_catalog.pg_proc p
where p.pronamespace = 'pg_catalog'::regnamespace and p.proname in (${farReachingFunctions.map(quoteText).join(", ")})
  and pg_catalog.has_function_privilege(${reader}, p.oid, 'execute')`;

/** Functions of extensions may open files, addresses or other databases: they are C, and each has its own rights. */
const extensions = `select distinct e.extname as name from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
join pg_catalog.pg_depend d on d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
join pg_catalog.pg_extension e on e.oid = d.refobjid
where ${reachable} and p.provolatile = 'v' and pg_catalog.has_function_privilege(${reader}, p.oid, 'execute')`;

const schemas = `select n.nspname as name from pg_catalog.pg_namespace n
where pg_catalog.has_schema_privilege(${reader}, n.oid, 'create') or (n.nspname = '${ownSchema}' and pg_catalog.has_schema_privilege(${reader}, n.oid, 'usage'))`;

const servers = `select s.srvname as name from pg_catalog.pg_foreign_server s where pg_catalog.has_server_privilege(${reader}, s.oid, 'usage')`;

const laterTables = `select distinct coalesce(n.nspname, 'any schema') as name from pg_catalog.pg_default_acl d
cross join lateral pg_catalog.aclexplode(d.defaclacl) a left join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace
where d.defaclobjtype = 'r' and a.grantee in (0, ${reader}::regrole::oid)`;

/** Reads the catalog only. */
export async function checkRights(execute: Execute): Promise<Finding[]> {
  const list = (sql: string) => listNames(execute, sql);
  return [
    findNone(await list(relations(false)), {
      holds: "No table, view or sequence outside the schema of the views can be reached.",
      otherwise: `${readerRole} may read or change what no question is about, by a grant of its own or of PUBLIC`,
    }),
    findNone(await list(relations(true)), {
      holds: "No table of an extension can be reached.",
      otherwise: "Tables of extensions can be read, by a grant to PUBLIC",
      state: "open",
    }),
    findNone(await list(writableViews), {
      holds: "No view can be written.",
      otherwise: `Views can be written: revoke all but select from ${readerRole}`,
    }),
    findNone(await list(schemas), {
      holds: "No schema can be created in.",
      otherwise: "The reader may create in schemas, or enter ours, by a grant of its own or of PUBLIC",
    }),
    findNone(await list(definers), {
      holds: "No function can be called that runs with another's rights.",
      otherwise:
        "Functions that run with their owner's rights can be called; revoke execute from PUBLIC and grant it to your own roles, or use --revoke-public",
    }),
    findNone(await list(extensions), {
      holds: "No function of an extension can be called that does more than compute.",
      otherwise: "Functions of extensions can be called that may do more than compute",
      state: "open",
    }),
    findNone(await list(farReaching), {
      holds: "No function of PostgreSQL can be called whose effect outlives the question.",
      otherwise:
        "Functions can be called whose effect outlives the question, since PUBLIC may (--revoke-public, by a superuser)",
      state: "open",
    }),
    findNone(await list(servers), {
      holds: "No foreign server can be used.",
      otherwise: "Foreign servers can be used",
    }),
    findNone(await list(laterTables), {
      holds: "Tables that are made later will not be readable by themselves.",
      otherwise: "Tables that are made later will be readable, by default privileges in",
    }),
  ];
}
